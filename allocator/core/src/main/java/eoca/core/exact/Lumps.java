package eoca.core.exact;

import java.util.Arrays;

/** How many users change their minds together, where users are alike without being the same few. */
final class Lumps {
  /** With fewer of them there are no stairs of lumps, but a step or two. */
  private static final int LEAST_LUMPS = 16;

  private Lumps() {}

  /**
   * How many others, in the median over a sample's users near a change of cluster, are at the very
   * same margin between the same funds; scaled to all users, at least 1. One large lump alone, as
   * users worth nothing anywhere are, does not count: mostly it lies where the optimum is not.
   *
   * @param scale users of the instance a user of the sample
   */
  static double of(Rows rows, Prices prices, Spread spread, double scale) {
    long[] seen = new long[rows.count()];
    int count = margins(rows, prices, spread, 1, seen);
    int alike = median(seen, count);
    return alike > count / LEAST_LUMPS ? 1 : Math.max(1, scale * (alike - 1));
  }

  /** Whether a few users of the sample say that it is worth looking at all of them. */
  static boolean likely(Rows rows, Prices prices, Spread spread) {
    long[] seen = new long[rows.count()];
    int count = margins(rows, prices, spread, Spread.BOUNDED, seen);
    return median(seen, count) > 1;
  }

  /** A number for each user near a change that says at which margin, between which funds. */
  private static int margins(
      Rows rows, Prices prices, Spread spread, double factor, long[] margins) {
    int k = prices.value().length;
    int count = 0;
    for (int row = 0; row < rows.count(); row++) {
      int a = best(rows, row, prices, spread, -1);
      int b = best(rows, row, prices, spread, a);
      if (b < 0) {
        continue;
      }
      long margin = worth(rows, row, prices, a) - worth(rows, row, prices, b);
      boolean near = margin > 0 && margin <= factor * spread.width()[a * k + b];
      if (near) { // at 0: identical columns, perhaps
        margins[count++] = Ties.user(a * k + b) + margin * 0x9E3779B97F4A7C15L;
      }
    }
    return count;
  }

  /** How many numbers are the same as one of them, in the median. */
  private static int median(long[] seen, int count) {
    Arrays.sort(seen, 0, count);
    int[] size = new int[count];
    int from = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || seen[i] != seen[from]) {
        Arrays.fill(size, from, i, i - from);
        from = i;
      }
    }
    Arrays.sort(size);
    return count == 0 ? 1 : size[count / 2];
  }

  /** The row's best fund, outside the cluster of another if that is not −1; −1 if there is none. */
  private static int best(Rows rows, int row, Prices prices, Spread spread, int other) {
    int best = -1;
    long most = 0;
    for (int c = rows.start(row); c < rows.start(row + 1); c++) {
      int j = rows.fund(c);
      long u = rows.value(c) - prices.value()[j];
      if ((other < 0 || !spread.glued(other, j)) && (best < 0 || u > most)) {
        best = j;
        most = u;
      }
    }
    return best;
  }

  private static long worth(Rows rows, int row, Prices prices, int fund) {
    return rows.value(rows.find(row, fund)) - prices.value()[fund];
  }
}
