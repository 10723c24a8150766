package eoca.inputs.campaign;

import eoca.inputs.assignment.OutputFormat;
import java.math.BigDecimal;
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
 * @param locked users who stay with the fund they were shown, or null
 * @param control the random group that gets no fund, or null
 * @param keep how the inputs stay available to later commands
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
    PublishGuards guards,
    Locked locked,
    Control control,
    KeepInputs keep) {

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

  /** A campaign with nothing of the rest. */
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
    this(
        file,
        name,
        period,
        funds,
        etv,
        strategy,
        remainder,
        output,
        limits,
        PublishGuards.NONE,
        null,
        null,
        KeepInputs.DEFAULT);
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
   * Where the users are who were shown a fund already.
   *
   * @param path path or glob, relative to the campaign file's folder
   * @param userColumn name of the user id column
   * @param fundColumn name of the column of fund ids
   */
  public record Locked(String path, String userColumn, String fundColumn) {
    /** The user column of a file that names none. */
    public static final String DEFAULT_USER = "user_id";

    /** The fund column of a file that names none. */
    public static final String DEFAULT_FUND = "fund";

    /** The usual columns of a file: those of an assignment. */
    public static Locked of(String path) {
      return new Locked(path, DEFAULT_USER, DEFAULT_FUND);
    }
  }

  /**
   * A random group that gets no fund, so that the effect of showing one can be measured.
   *
   * @param percent share of all users, above 0 and below 100
   * @param seed another one makes another group
   */
  public record Control(BigDecimal percent, int seed) {
    /** The seed of a file that names none. */
    public static final int DEFAULT_SEED = 0;
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
    return with(file, newFunds, etv, strategy, output, locked);
  }

  /** The same campaign with its table elsewhere. */
  public Campaign withEtv(EtvLocation newEtv) {
    return with(file, funds, newEtv, strategy, output, locked);
  }

  /** The same campaign with another strategy. */
  public Campaign withStrategy(Strategy newStrategy) {
    return with(file, funds, etv, newStrategy, output, locked);
  }

  /** The same campaign with another output format. */
  public Campaign withOutput(OutputFormat newOutput) {
    return with(file, funds, etv, strategy, newOutput, locked);
  }

  /** The same campaign, its file named otherwise. */
  public Campaign withFile(Path newFile) {
    return with(newFile, funds, etv, strategy, output, locked);
  }

  /** The same campaign with other locked users, or null for none. */
  public Campaign withLocked(Locked newLocked) {
    return with(file, funds, etv, strategy, output, newLocked);
  }

  private Campaign with(
      Path newFile,
      List<Fund> newFunds,
      EtvLocation newEtv,
      Strategy newStrategy,
      OutputFormat newOutput,
      Locked newLocked) {
    return new Campaign(
        newFile,
        name,
        period,
        newFunds,
        newEtv,
        newStrategy,
        remainder,
        newOutput,
        limits,
        guards,
        newLocked,
        control,
        keep);
  }
}
