package eoca.core.exact;

import java.util.Arrays;

/** What users would lose by their second best fund: how far apart values are, and which tie. */
final class Margins {
  /** Least of the widths, in units, with which Newton's method sees a smooth dual. */
  static final double SMOOTH_UNITS = 16;

  /** And of what a fifth of the users lose. */
  private static final double SMOOTH_SCALE = 16 * SMOOTH_UNITS;

  /** Users a fund that a part should find near a change. */
  static final int NEAR_A_FUND = 60;

  private Margins() {}

  /**
   * A first guess at the scale of prices: what a fifth of the users lose by their second best fund.
   */
  static Spread guess(Rows rows, Prices prices, FundOrder order, long partUsers) {
    int k = order.count;
    double[] margins = of(rows, prices);
    double share = Math.min(0.6, Math.max(0.2, (double) NEAR_A_FUND * k / partUsers));
    double scale = margins.length == 0 ? 0 : margins[(int) (share * margins.length)];
    double[] width = new double[k * k];
    Arrays.fill(width, Math.max(1, scale));
    int[] softBlock = new int[k];
    Arrays.setAll(softBlock, order::block);
    int[] alone = new int[k];
    Arrays.setAll(alone, j -> j);
    return new Spread(width, new boolean[k], softBlock, alone, scale >= SMOOTH_SCALE);
  }

  /**
   * Whether values seen are few units apart, and yet differ: then a larger sample is of use.
   *
   * @param glance a few thousand users
   */
  static boolean fewUnits(Sample.Drawn glance, FundOrder order) {
    Grid grid = Grid.of(glance.range());
    if (!grid.exact()) {
      return false;
    }
    Sample seen = glance.sample();
    Rows rows = seen.rows(seen.part(0, 1), order, grid);
    double[] margins = of(rows, Prices.zero(order.count));
    double most = SMOOTH_SCALE * grid.coarser(seen.values()).factor();
    return margins.length > 0
        && margins[margins.length / 5] < most
        && margins[margins.length * 9 / 10] > 0;
  }

  /** What users lose by their second best fund, ascending. */
  static double[] of(Rows rows, Prices prices) {
    double[] margins = new double[rows.count()];
    int count = 0;
    for (int row = 0; row < rows.count(); row++) {
      long first = Long.MIN_VALUE;
      long second = Long.MIN_VALUE;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        long u = rows.value(c) - prices.value()[rows.fund(c)];
        second = Math.max(second, Math.min(first, u));
        first = Math.max(first, u);
      }
      if (second != Long.MIN_VALUE) {
        margins[count++] = (double) first - second;
      }
    }
    Arrays.sort(margins, 0, count);
    return Arrays.copyOf(margins, count);
  }

  /**
   * Whether demand jumps at the prices: more users are {@link #indifferent} between two clusters
   * than a generic optimum has. Then the dual has a kink there and Newton's method no use.
   */
  static boolean jumps(int indifferent, Rows rows, int funds) {
    return indifferent > 2 * funds + rows.count() / 1000;
  }

  /** Users whose best fund at the prices ties with one of another cluster. */
  static int indifferent(Rows rows, Prices prices, Spread spread) {
    int indifferent = 0;
    for (int row = 0; row < rows.count(); row++) {
      int a = -1;
      long most = 0;
      boolean tie = false;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        long u = rows.value(c) - prices.value()[rows.fund(c)];
        if (a < 0 || u > most) {
          a = rows.fund(c);
          most = u;
          tie = false;
        } else if (u == most) {
          tie |= !spread.glued(a, rows.fund(c));
        }
      }
      indifferent += tie ? 1 : 0;
    }
    return indifferent;
  }
}
