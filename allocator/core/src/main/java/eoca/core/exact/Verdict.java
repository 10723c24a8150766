package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Stay;
import eoca.core.Workers;
import eoca.core.certificate.BoundSource;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.StayCertificate;
import eoca.core.certificate.StayReport;

/**
 * What the certificate says of an allocation and prices before they are reported: whether rounding
 * values to the grid's unit cost something, or rounding prices to doubles. Asked only where one of
 * them may have.
 *
 * @param settled whether a finer grid would not find anything better: neither an allocation, nor
 *     prices that prove it to what doubles round
 * @param byPrices whether the prices prove it by the risk rule alone
 */
record Verdict(boolean settled, boolean byPrices) {
  /** Part of the objective that doubles may round, far below the gap that is allowed. */
  private static final double MOST_GAP = 1e-13;

  private static final double NEGLIGIBLE = 1e-15;

  static Verdict of(
      Instance instance, Stay stay, Assignment assignment, double[] prices, Workers workers) {
    if (stay == null) {
      CertificateReport report = Certificate.certify(instance, assignment, prices, workers);
      boolean found = report.optimal() && report.boundSource() == BoundSource.PRICES;
      return new Verdict(found && report.settled(MOST_GAP), found && !report.tightLevels());
    }
    StayReport report = StayCertificate.certify(instance, assignment, stay, prices, workers);
    boolean found = report.optimal() && !report.exchanges();
    return new Verdict(found && report.settled(MOST_GAP), found && !report.tightLevels());
  }

  /**
   * Whether rounding values cannot matter, so that nothing need be asked: a fixed user keeps a
   * margin of at least a unit, which rounding two values cannot use up; a boundary user loses at
   * most a unit; and the sample tells the size of the objective. On a refined grid prices may be
   * more than doubles hold, so there it is always asked.
   */
  static boolean needless(
      long boundaryUsers, Sample sample, FundOrder order, Grid grid, Prices prices) {
    double size = sample.assigned(order, grid, prices);
    return !grid.refined() && grid.unit() * boundaryUsers <= NEGLIGIBLE * size;
  }
}
