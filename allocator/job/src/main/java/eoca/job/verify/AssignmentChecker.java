package eoca.job.verify;

import eoca.core.Assignment;
import eoca.core.Workers;
import eoca.inputs.assignment.AssignmentBatch;
import eoca.inputs.assignment.AssignmentFiles;
import eoca.inputs.assignment.AssignmentReader;
import eoca.inputs.assignment.FundTiles;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.EtvTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads an assignment back from the bytes on disk and holds every row against the ETV table: row i
 * is user i with the user's id, a fund of the campaign or none, and exactly the float32 ETV that
 * the table has there. Shares no code with what wrote it.
 *
 * <p>One pass over both; one byte a user for the assignment that comes back. Parts are read at once
 * by different threads.
 */
public final class AssignmentChecker {
  /** Findings that are told; more are only counted. */
  static final int MAX_FINDINGS = 100;

  private final EtvTable table;
  private final OutputFormat format;
  private final List<String> fundIds;

  /** A checker of assignments to the users of a table. */
  public AssignmentChecker(EtvTable table, OutputFormat format, List<String> fundIds) {
    this.table = table;
    this.format = format;
    this.fundIds = List.copyOf(fundIds);
  }

  /**
   * One file to check.
   *
   * @param file the file
   * @param rows rows it must have
   */
  public record Part(Path file, long rows) {}

  /**
   * What was read.
   *
   * @param assignment every user's fund as the files say, or none; {@link Assignment#NONE} for
   *     unassigned users
   * @param rows rows read
   * @param findings what is wrong, with file and row; the first {@value #MAX_FINDINGS} of a part
   */
  public record ReadBack(Assignment assignment, long rows, List<String> findings) {}

  /**
   * Checks the parts of an assignment.
   *
   * @param parts in row order
   * @throws EocaException FILE_SYSTEM if a file can't be read; broken content is a finding
   */
  public ReadBack check(List<Part> parts, Workers workers) {
    Assignment assignment = new Assignment(table.users());
    long[] starts = new long[parts.size() + 1];
    for (int p = 0; p < parts.size(); p++) {
      starts[p + 1] = starts[p] + parts.get(p).rows();
    }
    List<String> findings = new ArrayList<>();
    if (starts[parts.size()] != table.users()) {
      findings.add(
          "rows of the assignment ("
              + starts[parts.size()]
              + ") must be the users ("
              + table.users()
              + ")");
      return new ReadBack(assignment, starts[parts.size()], findings);
    }
    PartCheck[] checks = new PartCheck[parts.size()];
    workers.run(
        parts.size(),
        (part, slot) -> {
          checks[part] = new PartCheck(parts.get(part), starts[part], assignment);
          checks[part].run();
        });
    long rows = 0;
    for (PartCheck check : checks) {
      rows += check.rows;
      findings.addAll(check.findings);
    }
    return new ReadBack(assignment, rows, findings);
  }

  /** The check of one file. Parts begin at multiples of a shard, so no shard has two writers. */
  private final class PartCheck {
    private final Part part;
    private final long start;
    private final Assignment assignment;
    private final List<String> findings = new ArrayList<>();
    private final float[][] expected = new float[fundIds.size()][];
    private final IdComparison ids = new IdComparison();
    private long rows;

    PartCheck(Part part, long start, Assignment assignment) {
      this.part = part;
      this.start = start;
      this.assignment = assignment;
    }

    void run() {
      try (AssignmentReader reader = AssignmentFiles.read(List.of(part.file()), format, fundIds)) {
        for (AssignmentBatch batch = reader.next(); batch != null; batch = reader.next()) {
          if (rows + batch.rows() > part.rows()) {
            rows += batch.rows();
            break;
          }
          check(batch, (int) (start + rows));
          rows += batch.rows();
        }
      } catch (EocaException e) {
        if (e.code() != ExitCode.REJECTED) {
          throw e;
        }
        if (e.defects().isEmpty()) {
          find(0, e.getMessage());
        }
        e.defects().forEach(d -> find(d.row(), d.column() + " (" + d.value() + "): " + d.rule()));
        return;
      }
      if (rows != part.rows()) {
        find(
            0,
            "has "
                + rows
                + (rows > part.rows() ? " or more" : "")
                + " rows, must have "
                + part.rows());
      }
    }

    private void check(AssignmentBatch batch, int firstUser) {
      int wrongId = ids.firstDifference(table.userIds(), firstUser, batch);
      if (wrongId >= 0) {
        find(
            rows + wrongId + 1,
            "user_id ("
                + batch.userIds().id(wrongId)
                + ") must be "
                + table.userIds().id(firstUser + wrongId));
      }
      // Tiles of 4,096 rows: k of them stay in the cache.
      for (int at = 0; at < batch.rows(); at += 4096) {
        checkTile(batch, firstUser, at, Math.min(4096, batch.rows() - at));
      }
    }

    private void checkTile(AssignmentBatch batch, int firstUser, int at, int length) {
      long[] seen = new long[4];
      for (int i = 0; i < length; i++) {
        int fund = batch.funds()[at + i] & 0xFF;
        seen[fund >>> 6] |= 1L << fund;
      }
      for (int j = 0; j < expected.length; j++) {
        if ((seen[j >>> 6] & 1L << j) != 0) {
          if (expected[j] == null) {
            expected[j] = new float[4096];
          }
          table.copyEtv(j, firstUser + at, expected[j], length);
        }
      }
      for (int i = 0; i < length; i++) {
        byte fund = batch.funds()[at + i];
        assignment.set(firstUser + at + i, fund);
        float found = batch.etv()[at + i];
        float must = fund == FundTiles.NONE ? Float.NaN : expected[fund & 0xFF][i];
        if (Float.floatToIntBits(found) != Float.floatToIntBits(must)) {
          find(rows + at + i + 1, "etv (" + found + ") must be " + must);
        }
      }
    }

    private void find(long row, String what) {
      if (findings.size() < MAX_FINDINGS) {
        String where = row > 0 ? ", row " + row : "";
        findings.add(part.file().getFileName() + where + ": " + what);
      }
    }
  }

  /** Whether two assignments give every user the same fund; −1, or the first user who differs. */
  public static int firstDifference(Assignment a, Assignment b, int funds) {
    for (int s = 0, user = 0; user < a.users(); s++) {
      byte[] left = a.shard(s);
      byte[] right = b.shard(s);
      if (!Arrays.equals(left, right)) {
        for (int i = 0; i < left.length; i++) {
          // a pseudo-fund's index and "none" are both "no fund"
          int l = Math.min(left[i] & 0xFF, funds);
          int r = Math.min(right[i] & 0xFF, funds);
          if (l != r) {
            return user + i;
          }
        }
      }
      user += left.length;
    }
    return -1;
  }
}
