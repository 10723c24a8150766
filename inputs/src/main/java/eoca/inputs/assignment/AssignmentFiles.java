package eoca.inputs.assignment;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.files.NaturalOrder;
import eoca.inputs.internal.Crew;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes and reads assignments: {@code user_id}, {@code fund} (id) and {@code etv}, one row a user
 * in input order; where a user has no fund, {@code fund} and {@code etv} are null (CSV: empty).
 */
public final class AssignmentFiles {
  /** Most funds: an index is a byte and 255 means none. */
  public static final int MAX_FUNDS = 255;

  private AssignmentFiles() {}

  /**
   * Writes an assignment, streaming, and forces it to disk (the folder itself is the caller's to
   * force). Parts are written at once, each by one thread. On failure nothing written is left.
   *
   * @param request where and how
   * @param table the users, their ids and ETV
   * @param fundIds fund ids in index order, at most {@link #MAX_FUNDS}; normally {@code
   *     table.funds()}
   * @param funds each user's fund
   * @return the files in row order
   * @throws EocaException 7 if a file can't be created or written (full disk)
   */
  public static List<WrittenFile> write(
      AssignmentRequest request, EtvTable table, List<String> fundIds, FundTiles funds) {
    if (fundIds.size() > MAX_FUNDS) {
      throw new IllegalArgumentException("funds (" + fundIds.size() + ") must be 1.." + MAX_FUNDS);
    }
    int users = table.users();
    int parts =
        (int) Math.max(1, ((long) users + request.rowsPerPart() - 1) / request.rowsPerPart());
    WrittenFile[] written = new WrittenFile[parts];
    List<Path> created = new ArrayList<>();
    LongAdder done = new LongAdder();
    boolean finished = false;
    try (Crew crew = new Crew("eoca-write", Math.min(parts, request.threads()))) {
      crew.run(
          parts,
          p -> {
            int from = p * request.rowsPerPart();
            int rows = Math.min(request.rowsPerPart(), users - from);
            Path path = request.folder().resolve(name(p, parts, request.format()));
            synchronized (created) {
              created.add(path);
            }
            AssignmentRows source = new AssignmentRows(table, fundIds, funds);
            written[p] =
                PartWriter.of(request)
                    .write(
                        path,
                        source,
                        from,
                        rows,
                        n -> {
                          done.add(n);
                          request.progress().report("write", done.sum(), users);
                        });
          });
      finished = true;
    } finally {
      if (!finished) {
        created.forEach(AssignmentFiles::remove);
      }
    }
    return List.of(written);
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // the failure that led here is the one to tell; whoever owns the folder removes it whole
    }
  }

  private static String name(int part, int parts, OutputFormat format) {
    return parts == 1
        ? "assignment." + extension(format)
        : String.format(Locale.ROOT, "assignment-%05d.%s", part + 1, extension(format));
  }

  /** The file name extension of a format, without the dot. */
  public static String extension(OutputFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The assignment files of a folder, in row order: {@code assignment.EXT} or {@code
   * assignment-00001.EXT} …; empty if there are none.
   *
   * @throws EocaException 7 if the folder can't be read
   */
  public static List<Path> list(Path folder, OutputFormat format) {
    Pattern name = Pattern.compile("assignment(-[0-9]+)?\\." + extension(format));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> name.matcher(f.getFileName().toString()).matches())
          .sorted(Comparator.comparing(f -> f.getFileName().toString(), NaturalOrder.INSTANCE))
          .toList();
    } catch (IOException e) {
      throw FileErrors.of("read", folder, e);
    }
  }

  /**
   * Reads an assignment back, streaming: shares no code with {@link #write}. To read parts at once,
   * open one reader a file.
   *
   * @param files the files in row order
   * @param format their format
   * @param fundIds fund ids in index order
   * @return a reader, which the caller closes
   * @throws EocaException 7 if a file is missing or unreadable, 3 if its content is not an
   *     assignment
   */
  public static AssignmentReader read(List<Path> files, OutputFormat format, List<String> fundIds) {
    return new PartsReader(files, format, fundIds);
  }
}
