package eoca.core.exact;

import java.lang.reflect.InvocationTargetException;

/**
 * The loops that touch every value: kernels over tiles of columns, in a scalar and a vector version
 * that agree bit for bit. Which ones a JVM has is decided once, when this class is loaded: the
 * vector version where it has the module {@code jdk.incubator.vector}; it takes over when it is
 * warm ({@link WarmingKernels}).
 *
 * <p>Tiles are padded: kernels may read and write up to the next multiple of {@link #PAD}.
 */
abstract class Kernels {
  /** Tile lengths are a multiple of this, the widest vector in floats. */
  static final int PAD = 16;

  /** Factor of the rounding slack of {@link #screen}: four float roundings. */
  static final float SLACK = 0x1p-22f;

  /** The kernels in use. */
  static final Kernels INSTANCE = choose();

  private static Kernels choose() {
    try {
      // tried, not asked for: the launcher adds the module after the boot, outside the boot layer
      return new WarmingKernels(
          new ScalarKernels(),
          Class.forName("eoca.core.exact.VectorKernels")
              .asSubclass(Kernels.class)
              .getDeclaredConstructor()
              .newInstance());
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException
        | LinkageError e) {
      return new ScalarKernels(); // built without the vector sources, or no such module
    }
  }

  /** A short name for reports. */
  abstract String name();

  /**
   * Finds the users of a tile whose fund no price in the box can change.
   *
   * <p>With {@code o_j = e_j − low_j} (the most that fund j can be worth within the box) and {@code
   * p_j = e_j − high_j} (the least), a user is fixed to the fund a of greatest o if the second
   * greatest o lies below the greatest p by more than rounding: then every other fund's best case
   * is below a's worst. Anything that is not a number counts as not fixed.
   *
   * @param tile values, {@code float[k][≥ length padded]}
   * @param length users
   * @param low {@code λ_j − τ_j}, rounded down
   * @param high {@code λ_j + τ_j}, rounded up
   * @param limits which funds each user may take
   * @param out receives the fund, or −1 where the user is not fixed
   */
  abstract void screen(
      float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out);

  /**
   * The funds that may be best for each user at prices in the box, as bits: those that the user may
   * take and whose best case {@code o_j}, widened by rounding, is not below the greatest worst case
   * {@code p_b} of any.
   *
   * @param masks receives bit {@code j % 32} of {@code masks[j / 32][user]}
   */
  abstract void likely(
      float[][] tile, int length, float[] low, float[] high, Limits limits, int[][] masks);

  /**
   * The same by pairs of funds: the fund a of greatest {@code e_a − price_a} among those that the
   * user may take, the first of equals, and all of them that do not lose more against it than the
   * bound of the pair: {@code e_a − e_b > bound_ab}.
   *
   * @param masks receives bit {@code j % 32} of {@code masks[j / 32][user]}
   */
  abstract void rivals(float[][] tile, int length, PairScreen screen, Limits limits, int[][] masks);

  /**
   * What a fund is worth to each user of a tile, in units and with ties, beside its value price:
   * {@code w − λ + 1/2 + h / 2^31}. {@link TieScreen#NONE} where the user may not take it, infinite
   * where the value is no whole number of units.
   *
   * @param from first user
   * @param users {@link Ties#user} of each user of the tile
   * @param place of the fund in the screen
   * @param limits which funds each user may take
   * @param out receives it from its start on
   */
  abstract void worth(
      float[][] tile,
      int from,
      int length,
      long[] users,
      TieScreen screen,
      int place,
      Limits limits,
      double[] out);

  /**
   * {@link #screen} for users whose values tie: of what {@link #worth} says, against a fund's own
   * group and all other funds apart. The group with the greatest {@code y_j − lowest_j} leads. A
   * user is fixed to its fund of greatest {@code y_j − low_j} if every other fund of the group has
   * less of that than some fund has {@code y_j − high_j}, and every fund of another group less
   * {@code y_j − lowest_j} than the fund has {@code y_j − highest_j}; both by more than rounding.
   *
   * @param worth by place in the screen
   * @param out receives the fund, or −1 where the user is not fixed
   */
  abstract void ties(double[][] worth, int length, TieScreen screen, double[] out);

  /**
   * Widens a range of exponents by the values of a column.
   *
   * @param column values
   * @param length users
   * @param range {@code {lowest, highest}} as in {@link ValueRange}, updated
   */
  abstract void range(float[] column, int length, int[] range);

  /**
   * The most that each user of a tile can have: {@code max_j (e_j − price_j)} over the funds that
   * the user may take.
   */
  abstract void best(float[][] tile, int length, float[] price, Limits limits, float[] out);

  /**
   * The largest {@code u_i − own_i}, {@code u_i = column_i − price}, over users with {@code at_i ≥
   * least}, each rounded up by {@code SLACK·(|u_i| + |own_i|)}.
   *
   * @param at a number a user that tells who counts
   */
  abstract float gain(
      float[] column, int length, float price, float[] own, float[] at, float least);

  /**
   * Which funds the users of a tile may take.
   *
   * @param free funds {@code 0..free-1} may be taken by every user whose lo allows it
   * @param blocks whether lo is above 0 for any user; else it is not read
   * @param lo first fund, a user (as a float)
   * @param hi one past the last fund, a user; not read where {@code free} is the number of funds
   */
  record Limits(int free, boolean blocks, float[] lo, float[] hi) {}
}
