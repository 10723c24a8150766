package eoca.predict.loss;

/** Probabilities as logarithms, without overflow or cancellation. */
public final class LogSpace {
  private LogSpace() {}

  /** log of the logistic function 1 / (1 + e^−z). */
  public static double logSigmoid(double z) {
    return z >= 0 ? -StrictMath.log1p(StrictMath.exp(-z)) : z - StrictMath.log1p(StrictMath.exp(z));
  }

  /** log(e^a + e^b). */
  public static double logAdd(double a, double b) {
    double high = Math.max(a, b);
    return high == Double.NEGATIVE_INFINITY
        ? high
        : high + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - high));
  }
}
