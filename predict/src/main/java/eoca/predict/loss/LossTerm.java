package eoca.predict.loss;

/**
 * One summand of a model's loss, for one sample: a closed set. With y = converted, v = log(amount +
 * 1), p = pCTCVR, N(x; μ, σ) the normal density and Φ its cumulative function.
 *
 * <p>The two ESJ forms share their negative term −log(1 − p + p·n), where n is the probability (or
 * density) that somebody willing to buy is seen with v = 0. With r = p·n / (1 − p + p·n), the share
 * of that explanation, the derivatives are p·(1 − p)·(1 − n) / (1 − p + p·n) by logit(p) (which is
 * p − r) and −r times the derivative of log n by μ and σ.
 */
public sealed interface LossTerm {
  /** Adds the gradient to the point and returns the value. */
  double add(Point point);

  /** −y·log p − (1 − y)·log(1 − p). */
  record CrossEntropy() implements LossTerm {
    @Override
    public double add(Point point) {
      if (point.converted()) {
        point.addByLogit(-StrictMath.exp(point.logQ()));
        return -point.logP();
      }
      point.addByLogit(StrictMath.exp(point.logP()));
      return -point.logQ();
    }
  }

  /** Cross-entropy of the click, in the entire space: the second supervision of ESMM. */
  record Click() implements LossTerm {
    @Override
    public double add(Point point) {
      double z = point.clicked() ? point.clickLogit() : -point.clickLogit();
      double gradient = StrictMath.exp(LogSpace.logSigmoid(-z));
      point.addByClickLogit(point.clicked() ? -gradient : gradient);
      return -LogSpace.logSigmoid(z);
    }
  }

  /**
   * Zero-inflated log-normal (Wang, Liu, Miao 2019): cross-entropy, and for converted samples −log
   * of the log-normal density of amount + 1.
   */
  record Ziln() implements LossTerm {
    private static final CrossEntropy CROSS_ENTROPY = new CrossEntropy();

    @Override
    public double add(Point point) {
      double loss = CROSS_ENTROPY.add(point);
      return point.converted() ? loss + logNormal(point) : loss;
    }
  }

  /**
   * ESJ, equation 12 of the paper: ZILN's positive term, and n = N(0; μ, max(σ, floor)).
   *
   * <p>Deviation: the floor. As printed the likelihood multiplies a probability by a density and
   * has no upper bound (σ → 0 at μ = 0), and where n > 1 a negative sample rewards p → 1; with a
   * floor above 1/√(2π) = 0.399 n stays below 1. Below the floor a negative has no derivative by σ.
   *
   * @param sigmaFloor least σ in the negative term, ≥ 0; 0 is the loss as printed
   */
  record Esj(double sigmaFloor) implements LossTerm {
    /** A little above 1/√(2π). */
    public static final double DEFAULT_FLOOR = 0.4;

    @Override
    public double add(Point point) {
      if (point.converted()) {
        return new Ziln().add(point);
      }
      double mu = point.mu();
      double s = Math.max(point.sigma(), sigmaFloor);
      double slope = mu / (s * s);
      return negative(
          point,
          Normal.logDensity(0, mu, s),
          -slope,
          point.sigma() > sigmaFloor ? slope * (mu / s) - 1 / s : 0);
    }
  }

  /**
   * The censored form: n = Φ(−μ/σ), the probability that a normal v would not be above 0. A proper
   * likelihood (type I Tobit with a hurdle), so it needs no floor.
   */
  record EsjCensored() implements LossTerm {
    @Override
    public double add(Point point) {
      if (point.converted()) {
        return new Ziln().add(point);
      }
      double z = -point.mu() / point.sigma();
      double hazard = Normal.hazard(z);
      return negative(
          point, Normal.logCumulative(z), -hazard / point.sigma(), -hazard * z / point.sigma());
    }
  }

  /**
   * (value − v)².
   *
   * @param entireSpace over all samples (v = 0 without conversion), or over converted ones only
   */
  record ValueMse(boolean entireSpace) implements LossTerm {
    @Override
    public double add(Point point) {
      if (!entireSpace && !point.converted()) {
        return 0;
      }
      double error = point.value() - point.logAmount();
      point.addByValue(2 * error);
      return error * error;
    }
  }

  /**
   * −log of the log-normal density of e^v at v, the Jacobian −v included as the paper prints it.
   */
  private static double logNormal(Point point) {
    double sigma = point.sigma();
    double z = (point.logAmount() - point.mu()) / sigma;
    point.addByMu(-z / sigma);
    point.addBySigma((1 - z * z) / sigma);
    return point.logAmount() - Normal.logDensity(point.logAmount(), point.mu(), sigma);
  }

  /** −log(1 − p + p·n), given log n and its derivatives. */
  private static double negative(Point point, double logN, double logNByMu, double logNBySigma) {
    // Near 1 the sum itself has no digits left of what is subtracted; near 0 its parts do.
    double change = StrictMath.exp(point.logP()) * StrictMath.expm1(logN);
    double logTotal =
        change > -0.5
            ? StrictMath.log1p(change)
            : LogSpace.logAdd(point.logQ(), point.logP() + logN);
    double share = StrictMath.exp(point.logP() + logN - logTotal);
    point.addByLogit(
        StrictMath.exp(point.logP() + point.logQ() - logTotal) * -StrictMath.expm1(logN));
    point.addByMu(-share * logNByMu);
    point.addBySigma(-share * logNBySigma);
    return -logTotal;
  }
}
