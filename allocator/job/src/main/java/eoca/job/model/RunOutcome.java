package eoca.job.model;

import java.util.Locale;

/** How a run ended, as {@code result.json} says it: a closed set. */
public enum RunOutcome {
  /** The certificate proves the optimum. */
  OPTIMAL,
  /** Quotas and risk rules hold; the certified gap says how far the optimum can be. */
  FEASIBLE,
  /** No allocation exists; the witness says why. */
  INFEASIBLE,
  /** A limit was met first. */
  STOPPED,
  /** The input was rejected, or the written files did not pass the verification. */
  REJECTED;

  /** The name in JSON. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
