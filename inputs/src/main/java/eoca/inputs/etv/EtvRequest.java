package eoca.inputs.etv;

import eoca.inputs.Progress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What to open as an ETV table, and with which means.
 *
 * @param base the folder that a relative {@code path} starts from (the campaign file's folder)
 * @param path a file or a glob ({@code *}, {@code **}, {@code ?}, {@code [a-z]}, {@code {a,b}});
 *     several files are parts, joined in natural name order ({@code part-2} before {@code part-10})
 * @param userColumn name of the user id column
 * @param toleranceColumn name of the tolerance column
 * @param funds the funds in campaign order, each with its column; fund ids differ from each other
 * @param scratch a folder for converted columns; created if absent, must be on a file system with
 *     room; files in it are removed when the table is closed
 * @param threads threads to use, ≥ 1; the result does not depend on it
 * @param memoryBytes cap on the memory, heap and native, that opening may take (mapped pages
 *     aside); at least {@link #MIN_MEMORY_BYTES}
 * @param progress hears phases {@code convert}, {@code check}, {@code duplicates} (rows) and {@code
 *     hash} (bytes)
 */
public record EtvRequest(
    Path base,
    String path,
    String userColumn,
    String toleranceColumn,
    List<FundColumn> funds,
    Path scratch,
    int threads,
    long memoryBytes,
    Progress progress) {

  /** The least memory cap: 64 MiB. */
  public static final long MIN_MEMORY_BYTES = 64L << 20;

  /** A fund and the column that holds its ETV. */
  public record FundColumn(String fund, String column) {}

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if there is no fund, a fund id appears twice, {@code threads}
   *     is below 1 or {@code memoryBytes} below {@link #MIN_MEMORY_BYTES}
   */
  public EtvRequest {
    funds = List.copyOf(funds);
    if (funds.isEmpty()) {
      throw new IllegalArgumentException("funds (0) must be at least one");
    }
    Set<String> ids = new HashSet<>();
    for (FundColumn f : funds) {
      if (!ids.add(f.fund())) {
        throw new IllegalArgumentException("fund id (" + f.fund() + ") appears twice");
      }
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads (" + threads + ") must be at least 1");
    }
    if (memoryBytes < MIN_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "memoryBytes (" + memoryBytes + ") must be at least " + MIN_MEMORY_BYTES);
    }
  }
}
