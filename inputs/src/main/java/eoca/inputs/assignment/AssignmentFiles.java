package eoca.inputs.assignment;

import eoca.inputs.etv.EtvTable;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes and reads assignments: {@code user_id}, {@code fund} (id) and {@code etv}, one row a user
 * in input order; where a user has no fund, {@code fund} and {@code etv} are null (CSV: empty).
 */
public final class AssignmentFiles {
  private AssignmentFiles() {}

  /**
   * Writes an assignment, streaming, and forces it to disk (the folder itself is the caller's to
   * force). On failure nothing written is left.
   *
   * @param request where and how
   * @param table the users, their ids and ETV
   * @param fundIds fund ids in index order, at most 255; normally {@code table.funds()}
   * @param funds each user's fund
   * @return the files in row order
   * @throws eoca.inputs.error.EocaException 7 if a file can't be created or written (full disk)
   */
  public static List<WrittenFile> write(
      AssignmentRequest request, EtvTable table, List<String> fundIds, FundTiles funds) {
    if (request.rowsPerPart() > 0) {
      throw new UnsupportedOperationException("under construction");
    }
    return List.of();
  }

  /**
   * The assignment files of a folder, in row order: {@code assignment.EXT} or {@code
   * assignment-00001.EXT} …; empty if there are none.
   */
  public static List<Path> list(Path folder, OutputFormat format) {
    if (format != null) {
      throw new UnsupportedOperationException("under construction");
    }
    return List.of();
  }

  /**
   * Reads an assignment back, streaming: shares no code with {@link #write}. To read parts at once,
   * open one reader a file.
   *
   * @param files the files in row order
   * @param format their format
   * @param fundIds fund ids in index order
   * @return a reader, which the caller closes
   * @throws eoca.inputs.error.EocaException 7 if a file is missing or unreadable, 3 if its content
   *     is not an assignment
   */
  public static AssignmentReader read(List<Path> files, OutputFormat format, List<String> fundIds) {
    if (format != null) {
      throw new UnsupportedOperationException("under construction");
    }
    return null;
  }
}
