package eoca.core.certificate;

/**
 * What an allocation is worth when moving users costs. Every number is the exact value rounded once
 * to the nearest double.
 *
 * @param moved users whose fund is not the one they had
 * @param objective Σ ETV − cost · moved, money
 * @param dualBound no allocation that keeps the rules is worth more, money
 * @param absoluteGap {@code dualBound − objective}, money
 * @param relativeGap {@code absoluteGap / max(|dualBound|, Σ |assigned ETV|)}, 0/0 = 0
 * @param tightLevels whether the bound rests on tight risk levels too, as in {@link
 *     CertificateReport}
 */
public record StayReport(
    long moved,
    double objective,
    double dualBound,
    double absoluteGap,
    double relativeGap,
    boolean tightLevels) {
  /** Whether the relative gap is at most that of an allocation called optimal. */
  public boolean optimal() {
    return relativeGap <= CertificateReport.OPTIMAL_GAP;
  }
}
