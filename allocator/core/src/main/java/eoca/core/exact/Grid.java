package eoca.core.exact;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Exact numbers: maps float32 values to whole multiples of a power of two, {@code |w| ≤ 2^50}.
 *
 * <p>Where the admissible values span at most 50 bits from the lowest set bit to the highest, the
 * map is exact. Otherwise values are rounded to the unit {@code 2^−50} of the largest; the solver
 * then measures what that cost on the original values and, where it is too much, solves again on a
 * <em>refined</em> grid: values minus the prices found so far minus the user's own maximum, in
 * exact arithmetic, with a finer unit. Values below the range of a refined grid are cut off at its
 * lower end: at prices that near no optimum uses them.
 */
final class Grid {
  /** Largest bits of a whole-number value. */
  static final int BITS = 50;

  private static final long LEAST = -(1L << BITS);

  private final int exponent;
  private final double scale;
  private final boolean exact;
  private final BigDecimal[] base;

  private Grid(int exponent, boolean exact, BigDecimal[] base) {
    this.exponent = exponent;
    this.scale = Math.scalb(1.0, -exponent);
    this.exact = exact;
    this.base = base;
  }

  /** The grid for values of this range. */
  static Grid of(ValueRange range) {
    if (range.empty()) {
      return new Grid(0, true, null);
    }
    boolean exact = range.highest() + 1 - range.lowest() <= BITS;
    return new Grid(exact ? range.lowest() : range.highest() + 1 - BITS, exact, null);
  }

  /**
   * A grid of residuals at prices.
   *
   * @param prices prices on this grid, in funds of the order
   * @param lowestBit exponent of the lowest set bit of any admissible value
   * @param bits by how many bits the unit shrinks at most
   */
  Grid refined(long[] prices, int lowestBit, int bits) {
    BigDecimal[] next = new BigDecimal[prices.length];
    for (int j = 0; j < next.length; j++) {
      next[j] = money(j, prices[j]);
    }
    int finer = Math.max(lowestBit, exponent - bits);
    return new Grid(finer, finer == lowestBit, next);
  }

  /** Whether every admissible value is a whole multiple of the unit (cut-off values aside). */
  boolean exact() {
    return exact;
  }

  /** Whether values are residuals at earlier prices. */
  boolean refined() {
    return base != null;
  }

  /** The unit is 2 to this power. */
  int exponent() {
    return exponent;
  }

  /** The unit in money. */
  double unit() {
    return Math.scalb(1.0, exponent);
  }

  /** A price in money: where the grid is refined, with the earlier prices. */
  BigDecimal money(int fund, long price) {
    BigDecimal money = power(exponent).multiply(BigDecimal.valueOf(price));
    return base == null ? money : money.add(base[fund]);
  }

  /** {@code 2^e} exactly. */
  static BigDecimal power(int e) {
    return new BigDecimal(Math.scalb(1.0, e));
  }

  /**
   * The whole-number values of one user.
   *
   * @param etv values by fund of the order
   * @param lo first admissible fund
   * @param hi one past the last admissible fund
   * @param keys receives {@code keys[lo..hi)}
   */
  void keys(float[] etv, int lo, int hi, long[] keys) {
    if (base != null) {
      residuals(etv, lo, hi, keys);
      return;
    }
    for (int j = lo; j < hi; j++) {
      keys[j] = key(etv[j]);
    }
  }

  /** The whole-number value of a float on an unrefined grid. */
  long key(float etv) {
    return (long) Math.rint(etv * scale);
  }

  private void residuals(float[] etv, int lo, int hi, long[] keys) {
    BigDecimal[] residual = new BigDecimal[hi - lo];
    BigDecimal best = null;
    for (int j = lo; j < hi; j++) {
      residual[j - lo] = new BigDecimal(etv[j]).subtract(base[j]);
      best = best == null ? residual[j - lo] : best.max(residual[j - lo]);
    }
    BigDecimal unit = power(exponent);
    BigDecimal range = unit.multiply(BigDecimal.valueOf(LEAST));
    for (int j = lo; j < hi; j++) {
      BigDecimal below = residual[j - lo].subtract(best);
      keys[j] =
          below.compareTo(range) <= 0
              ? LEAST
              : below.divide(unit, 0, RoundingMode.HALF_EVEN).longValueExact();
    }
  }
}
