package eoca.predict.loss;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Exponential, logarithm and normal distribution to about 60 digits, by the plainest series there
 * are: the independent judge of the losses. Nothing here is fast.
 */
final class BigMath {
  static final MathContext MC = new MathContext(90, RoundingMode.HALF_EVEN);
  private static final BigDecimal TINY = new BigDecimal("1e-100");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private BigMath() {}

  static BigDecimal of(double x) {
    return new BigDecimal(x);
  }

  /** e^x by halving the argument below 1/1024 and squaring back. */
  static BigDecimal exp(BigDecimal x) {
    MathContext wide = new MathContext(MC.getPrecision() + 20, RoundingMode.HALF_EVEN);
    BigDecimal reduced = x;
    int halvings = 0;
    while (reduced.abs().compareTo(new BigDecimal("0.001")) > 0) {
      reduced = reduced.divide(TWO, wide);
      halvings++;
    }
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int k = 1; term.abs().compareTo(new BigDecimal("1e-125")) > 0; k++) {
      term = term.multiply(reduced, wide).divide(BigDecimal.valueOf(k), wide);
      sum = sum.add(term, wide);
      if (term.signum() == 0) {
        break;
      }
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, wide);
    }
    return sum.round(MC);
  }

  /** Natural logarithm of x > 0 by Newton's (Halley's) iteration from the double one. */
  static BigDecimal log(BigDecimal x) {
    int scale = x.precision() - x.scale();
    BigDecimal mantissa = x.movePointLeft(scale);
    BigDecimal y = BigDecimal.valueOf(Math.log(mantissa.doubleValue()));
    for (int i = 0; i < 6; i++) {
      y = halley(mantissa, y);
    }
    BigDecimal ten = BigDecimal.valueOf(Math.log(10));
    if (scale != 0) {
      for (int i = 0; i < 6; i++) {
        ten = halley(BigDecimal.TEN, ten);
      }
    }
    return y.add(ten.multiply(BigDecimal.valueOf(scale), MC), MC);
  }

  private static BigDecimal halley(BigDecimal x, BigDecimal y) {
    BigDecimal e = exp(y);
    return y.add(TWO.multiply(x.subtract(e, MC)).divide(x.add(e, MC), MC), MC);
  }

  static BigDecimal square(BigDecimal x) {
    return x.multiply(x, MC);
  }

  /** 2π by Machin's formula. */
  private static BigDecimal twoPi() {
    BigDecimal pi =
        BigDecimal.valueOf(16)
            .multiply(arctanInverse(5))
            .subtract(BigDecimal.valueOf(4).multiply(arctanInverse(239)));
    return pi.multiply(TWO).round(MC);
  }

  private static BigDecimal arctanInverse(int x) {
    BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(x), MC);
    BigDecimal sum = power;
    for (int k = 1; power.compareTo(TINY) > 0; k++) {
      power = power.divide(BigDecimal.valueOf((long) x * x), MC);
      BigDecimal term = power.divide(BigDecimal.valueOf(2L * k + 1), MC);
      sum = k % 2 == 1 ? sum.subtract(term, MC) : sum.add(term, MC);
    }
    return sum;
  }

  private static final BigDecimal ROOT_TWO_PI = twoPi().sqrt(MC);

  /** Density of the normal distribution with mean mu and standard deviation sigma at x. */
  static BigDecimal density(BigDecimal x, BigDecimal mu, BigDecimal sigma) {
    BigDecimal z = x.subtract(mu, MC).divide(sigma, MC);
    return exp(square(z).divide(TWO, MC).negate()).divide(sigma.multiply(ROOT_TWO_PI, MC), MC);
  }

  /**
   * Φ(z): for |z| < 8 by the alternating Taylor series of the integral with 60 spare digits, else
   * by the continued fraction of the tail with 2,000 levels.
   */
  static BigDecimal cumulative(BigDecimal z) {
    if (z.abs().compareTo(BigDecimal.valueOf(8)) >= 0) {
      BigDecimal x = z.abs();
      BigDecimal fraction = x;
      for (int k = 2_000; k >= 1; k--) {
        fraction = x.add(BigDecimal.valueOf(k).divide(fraction, MC), MC);
      }
      BigDecimal tail = density(x, BigDecimal.ZERO, BigDecimal.ONE).divide(fraction, MC);
      return z.signum() < 0 ? tail : BigDecimal.ONE.subtract(tail, MC);
    }
    MathContext wide = new MathContext(150, RoundingMode.HALF_EVEN);
    BigDecimal half = square(z).divide(TWO, wide);
    BigDecimal term = z;
    BigDecimal sum = z;
    for (int k = 1; term.abs().compareTo(new BigDecimal("1e-130")) > 0; k++) {
      term = term.multiply(half, wide).divide(BigDecimal.valueOf(-k), wide);
      sum = sum.add(term.divide(BigDecimal.valueOf(2L * k + 1), wide), wide);
    }
    return new BigDecimal("0.5").add(sum.divide(ROOT_TWO_PI, MC), MC);
  }

  /** 1 / (1 + e^−z). */
  static BigDecimal sigmoid(BigDecimal z) {
    return BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(z.negate()), MC), MC);
  }
}
