package eoca.core.feasibility;

import eoca.core.Witness;
import java.util.List;
import java.util.Optional;

/**
 * What the feasibility check found.
 *
 * <p>Of an instance with pins it tells of the free users: who is locked takes from a fund's demand
 * and is no supply, and the control group is neither.
 *
 * @param usersByTolerance {@code long[64]}: users of each tolerance
 * @param levels one entry a distinct fund risk, ascending; funds with quota 0 count as risks too
 * @param witness why no allocation exists; empty if one does
 */
public record FeasibilityReport(
    long[] usersByTolerance, List<Level> levels, Optional<Witness> witness) {

  /**
   * Demand and supply at one risk level.
   *
   * @param level the risk L
   * @param demand Σ d_j over funds with r_j ≥ L, at most {@link Long#MAX_VALUE}
   * @param supply users with t_i ≥ L
   */
  public record Level(int level, long demand, long supply) {
    /** Users to spare; negative where the level is violated. */
    public long slack() {
      return supply - demand;
    }
  }

  /** Whether an allocation exists. */
  public boolean feasible() {
    return witness.isEmpty();
  }
}
