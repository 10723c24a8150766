package eoca.bench.entrant;

import eoca.core.Assignment;
import java.util.Map;

/**
 * What an entrant found.
 *
 * @param assignment one fund a user, or null where it found none
 * @param prices fund prices in money that go with it, or null
 * @param claimsOptimal whether the entrant says that this is the optimum
 * @param tolerance how far from the optimum, in money, an entrant that claims it may be by its own
 *     account: the loss of scaling to whole numbers, or the solver's gap tolerance
 * @param outOfTime whether it gave up because its time was over
 * @param note what happened, in the solver's words, or empty
 * @param statistics counts such as iterations, in a stable order
 */
public record Answer(
    Assignment assignment,
    double[] prices,
    boolean claimsOptimal,
    double tolerance,
    boolean outOfTime,
    String note,
    Map<String, Long> statistics) {

  /** An allocation. */
  public Answer(
      Assignment assignment,
      double[] prices,
      boolean claimsOptimal,
      double tolerance,
      String note,
      Map<String, Long> statistics) {
    this(assignment, prices, claimsOptimal, tolerance, false, note, statistics);
  }

  /** No allocation, and why. */
  public static Answer none(String note) {
    return new Answer(null, null, false, 0, false, note, Map.of());
  }

  /** No allocation in the time allowed. */
  static Answer outOfTime(String note) {
    return new Answer(null, null, false, 0, true, note, Map.of());
  }
}
