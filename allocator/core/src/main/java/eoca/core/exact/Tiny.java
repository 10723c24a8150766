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
        if (b != j && spread.blockOf(b) == spread.blockOf(j)) {
          double own = 0;
          for (int c = 0; c < k; c++) {
            own = !tiny[c] && c != b ? Math.max(own, width[b * k + c]) : own;
          }
          width[b * k + j] = bounded ? own + 1 : Spread.UNBOUNDED;
          width[j * k + b] = Math.max(own, 1);
        }
      }
    }
    System.arraycopy(lowered.value(), 0, prices.value(), 0, k);
    return spread.with(width);
  }

  /**
   * Prices the steps between soft blocks the same way: the upper block's prices are lowered until
   * the sample's user of rank {@code q + 8 + 5·√q} prefers a lower fund (q the level's slack in the
   * sample); they may be lower still, down to rank {@code q − 8 − 5·√q} where there is one.
   *
   * @param order with the hard blocks
   */
  static Spread steps(
      Sample sample,
      int[] members,
      FundOrder order,
      Grid grid,
      long users,
      Prices prices,
      Spread spread) {
    int k = order.count;
    Rows rows = sample.rows(members, order, grid);
    double[] width = spread.width().clone();
    for (int first = 1; first < k; first++) {
      if (spread.blockOf(first) != first || order.block(first) == first) {
        continue;
      }
      double q = (double) order.slack[first] * members.length / users;
      long[] gains = stepGains(rows, first, order.blockEnd(first), prices);
      int rank = (int) (q + 8 + 5 * Math.sqrt(q));
      long shift = gains.length == 0 ? 0 : gains[Math.max(0, gains.length - 1 - rank)];
      int topRank = (int) (q - 8 - 5 * Math.sqrt(q));
      double room =
          topRank < 0 || rank >= gains.length
              ? Spread.UNBOUNDED
              : gains[gains.length - 1 - topRank] - shift;
      for (int j = first; j < order.blockEnd(first); j++) {
        prices.value()[j] -= shift;
      }
      for (int a = first; a < order.blockEnd(first); a++) {
        for (int b = order.block(first); b < first; b++) {
          double noise = within(width, spread, a) + within(width, spread, b) + 1;
          width[a * k + b] = noise;
          width[b * k + a] = room + noise;
        }
      }
    }
    return spread.with(width);
  }

  /** A fund's largest width within its soft block. */
  private static double within(double[] width, Spread spread, int a) {
    int k = spread.tiny().length;
    double most = 0;
    for (int b = 0; b < k; b++) {
      if (b != a && spread.blockOf(a) == spread.blockOf(b) && !spread.tiny()[b]) {
        most = Math.max(most, Math.max(width[a * k + b], width[b * k + a]));
      }
    }
    return most < Spread.UNBOUNDED ? most : 0;
  }

  /** What each user of the upper funds would gain in a lower fund, ascending. */
  private static long[] stepGains(Rows rows, int from, int to, Prices prices) {
    long[] gains = new long[rows.count()];
    int count = 0;
    for (int row = 0; row < rows.count(); row++) {
      long upper = Long.MIN_VALUE;
      long lower = Long.MIN_VALUE;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        int b = rows.fund(c);
        long u = rows.value(c) - prices.value()[b];
        if (b >= from && b < to) {
          upper = Math.max(upper, u);
        } else {
          lower = Math.max(lower, u);
        }
      }
      if (upper != Long.MIN_VALUE && lower != Long.MIN_VALUE) {
        gains[count++] = lower - upper;
      }
    }
    gains = Arrays.copyOf(gains, count);
    Arrays.sort(gains);
    return gains;
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
