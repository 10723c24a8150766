package eoca.predict.evaluate;

/**
 * Samples with their labels and predictions, as columns of equal length.
 *
 * @param user row of the user: samples of one user are drawn together in the bootstrap
 * @param conversion 0 or 1
 * @param amount money, 0 without conversion
 * @param p predicted pCTCVR; null without a probability
 * @param etv predicted expected transaction value, unclipped
 * @param logValue predicted expected log amount over the entire space; null without an amount
 * @param top whether the sample's fund has the highest predicted ETV of all funds for its user then
 *     (ties: the lower fund row)
 */
public record Scored(
    int[] user,
    byte[] conversion,
    double[] amount,
    double[] p,
    double[] etv,
    double[] logValue,
    boolean[] top) {
  /** Number of samples. */
  public int size() {
    return user.length;
  }
}
