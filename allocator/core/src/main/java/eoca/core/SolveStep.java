package eoca.core;

/**
 * One line of a solve's log: the same columns for every strategy, whatever step it tells of.
 *
 * @param step a short stable name such as {@code count}, {@code fix} or {@code round}
 * @param pass passes over the data so far; of a heuristic, its rounds
 * @param settled users who have their fund
 * @param users users in all
 * @param boundary users whom the last fixing pass left to be solved on their own
 * @param surplus of those, how many were in a fund beyond its quota when the path solver began
 * @param augmentations paths the path solver took so far
 */
public record SolveStep(
    String step,
    long pass,
    long settled,
    long users,
    long boundary,
    long surplus,
    long augmentations) {

  /** A round of a strategy that knows nothing of boundaries. */
  public static SolveStep round(String step, long round, long settled, long users) {
    return new SolveStep(step, round, settled, users, 0, 0, 0);
  }
}
