package eoca.core.certificate;

import java.util.List;

/**
 * What the certificate found, in the terms of {@code result.json}. Every number in it is the exact
 * value rounded once to the nearest double.
 *
 * @param users number of users N
 * @param unassigned users without a fund: those in the pseudo-fund and the control group
 * @param objective Σ ETV of what was assigned, in money
 * @param dualBound no allocation that keeps the rules is worth more than this, in money
 * @param boundSource where the bound comes from
 * @param absoluteGap {@code dualBound − objective}, in money; at least 0 where {@link #valid()}
 * @param relativeGap {@code absoluteGap / max(|dualBound|, Σ |assigned ETV|)}, 0/0 = 0
 * @param wholeNumbers whether every ETV is a whole number and the sums stay below 2^53
 * @param funds one entry a fund, in fund order, the pseudo-fund included
 * @param violationCount number of broken rules in all
 * @param violations the first {@link Certificate#MAX_VIOLATIONS} of them: quotas in fund order,
 *     then users in order
 * @param pinned what is said of pinned users; null where the instance has none
 * @param tightLevels whether the bound rests on tight risk levels too: it leaves out funds that no
 *     allocation can give a user, as everybody who tolerates such a level is needed there
 */
public record CertificateReport(
    int users,
    long unassigned,
    double objective,
    double dualBound,
    BoundSource boundSource,
    double absoluteGap,
    double relativeGap,
    boolean wholeNumbers,
    List<FundTotals> funds,
    long violationCount,
    List<Violation> violations,
    Pinned pinned,
    boolean tightLevels) {

  /** The largest relative gap of an allocation that is called optimal. */
  public static final double OPTIMAL_GAP = 1e-9;

  /** Takes a report; lists are copied. */
  public CertificateReport {
    funds = List.copyOf(funds);
    violations = List.copyOf(violations);
  }

  /**
   * Users that no strategy chose for.
   *
   * @param lockedUsers users locked in a fund
   * @param lockedObjective Σ ETV of their funds, money
   * @param freeObjective Σ ETV of everybody else's, money
   * @param controlUsers users of the control group
   */
  public record Pinned(
      long lockedUsers, double lockedObjective, double freeObjective, long controlUsers) {}

  /** Whether every rule is kept. */
  public boolean valid() {
    return violationCount == 0;
  }

  /**
   * The verdict: every rule kept, the relative gap at most {@link #OPTIMAL_GAP}, and no gap at all
   * where every value is a whole number.
   */
  public boolean optimal() {
    return valid() && relativeGap <= OPTIMAL_GAP && (!wholeNumbers || absoluteGap == 0);
  }

  /**
   * Whether the gap is at most so much of the objective: more than {@link #relativeGap} says where
   * large values of either sign were assigned that cancel out.
   */
  public boolean settled(double relative) {
    return absoluteGap <= relative * Math.abs(objective);
  }

  /**
   * What one fund got.
   *
   * @param fund fund index
   * @param risk r_j
   * @param quota d_j
   * @param assigned users that have it
   * @param etvTotal Σ ETV of those users, in money
   * @param price the price λ_j the bound was computed at (0 for {@link BoundSource#ROW_MAX})
   */
  public record FundTotals(
      int fund, int risk, long quota, long assigned, double etvTotal, double price) {
    /** Mean ETV of the fund's users in money, or null where it has none. */
    public Double etvMean() {
      return assigned == 0 ? null : Double.valueOf(etvTotal / assigned);
    }
  }
}
