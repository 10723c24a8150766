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

  /**
   * Part that may be lost of what users get who are not far beyond all others: where one value
   * outweighs all the rest together, the rest is nothing beside the objective, but not to them.
   */
  private static final double MOST_ORDINARY_GAP = CertificateReport.OPTIMAL_GAP;

  /**
   * Asks.
   *
   * @param ordinary Σ |ETV| of all users without the few far beyond the others; 0 if it is unknown
   */
  static Verdict of(
      Instance instance,
      Stay stay,
      Assignment assignment,
      double[] prices,
      double ordinary,
      Workers workers) {
    double most = ordinary > 0 ? MOST_ORDINARY_GAP * ordinary : Double.POSITIVE_INFINITY;
    if (stay == null) {
      CertificateReport report = Certificate.certify(instance, assignment, prices, workers);
      boolean found = report.optimal() && report.boundSource() == BoundSource.PRICES;
      boolean settled = found && report.settled(MOST_GAP) && report.absoluteGap() <= most;
      return new Verdict(settled, found && !report.tightLevels());
    }
    StayReport report = StayCertificate.certify(instance, assignment, stay, prices, workers);
    boolean found = report.optimal() && !report.exchanges();
    boolean settled = found && report.settled(MOST_GAP) && report.absoluteGap() <= most;
    return new Verdict(settled, found && !report.tightLevels());
  }

  /**
   * Whether rounding values cannot matter, so that nothing need be asked: a fixed user keeps a
   * margin of at least a unit, which rounding two values cannot use up; a boundary user loses at
   * most a unit; and the sample tells the size of the objective. On a refined grid prices may be
   * more than doubles hold, so there it is always asked.
   */
  static boolean needless(long boundaryUsers, Sample.Worth worth, Grid grid) {
    double size = worth.ordinary() > 0 ? Math.min(worth.all(), worth.ordinary()) : worth.all();
    return !grid.refined() && grid.unit() * boundaryUsers <= NEGLIGIBLE * size;
  }
}
