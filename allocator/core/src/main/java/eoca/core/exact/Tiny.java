package eoca.core.exact;

import java.util.Arrays;

/**
 * Funds with so little quota that a sample cannot price them: their price is bounded from below, by
 * what the sample's user of demand rank {@code q + 8 + 5·√q} would gain (q the fund's quota in the
 * sample), and not from above. Nobody is fixed to such a fund, and the few users above the bound
 * become boundary.
 */
final class Tiny {
  private Tiny() {}

  /** Lowers the tiny funds' prices to their bounds, and sets their widths. */
  static Spread bound(
      Sample sample,
      int[] members,
      FundOrder order,
      Grid grid,
      long[] quota,
      Prices prices,
      Spread spread) {
    int k = order.count;
    Rows rows = sample.rows(members, order, grid);
    double[] width = spread.width().clone();
    boolean[] tiny = spread.tiny();
    Prices lowered = prices.copy();
    for (int j = 0; j < k; j++) {
      if (!tiny[j]) {
        continue;
      }
      long[] gains = gains(rows, j, prices);
      int rank = (int) (quota[j] + 8 + 5 * Math.sqrt((double) quota[j]));
      boolean bounded = rank < gains.length;
      if (bounded) {
        lowered.value()[j] = gains[gains.length - 1 - rank];
      }
      for (int b = 0; b < k; b++) {
        if (b != j) {
          double own = 0;
          for (int c = 0; c < k; c++) {
            own = !tiny[c] && c != b ? Math.max(own, width[b * k + c]) : own;
          }
          width[b * k + j] = bounded ? own + 1 : 0x1p60;
          width[j * k + b] = Math.max(own, 1);
        }
      }
    }
    System.arraycopy(lowered.value(), 0, prices.value(), 0, k);
    return new Spread(width, tiny, spread.tied(), spread.smooth());
  }

  /** What each user who may would gain by moving to a fund priced 0, ascending. */
  private static long[] gains(Rows rows, int fund, Prices prices) {
    long[] gains = new long[rows.count()];
    int count = 0;
    for (int row = 0; row < rows.count(); row++) {
      long own = Long.MIN_VALUE;
      long best = Long.MIN_VALUE;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        int b = rows.fund(c);
        if (b == fund) {
          own = rows.value(c);
        } else {
          best = Math.max(best, rows.value(c) - prices.value()[b]);
        }
      }
      if (own != Long.MIN_VALUE && best != Long.MIN_VALUE) {
        gains[count++] = own - best;
      }
    }
    gains = Arrays.copyOf(gains, count);
    Arrays.sort(gains);
    return gains;
  }
}
