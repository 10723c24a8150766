package eoca.core;

import java.util.Map;

/**
 * How a solve ended: a closed set. That a solved allocation is also optimal is said by the
 * certificate alone, never by the solver.
 */
public sealed interface Outcome {
  /**
   * Every user has one fund, quotas are exact, no risk rule is broken.
   *
   * @param assignment one fund a user
   * @param prices {@code λ_j} in money, {@code double[k]}, or null where the strategy has none
   * @param statistics what the solver counted (rounds, passes, boundary users …), in a stable order
   */
  record Solved(Assignment assignment, double[] prices, Map<String, Long> statistics)
      implements Outcome {}

  /** No allocation exists; the witness says why and what would mend it. */
  record Infeasible(Witness witness) implements Outcome {}

  /**
   * A limit was met first.
   *
   * @param limit the limit
   * @param best the best feasible allocation found, or null if there was none yet
   * @param prices the best prices known, {@code double[k]}, or null
   * @param statistics as in {@link Solved}
   */
  record Stopped(
      StopSignal.Limit limit, Assignment best, double[] prices, Map<String, Long> statistics)
      implements Outcome {}
}
