package eoca.core.exact;

import java.util.Arrays;

/**
 * Funds with so little quota that a sample cannot price them: their price is bounded from below, by
 * what the sample's user of demand rank {@code q + 8 + 5·√q} would gain (q the fund's quota in the
 * sample), and not from above. Nobody is fixed to such a fund, and the few users above the bound
 * become boundary. Risk levels with little slack are bounded by ranks in the same way.
 */
final class Tiny {
  /** A step that fewer users of a sample cross may lie anywhere below where it was found. */
  private static final int FEW = 2;

  private Tiny() {}

  /**
   * Lowers the tiny funds' prices to their bounds, and sets their widths.
   *
   * @param rows a sample's
   * @param quota its quotas
   */
  static Spread bound(Rows rows, long[] quota, Prices prices, Spread spread) {
    int k = quota.length;
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
   * Bounds the steps at risk levels that few users of a sample cross: at the sample's optimum q of
   * them prefer a fund below the level (q the level's slack in the sample), at that of all users
   * the sample's {@code q ± (8 + 5·√q)} do.
   *
   * <p>Where hardly anybody bounds the upper funds' prices, they are raised to their upper bound:
   * width on one side costs the screen nothing ({@link Widths}).
   *
   * @param rows the sample's
   * @param order in which the sample was solved
   * @param soft split at such levels too
   * @param users all of them
   */
  static Spread ranks(
      Rows rows, FundOrder order, FundOrder soft, long users, Prices prices, Spread spread) {
    int k = order.count;
    long[] raise = new long[k];
    double[] room = new double[k * k];
    boolean[] bounded = new boolean[k * k];
    for (int first = 1; first < k; first++) {
      if (soft.block(first) != first || order.block(first) == first) {
        continue;
      }
      int to = order.blockEnd(first);
      long[] gains = stepGains(rows, first, to, prices);
      double q = (double) order.slack[first] * rows.count() / users;
      double margin = 8 + 5 * Math.sqrt(q);
      double up = Math.max(0, -fromTop(gains, q + margin));
      boolean open = q < FEW;
      double down = q < margin ? Spread.UNBOUNDED : Math.max(0, fromTop(gains, q - margin));
      for (int a = first; a < to; a++) {
        raise[a] += open ? (long) up : 0;
        for (int b = order.block(first); b < first; b++) {
          bounded[a * k + b] = bounded[b * k + a] = true;
          room[a * k + b] += open ? 0 : up; // a pair may span several steps
          room[b * k + a] += down;
        }
      }
    }
    for (int j = 0; j < k; j++) {
      prices.value()[j] += raise[j];
    }
    double[] width = spread.width().clone();
    double noise = 2 * typical(width, spread, soft);
    for (int p = 0; p < width.length; p++) {
      if (bounded[p]) {
        width[p] = Math.min(Spread.UNBOUNDED, room[p] + noise + 1);
      }
    }
    return spread.with(width);
  }

  private static double fromTop(long[] gains, double rank) {
    int n = gains.length;
    return n == 0 ? 0 : gains[(int) Math.max(0, Math.min(n - 1, n - 1 - rank))];
  }

  /** The median width of pairs within levels; 0 if there are none. */
  private static double typical(double[] width, Spread spread, FundOrder soft) {
    int k = spread.tiny().length;
    double[] found = new double[k * k];
    int count = 0;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        boolean level = a != b && soft.block(a) == soft.block(b);
        if (level && !spread.tiny()[a] && !spread.tiny()[b] && width[a * k + b] < Spread.BOUNDED) {
          found[count++] = width[a * k + b];
        }
      }
    }
    Arrays.sort(found, 0, count);
    return count == 0 ? 0 : found[count / 2];
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
