package eoca.core.exact;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Exact numbers: maps float32 values to whole multiples of a power of two, {@code |w| ≤ 2^50}.
 *
 * <p>Where the admissible values span at most 50 bits from the lowest set bit to the highest, the
 * map is exact. Otherwise values are rounded to the unit {@code 2^−50} of the largest; the solver
 * then measures what that cost on the original values and, where it is too much, solves again on a
 * <em>refined</em> grid: values minus the prices found so far minus the user's own maximum, in
 * exact arithmetic, with a finer unit. Values below the range of a refined grid are cut off at its
 * lower end: at prices that near no optimum uses them.
 *
 * <p>Where all values of a sample are multiples of an odd number of units too, as whole thousands
 * are of 125, the unit is {@link #coarser}, so that neighbouring values differ by one. Whether the
 * other users' values are is <em>guessed</em>, and every user who is looked at in whole numbers is
 * held against it.
 */
final class Grid {
  /** Largest bits of a whole-number value. */
  static final int BITS = 50;

  private static final long LEAST = -(1L << BITS);

  /** Most bits between the units of one stage and the next. */
  private static final int STAGE_BITS = 40;

  /** A difference of 2 to this power units is decided: no later stage can turn it round. */
  private static final int DECIDED_BITS = 62;

  /** Bits by which a guessed grid lets values exceed those seen. */
  private static final int HEADROOM = 6;

  private final int exponent;

  /** The unit is so many times 2 to the exponent: odd, and 1 on a refined grid. */
  private final long factor;

  private final double scale;
  private final boolean exact;
  private final BigDecimal[] base;

  /** Of a refined grid: the exponents of its units, coarsest first, its own last. */
  private final int[] stages;

  /** And the prices found on each but the last, {@code [stage][fund]}: their sum is the base. */
  private final long[][] found;

  private final BigDecimal bonus;
  private final long bonusKey;
  private final double blur;

  /** The unit that all values must be whole multiples of, in money, where guessed; else 0. */
  private double coarse;

  private Grid(int exponent, boolean exact, BigDecimal bonus, double blur) {
    this(exponent, 1, exact, null, new int[] {exponent}, new long[0][], bonus, blur);
  }

  private Grid(
      int exponent,
      long factor,
      boolean exact,
      BigDecimal[] base,
      int[] stages,
      long[][] found,
      BigDecimal bonus,
      double blur) {
    this.stages = stages;
    this.found = found;
    this.exponent = exponent;
    this.factor = factor;
    this.scale = Math.scalb(1.0, -exponent) / factor;
    this.exact = exact;
    this.base = base;
    this.bonus = bonus;
    this.bonusKey =
        base != null
            ? 0 // residuals add the bonus itself
            : bonus.divide(power(exponent), 0, RoundingMode.HALF_EVEN).longValueExact();
    this.blur = blur;
  }

  /** The grid for values of this range. */
  static Grid of(ValueRange range) {
    if (range.empty()) {
      return new Grid(0, true, BigDecimal.ZERO, 0);
    }
    boolean exact = range.highest() + 1 - range.lowest() <= BITS;
    int exponent = exact ? range.lowest() : range.highest() + 1 - BITS;
    return new Grid(exponent, exact, BigDecimal.ZERO, 0);
  }

  /**
   * A grid for values of which only some were seen: as exact as can be if all values lie on it,
   * which {@link #fits} tells of those that matter.
   *
   * @param bonus what former funds are worth more, or null
   * @return null if the bonus does not fit
   */
  static Grid guessed(ValueRange seen, Bonus bonus) {
    ValueRange all = bonus == null ? seen : withBonus(seen, bonus);
    int highest = all.empty() ? 0 : all.highest() + HEADROOM;
    int exponent = highest + 1 - BITS;
    BigDecimal extra = BigDecimal.ZERO;
    double blur = 0;
    int bits = bonus == null ? 0 : bonus.bits();
    if (bonus != null) {
      ValueRange cost = ValueRange.of(bonus.cost());
      if (!cost.empty() && cost.lowest() < exponent + bits) {
        return null;
      }
      BigDecimal tie = bits > 0 ? power(exponent) : BigDecimal.ZERO;
      extra = new BigDecimal(bonus.cost()).add(tie);
      blur = Math.scalb(1.0, highest - 21) + tie.doubleValue();
    }
    Grid grid = new Grid(exponent, true, extra, blur);
    grid.coarse = Math.scalb(1.0, exponent + bits);
    return grid;
  }

  /**
   * This grid, which has no bonus, with the largest unit that values seen are multiples of; itself
   * where it is not exact or that is its own.
   */
  Grid coarser(float[][] seen) {
    long times = exact ? commonFactor(seen) : 1;
    if (times == 1) {
      return this;
    }
    Grid grid = new Grid(exponent, times, true, null, stages, found, bonus, blur);
    grid.coarse = grid.unit();
    return grid;
  }

  /**
   * The greatest odd number of which all values are multiples, in units.
   *
   * @return 1 where all values but 0 are as large as each other: then no unit tells more
   */
  private long commonFactor(float[][] values) {
    long common = 0;
    double largest = 0;
    for (float[] column : values) {
      for (float value : column) {
        double units = Math.abs(value / unit());
        largest = Math.max(largest, units);
        if (common == 0 || Math.rint(units / common) * common != units) {
          BigInteger other = BigInteger.valueOf((long) units);
          common = BigInteger.valueOf(common).gcd(other).longValueExact();
          common >>= Long.numberOfTrailingZeros(common);
          if (common == 1) {
            return 1;
          }
        }
      }
    }
    return largest <= common ? 1 : common;
  }

  /** This grid with the unit 2 to the {@link #exponent}. */
  Grid finest() {
    return factor == 1 ? this : new Grid(exponent, true, bonus, blur);
  }

  /** So many of {@link #finest}'s units are one of this. */
  long factor() {
    return factor;
  }

  /** Whether it is not known that all values lie on the grid. */
  boolean guessed() {
    return coarse > 0;
  }

  /** Whether some values lie on a guessed grid: without the bits that only the bonus uses. */
  boolean fits(float[] etv, int count) {
    for (int c = 0; c < count; c++) {
      if (!fits(etv[c])) {
        return false;
      }
    }
    return true;
  }

  /** Whether one does. */
  boolean fits(float etv) {
    return Math.rint(etv / coarse) * coarse == etv && Math.abs(etv * scale) <= -LEAST;
  }

  /**
   * The grid for values of this range that may have a bonus.
   *
   * @param bonus what former funds are worth more, or null
   */
  static Grid of(ValueRange range, Bonus bonus) {
    if (bonus == null) {
      return of(range);
    }
    ValueRange all = withBonus(range, bonus);
    int lowest = all.lowest() - bonus.bits();
    boolean exact = all.highest() + 1 - lowest <= BITS;
    int exponent = exact ? lowest : all.highest() + 1 - BITS;
    BigDecimal tie = bonus.bits() > 0 ? power(lowest) : BigDecimal.ZERO;
    double blur = Math.scalb(1.0, all.highest() - 21) + tie.doubleValue();
    return new Grid(exponent, exact, new BigDecimal(bonus.cost()).add(tie), blur);
  }

  /** The exponents that values, the bonus and their sums span. */
  static ValueRange withBonus(ValueRange range, Bonus bonus) {
    ValueRange all = range.union(ValueRange.of(bonus.cost()));
    return all.empty() ? new ValueRange(0, 0) : new ValueRange(all.lowest(), all.highest() + 1);
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
    int finer = Math.max(lowestBit, exponent - Math.min(bits, STAGE_BITS));
    int[] nextStages = Arrays.copyOf(stages, stages.length + 1);
    nextStages[stages.length] = finer;
    long[][] nextFound = Arrays.copyOf(found, stages.length);
    nextFound[stages.length - 1] = prices.clone();
    return new Grid(finer, 1, finer == lowestBit, next, nextStages, nextFound, bonus, blur);
  }

  /** Whether every admissible value is a whole multiple of the unit (cut-off values aside). */
  boolean exact() {
    return exact;
  }

  /** Whether values are residuals at earlier prices. */
  boolean refined() {
    return base != null;
  }

  /** By how much a float32 value with its bonus may be off, money; 0 where there is no bonus. */
  double blur() {
    return blur;
  }

  /** The unit is 2 to this power, or {@link #factor} times that. */
  int exponent() {
    return exponent;
  }

  /** The unit in money. */
  double unit() {
    return Math.scalb(1.0, exponent) * factor;
  }

  /** A price in money: where the grid is refined, with the earlier prices. */
  BigDecimal money(int fund, long price) {
    BigDecimal money =
        power(exponent).multiply(BigDecimal.valueOf(factor).multiply(BigDecimal.valueOf(price)));
    return base == null ? money : money.add(base[fund]);
  }

  /**
   * Turns prices of values with a bonus of one unit into prices of the values without it, which are
   * multiples of {@code 2^bits} units.
   *
   * <p>Put the residues {@code λ_j mod 2^bits} on a circle and let θ be the end of their largest
   * gap, at least {@code 2^bits / k ≥ 2}. With {@code μ_j = ⌊(λ_j − θ) / 2^bits⌋} nobody who
   * prefers a to b at λ, the bonus counted, prefers b to a by a whole multiple at μ.
   */
  void snap(long[] prices, int bits) {
    int k = prices.length;
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
    BigInteger[] total = new BigInteger[k];
    long[] residue = new long[k];
    for (int j = 0; j < k; j++) {
      BigDecimal units = money(j, prices[j]).divide(power(exponent));
      total[j] = units.toBigIntegerExact();
      residue[j] = total[j].mod(modulus).longValueExact();
    }
    long[] sorted = residue.clone();
    Arrays.sort(sorted);
    long theta = sorted[0];
    long widest = sorted[0] + (1L << bits) - sorted[k - 1];
    for (int j = 1; j < k; j++) {
      if (sorted[j] - sorted[j - 1] > widest) {
        widest = sorted[j] - sorted[j - 1];
        theta = sorted[j];
      }
    }
    for (int j = 0; j < k; j++) {
      long above = Math.floorMod(residue[j] - theta, 1L << bits);
      prices[j] -= Math.addExact(above, theta);
    }
  }

  /** {@code 2^e} exactly. */
  static BigDecimal power(int e) {
    return new BigDecimal(Math.scalb(1.0, e));
  }

  /**
   * Whole-number values of one user.
   *
   * @param etv values, by candidate
   * @param funds the candidates, funds of the order
   * @param count how many
   * @param former the fund that gets the bonus; none of the candidates if none does
   * @param keys receives the whole numbers, by candidate; on a refined grid less a number of the
   *     user's own
   */
  void keys(float[] etv, int[] funds, int count, int former, long[] keys) {
    if (base != null) {
      boolean own = false;
      for (int c = 0; c < count; c++) {
        own |= funds[c] == former;
      }
      if (own && bonus.signum() != 0) {
        residualsWithBonus(etv, funds, count, former, keys);
      } else {
        residuals(etv, funds, count, keys);
      }
      return;
    }
    for (int c = 0; c < count; c++) {
      keys[c] = key(etv[c]) + (funds[c] == former ? bonusKey : 0);
    }
  }

  /** The whole-number value of a float on an unrefined grid. */
  long key(float etv) {
    return (long) Math.rint(etv * scale);
  }

  /**
   * Values minus the base, less the greatest of them. A value is cut into parts, so many whole
   * units of each stage, exactly but for the last, which is rounded; prices are such parts already.
   * Differences of parts then add up from the coarsest on: one that is decided stays so, as parts
   * are below 2^60.
   */
  private void residuals(float[] etv, int[] funds, int count, long[] keys) {
    int parts = stages.length;
    long[] part = new long[count * parts];
    int best = 0;
    for (int c = 0; c < count; c++) {
      double rest = etv[c] * Math.scalb(1.0, -stages[0]);
      for (int stage = 0; stage < parts - 1; stage++) {
        long whole = (long) rest;
        part[c * parts + stage] = whole - found[stage][funds[c]];
        rest = (rest - whole) * (1L << (stages[stage] - stages[stage + 1]));
      }
      part[c * parts + parts - 1] = (long) Math.rint(rest);
      best = above(part, c, best) > 0 ? c : best;
    }
    for (int c = 0; c < count; c++) {
      keys[c] = Math.max(LEAST, above(part, c, best));
    }
  }

  /** How far a candidate's parts lie above another's, in units; exact unless beyond 2^60. */
  private long above(long[] part, int one, int other) {
    int parts = stages.length;
    long sum = 0;
    for (int stage = 0; stage < parts; stage++) {
      if (stage > 0) {
        int shift = stages[stage - 1] - stages[stage];
        long most = 1L << (DECIDED_BITS - shift);
        sum = Math.max(-most, Math.min(most, sum)) << shift;
      }
      sum += part[one * parts + stage] - part[other * parts + stage];
    }
    return sum;
  }

  private void residualsWithBonus(float[] etv, int[] funds, int count, int former, long[] keys) {
    BigDecimal[] residual = new BigDecimal[count];
    BigDecimal best = null;
    for (int c = 0; c < count; c++) {
      residual[c] = new BigDecimal(etv[c]).subtract(base[funds[c]]);
      if (funds[c] == former) {
        residual[c] = residual[c].add(bonus);
      }
      best = best == null ? residual[c] : best.max(residual[c]);
    }
    BigDecimal unit = power(exponent);
    BigDecimal range = unit.multiply(BigDecimal.valueOf(LEAST));
    for (int c = 0; c < count; c++) {
      BigDecimal below = residual[c].subtract(best);
      keys[c] =
          below.compareTo(range) <= 0
              ? LEAST
              : below.divide(unit, 0, RoundingMode.HALF_EVEN).longValueExact();
    }
  }
}
