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
 * @param exchanges whether the proof is that no exchange gains anything ({@link
 *     BoundSource#EXCHANGES}), and not a bound at prices
 */
public record StayReport(
    long moved,
    double objective,
    double dualBound,
    double absoluteGap,
    double relativeGap,
    boolean tightLevels,
    boolean exchanges) {
  /** Whether the relative gap is at most that of an allocation called optimal. */
  public boolean optimal() {
    return relativeGap <= CertificateReport.OPTIMAL_GAP;
  }

  /**
   * Whether the gap is at most so much of the objective: more than {@link #relativeGap} says where
   * large values of either sign were assigned that cancel out.
   */
  public boolean settled(double relative) {
    return absoluteGap <= relative * Math.abs(objective);
  }
}
