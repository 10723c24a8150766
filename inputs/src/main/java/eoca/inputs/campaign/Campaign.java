package eoca.inputs.campaign;

import eoca.inputs.assignment.OutputFormat;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A campaign file, read and validated; quotas are still as stated (see {@link Quotas} for whole
 * numbers).
 *
 * @param file the campaign file as the caller named it; {@code etv.path} is relative to its folder
 * @param name {@code [a-z0-9-]+}, names the runs
 * @param period free text such as {@code 2026-06-01..2026-06-30}, or empty
 * @param funds 1..{@link #MAX_FUNDS}, in file order: the position is the fund index
 * @param etv where the ETV table is
 * @param strategy the strategy to use; {@link Strategy#DEFAULT} if the file names none
 * @param remainder what to do with users in excess of Σ quota
 * @param output the format of the assignment
 * @param limits limits of a run
 * @param guards when a completed run is not published by itself
 */
public record Campaign(
    Path file,
    String name,
    String period,
    List<Fund> funds,
    EtvLocation etv,
    Strategy strategy,
    Remainder remainder,
    OutputFormat output,
    Limits limits,
    PublishGuards guards) {

  /**
   * Largest number of funds; with {@link Remainder#UNASSIGNED} one less, because "no fund" then
   * counts as one.
   */
  public static final int MAX_FUNDS = 255;

  /** Largest risk of a fund and tolerance of a user. */
  public static final int MAX_RISK = 63;

  /** Takes a copy of the funds. */
  public Campaign {
    funds = List.copyOf(funds);
  }

  /** A campaign without publish guards. */
  public Campaign(
      Path file,
      String name,
      String period,
      List<Fund> funds,
      EtvLocation etv,
      Strategy strategy,
      Remainder remainder,
      OutputFormat output,
      Limits limits) {
    this(file, name, period, funds, etv, strategy, remainder, output, limits, PublishGuards.NONE);
  }

  /**
   * Where the ETV table is.
   *
   * @param path path or glob, relative to the campaign file's folder
   * @param userColumn name of the user id column
   * @param toleranceColumn name of the tolerance column
   */
  public record EtvLocation(String path, String userColumn, String toleranceColumn) {
    /** The user column of a file that names none. */
    public static final String DEFAULT_USER = "user_id";

    /** The tolerance column of a file that names none. */
    public static final String DEFAULT_TOLERANCE = "tolerance";
  }

  /**
   * Limits of a run; null where there is none.
   *
   * @param seconds wall seconds, > 0
   * @param memoryBytes anonymous memory in bytes, > 0
   */
  public record Limits(Double seconds, Long memoryBytes) {
    /** No limits. */
    public static final Limits NONE = new Limits(null, null);
  }

  /**
   * The fund indices in the priority order of the manual strategy: those with a stated priority
   * first (small first), then the others; equal ones in file order.
   */
  public int[] priorityOrder() {
    return IntStream.range(0, funds.size())
        .boxed()
        .sorted(Comparator.comparingInt(j -> funds.get(j).priority().orElse(Integer.MAX_VALUE)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The same campaign with other funds. */
  public Campaign withFunds(List<Fund> newFunds) {
    return new Campaign(
        file, name, period, newFunds, etv, strategy, remainder, output, limits, guards);
  }

  /** The same campaign with its table elsewhere. */
  public Campaign withEtv(EtvLocation newEtv) {
    return new Campaign(file, name, period, funds, newEtv, strategy, remainder, output, limits);
  }

  /** The same campaign with another strategy. */
  public Campaign withStrategy(Strategy newStrategy) {
    return new Campaign(
        file, name, period, funds, etv, newStrategy, remainder, output, limits, guards);
  }

  /** The same campaign with another output format. */
  public Campaign withOutput(OutputFormat newOutput) {
    return new Campaign(
        file, name, period, funds, etv, strategy, remainder, newOutput, limits, guards);
  }

  /** The same campaign, its file named otherwise. */
  public Campaign withFile(Path newFile) {
    return new Campaign(
        newFile, name, period, funds, etv, strategy, remainder, output, limits, guards);
  }
}
