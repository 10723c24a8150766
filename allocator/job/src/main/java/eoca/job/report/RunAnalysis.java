package eoca.job.report;

import java.util.List;

/**
 * What the report shows beyond {@code result.json}: computed from the ETV table and the assignment.
 *
 * @param tolerances one row a tolerance that occurs, ascending: who with which risk tolerance got
 *     which fund (exact counts)
 * @param funds one entry a fund in campaign order, the pseudo-fund aside
 * @param sampledUsers how many users the quantiles were taken from (evenly spaced by index)
 */
public record RunAnalysis(List<ToleranceRow> tolerances, List<FundSpread> funds, int sampledUsers) {
  /** The quantiles of {@link FundSpread}: 5, 25, 50, 75 and 95 %. */
  public static final List<Double> QUANTILES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

  /**
   * Users of one tolerance.
   *
   * @param tolerance {@code t_i}
   * @param users how many
   * @param byFund how many of them got each fund, {@code long[funds]}
   * @param unassigned how many got none
   */
  public record ToleranceRow(int tolerance, long users, long[] byFund, long unassigned) {}

  /**
   * How the values of one fund's users spread. Arrays have one number for each of {@link
   * #QUANTILES}, or are null where no sampled user has the fund (margins: or there are no prices).
   *
   * @param id fund id
   * @param etv quantiles of the assigned ETV, money
   * @param margin quantiles of what a user's fund is worth to the plan above the best other fund
   *     the user may have, after prices: {@code (ETV_ij − λ_j) − max_l (ETV_il − λ_l)}, money;
   *     users without another choice, locked ones too, are left out
   */
  public record FundSpread(String id, double[] etv, double[] margin) {}
}
