package eoca.predict.loss;

/** Probabilities as logarithms, without overflow or cancellation. */
public final class LogSpace {
  private LogSpace() {}

  /** log of the logistic function 1 / (1 + e^−z). */
  public static double logSigmoid(double z) {
    return z >= 0 ? -StrictMath.log1p(StrictMath.exp(-z)) : z - StrictMath.log1p(StrictMath.exp(z));
  }

  /**
   * e^logP · (e^x − 1), for a probability of any smallness and x of any size: above 30 the product
   * is formed as e^(logP + x + log(1 − e^−x)), so that e^x alone never overflows and a tiny
   * probability never becomes 0 first.
   */
  public static double timesExpm1(double logP, double x) {
    return x <= 30
        ? StrictMath.exp(logP) * StrictMath.expm1(x)
        : StrictMath.exp(logP + x + StrictMath.log1p(-StrictMath.exp(-x)));
  }

  /** log(e^a + e^b). */
  public static double logAdd(double a, double b) {
    double high = Math.max(a, b);
    return high == Double.NEGATIVE_INFINITY
        ? high
        : high + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - high));
  }
}
