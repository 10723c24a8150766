package eoca.inputs.assignment;

import eoca.inputs.Progress;
import java.nio.file.Path;

/**
 * How to write an assignment.
 *
 * @param folder an existing folder that has no assignment files yet
 * @param format the format
 * @param rowsPerPart rows in one file, a multiple of 65,536; with more users than that, files are
 *     parts {@code assignment-00001.arrow} …, else there is one {@code assignment.arrow}
 * @param threads threads to use, ≥ 1; the bytes written do not depend on it
 * @param memoryBytes cap on native memory (Parquet)
 * @param progress hears phase {@code write} in rows
 */
public record AssignmentRequest(
    Path folder,
    OutputFormat format,
    int rowsPerPart,
    int threads,
    long memoryBytes,
    Progress progress) {

  /** Rows in one file by default: 4,194,304. */
  public static final int DEFAULT_ROWS_PER_PART = 1 << 22;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public AssignmentRequest {
    if (rowsPerPart < 1 || rowsPerPart % (1 << 16) != 0) {
      throw new IllegalArgumentException(
          "rowsPerPart (" + rowsPerPart + ") must be a multiple of 65,536");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads (" + threads + ") must be at least 1");
    }
  }

  /** Default parts. */
  public AssignmentRequest(
      Path folder, OutputFormat format, int threads, long memoryBytes, Progress progress) {
    this(folder, format, DEFAULT_ROWS_PER_PART, threads, memoryBytes, progress);
  }
}
