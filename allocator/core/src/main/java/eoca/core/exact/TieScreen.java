package eoca.core.exact;

import java.util.Arrays;

/**
 * The box as {@link Kernels#ties} sees it: whole-number values and ties as one real number, {@code
 * w + h / 2^31}, whose order is that of the pairs.
 *
 * <p>A single width a fund would be as wide as a step of values wherever funds differ by more than
 * ties. So funds are put into <em>groups</em> between whose members the box is narrow, and each
 * fund has widths against its own group and others against all other funds.
 *
 * @param scale units in a unit of money
 * @param unit its inverse: a value is a whole number of units if {@code rint(e · scale) · unit} is
 *     e
 * @param fund funds by group
 * @param end one past the last of each group's places in {@code fund}
 * @param price value prices, by place
 * @param tie {@link Ties#fund}, by place
 * @param low tie price less the width against the group, in units, by place
 * @param high tie price and the width against the group
 * @param lowest tie price less the width against all other funds
 * @param highest tie price and the width against all other funds
 * @param beyond for each ordered pair of funds what who is screened off loses more than, in units
 *     above the difference of value prices
 */
record TieScreen(
    double scale,
    double unit,
    int[] fund,
    int[] end,
    double[] price,
    long[] tie,
    double[] low,
    double[] high,
    double[] lowest,
    double[] highest,
    double[] beyond) {
  /** Instead of minus infinity, which can't be subtracted. */
  static final double NONE = -1e300;

  /** Factor of the rounding slack: of four double roundings, twice. */
  static final double SLACK = 0x1p-50;

  /** Rounds to whole numbers up to half of it, as {@link Math#rint}. */
  static final double ROUND = 0x1.8p52;

  /** Widths of a group, at most: a tie is at most half a unit. */
  private static final double NARROW = 0.25;

  /** Prices up to here leave a double room for what is added to them. */
  private static final double MOST_PRICE = 0x1p51;

  /** The screen, or null where values are no whole numbers, or prices too large for doubles. */
  static TieScreen of(FundOrder order, Grid grid, Prices prices, Box box) {
    int k = order.count;
    boolean plain = grid.exact() && !grid.refined();
    for (long price : prices.value()) {
      plain &= Math.abs((double) price) <= MOST_PRICE;
    }
    if (!plain) {
      return null;
    }
    double[] tiePrice = new double[k];
    for (int j = 0; j < k; j++) {
      tiePrice[j] = (prices.tie()[j] - prices.tie()[0]) / Lexicographic.TIE_UNITS;
    }
    double[] width = new double[k * k];
    Arrays.fill(width, Double.POSITIVE_INFINITY);
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        int p = a * k + b;
        if (a != b && box.value[p] != Box.OPEN && order.block(a) == order.block(b)) {
          long above = box.value[p] - (prices.value()[a] - prices.value()[b]);
          double units = Lexicographic.real(above, box.tie[p]);
          width[p] = Math.max(0, units - (tiePrice[a] - tiePrice[b]));
        }
      }
    }
    int[] group = groups(width, k);
    double[] inside = new double[k * k];
    double[] outside = new double[k * k];
    Arrays.fill(inside, Double.POSITIVE_INFINITY);
    Arrays.fill(outside, Double.POSITIVE_INFINITY);
    for (int p = 0; p < width.length; p++) {
      (group[p / k] == group[p % k] ? inside : outside)[p] = width[p];
    }
    double[][] split = {new double[k], new double[k], new double[k], new double[k]};
    Widths.split(order, box, inside, split[0], split[1], new int[64]);
    Widths.split(order, box, outside, split[2], split[3], new int[64]);
    return arranged(order, grid, prices, group, tiePrice, split);
  }

  /** The first fund of each one's group: within it the box is narrow, both ways. */
  private static int[] groups(double[] width, int k) {
    int[] group = new int[k];
    for (int j = 0; j < k; j++) {
      group[j] = j;
      for (int first = 0; first < j && group[j] == j; first++) {
        boolean same = group[first] == first;
        for (int a = first; a < j && same; a++) {
          same = group[a] != first || Math.max(width[a * k + j], width[j * k + a]) < NARROW;
        }
        group[j] = same ? first : j;
      }
    }
    return group;
  }

  private static TieScreen arranged(
      FundOrder order, Grid grid, Prices prices, int[] group, double[] tiePrice, double[][] split) {
    int k = order.count;
    int[] fund = new int[k];
    int[] end = new int[k];
    int count = 0;
    int groups = 0;
    for (int first = 0; first < k; first++) {
      for (int j = first; group[first] == first && j < k; j++) {
        if (group[j] == first) {
          fund[count++] = j;
        }
      }
      if (group[first] == first) {
        end[groups++] = count;
      }
    }
    double[] price = new double[k];
    long[] tie = new long[k];
    double[][] bounds = new double[4][k];
    for (int c = 0; c < k; c++) {
      int j = fund[c];
      price[c] = prices.value()[j];
      tie[c] = order.tie[j];
      bounds[0][c] = wider(tiePrice[j], -split[1][j]);
      bounds[1][c] = wider(tiePrice[j], split[0][j]);
      bounds[2][c] = wider(tiePrice[j], -split[3][j]);
      bounds[3][c] = wider(tiePrice[j], split[2][j]);
    }
    double[] beyond = new double[k * k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        int level = group[a] == group[b] ? 0 : 2;
        beyond[a * k + b] = tiePrice[a] - tiePrice[b] + split[level][a] + split[level + 1][b];
      }
    }
    return new TieScreen(
        1 / grid.unit(),
        grid.unit(),
        fund,
        Arrays.copyOf(end, groups),
        price,
        tie,
        bounds[0],
        bounds[1],
        bounds[2],
        bounds[3],
        beyond);
  }

  /** A width beside a tie price, and what doubles round of it. */
  private static double wider(double tiePrice, double width) {
    double bound = tiePrice + width;
    return bound + Math.copySign((Math.abs(bound) + 1) * SLACK, width);
  }
}
