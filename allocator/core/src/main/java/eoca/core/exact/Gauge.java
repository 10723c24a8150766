package eoca.core.exact;

import eoca.core.Instance;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Turns exact prices into the doubles that are reported.
 *
 * <p>Only price differences matter to the funds of one instance, so one number is free: the
 * pseudo-fund's price is 0 where there is one; otherwise the quota-weighted mean is 0, rounded to a
 * power of two fine enough for the mean (at most 2^−51 of the price farthest from it, that of a
 * fund without quota included) and coarse enough that every shifted price is a double without
 * rounding. So differences of the reported prices equal differences of the exact ones, to the last
 * bit, wherever the prices are whole multiples of {@code 2^exponent} and span at most 52 bits.
 *
 * <p>Elsewhere they are rounded: those of funds with quota to the nearest double, entry prices of
 * funds without quota upwards, so that none promises less than its first user could gain.
 */
final class Gauge {
  private static final int DOUBLE_BITS = 53;

  private Gauge() {}

  /**
   * Shifts and rounds.
   *
   * @param instance the problem
   * @param prices exact prices, one a fund of the instance
   * @param exponent prices are whole multiples of {@code 2^exponent}; entry prices need not be
   */
  static double[] reported(Instance instance, BigDecimal[] prices, int exponent) {
    BigDecimal shift;
    if (instance.hasPseudoFund()) {
      shift = prices[prices.length - 1];
    } else {
      shift = roundedMean(instance, prices, exponent);
    }
    double[] reported = new double[prices.length];
    for (int j = 0; j < reported.length; j++) {
      BigDecimal price = prices[j].subtract(shift);
      reported[j] = instance.quota(j) == 0 ? roundedUp(price) : price.doubleValue();
    }
    return reported;
  }

  /** The least double that is not less. */
  private static double roundedUp(BigDecimal price) {
    double nearest = price.doubleValue();
    return new BigDecimal(nearest).compareTo(price) < 0 ? Math.nextUp(nearest) : nearest;
  }

  private static BigDecimal roundedMean(Instance instance, BigDecimal[] prices, int exponent) {
    BigDecimal sum = BigDecimal.ZERO;
    long quotas = 0;
    for (int j = 0; j < prices.length; j++) {
      sum = sum.add(prices[j].multiply(BigDecimal.valueOf(instance.quota(j))));
      quotas += instance.quota(j);
    }
    if (quotas == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal mean = sum.divide(BigDecimal.valueOf(quotas), new MathContext(60));
    double largest = 0;
    for (BigDecimal price : prices) {
      largest = Math.max(largest, price.subtract(mean).abs().doubleValue());
    }
    int finest = largest == 0 ? exponent : Math.getExponent(largest) + 2 - DOUBLE_BITS;
    BigDecimal grid = Grid.power(Math.max(-1000, Math.min(exponent, finest)));
    return mean.divide(grid, 0, RoundingMode.HALF_EVEN).multiply(grid);
  }
}
