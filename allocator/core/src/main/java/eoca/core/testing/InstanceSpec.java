package eoca.core.testing;

import eoca.core.Instance;

/**
 * What to generate.
 *
 * @param regime how values and quotas behave
 * @param users N ≥ 0
 * @param funds k, the pseudo-fund included, 1..255
 * @param levels at most so many distinct risks, 1..64
 * @param pseudoFund whether the last fund stands for "no fund"
 * @param feasible true: quotas sum to N and every risk level can be served; false: quotas and
 *     tolerances as they fall, mostly infeasible (regimes that define quotas keep them)
 * @param distinctTolerances true: tolerances also fall between and above the risks, not only on
 *     them
 */
public record InstanceSpec(
    Regime regime,
    int users,
    int funds,
    int levels,
    boolean pseudoFund,
    boolean feasible,
    boolean distinctTolerances) {
  /** Checks the ranges. */
  public InstanceSpec {
    if (users < 0 || funds < 1 || funds > Instance.MAX_FUNDS || levels < 1 || levels > 64) {
      throw new IllegalArgumentException(
          "users (" + users + "), funds (" + funds + ") or levels (" + levels + ") out of range");
    }
  }

  /** A feasible instance without pseudo-fund, tolerances on the risk levels. */
  public static InstanceSpec of(Regime regime, int users, int funds, int levels) {
    return new InstanceSpec(regime, users, funds, levels, false, true, false);
  }
}
