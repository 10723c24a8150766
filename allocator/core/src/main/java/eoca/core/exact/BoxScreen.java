package eoca.core.exact;

import java.util.Arrays;

/**
 * The box as the float kernel sees it: one width a fund for the case that its price rises and one
 * for the case that it falls, {@code τ⁺_a + τ⁻_b ≥ T_ab}.
 *
 * @param low {@code λ_j − τ⁻_j} in money, rounded down
 * @param high {@code λ_j + τ⁺_j} in money, rounded up
 * @param fineLow the first in double precision, for values that float32 cannot tell apart
 * @param fineHigh the second in double precision
 * @param guard a tolerance's users are looked at again if their fund lies below this one: some fund
 *     they may take is unbounded against it
 * @param guarded whether that holds for any
 * @param beyond for each ordered pair {@code τ⁺_a + τ⁻_b} in whole units, which is more than {@code
 *     T_ab} where other pairs ask for more: who is screened off loses more; −1 where unknown
 */
record BoxScreen(
    float[] low,
    float[] high,
    double[] fineLow,
    double[] fineHigh,
    int[] guard,
    boolean guarded,
    long[] beyond) {
  private static final double MOST = 0x1p120;

  /** Covers what a subtraction in double precision rounds. */
  private static final double FINE_SLACK = 0x1p-50;

  static BoxScreen of(FundOrder order, Grid grid, Prices prices, Box box) {
    int k = order.count;
    double[] width = new double[k * k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        long difference = prices.value()[a] - prices.value()[b];
        width[a * k + b] =
            box.value[a * k + b] == Box.OPEN || order.block(a) != order.block(b)
                ? Double.POSITIVE_INFINITY
                : Math.max(0, (double) (box.value[a * k + b] - difference))
                    + (grid.exact() ? 0 : 2);
      }
    }
    int[] guard = new int[64];
    double[] rise = new double[k];
    double[] fall = new double[k];
    Widths.split(order, box, width, rise, fall, guard);
    long[] beyond = new long[k * k];
    for (int p = 0; p < beyond.length; p++) {
      double units = (rise[p / k] + fall[p % k]) * (1 - 0x1p-50);
      beyond[p] = grid.exact() && !grid.refined() && units < 0x1p52 ? (long) units : -1;
    }
    float[] low = new float[k];
    float[] high = new float[k];
    double[] fineLow = new double[k];
    double[] fineHigh = new double[k];
    boolean off = false;
    for (int j = 0; j < k; j++) {
      double price = grid.money(j, prices.value()[j]).doubleValue();
      double error = Math.abs(price) * 0x1p-50 + grid.blur();
      double down = price - fall[j] * grid.unit() - error;
      double up = price + rise[j] * grid.unit() + error;
      off |= Math.abs(down) > MOST || (Math.abs(up) > MOST && rise[j] < Double.POSITIVE_INFINITY);
      fineLow[j] = down;
      fineHigh[j] = up;
      low[j] = Math.min(Math.nextDown((float) down), normal((float) down, -1));
      high[j] = Math.max(Math.nextUp((float) up), normal((float) up, 1));
    }
    if (off) {
      Arrays.fill(guard, 256); // outside float32: everybody is looked at in whole numbers
    }
    return new BoxScreen(
        low, high, fineLow, fineHigh, guard, Arrays.stream(guard).anyMatch(g -> g > 0), beyond);
  }

  /** Whether a user whom the kernel fixes to this fund is to be looked at again. */
  boolean guards(Tile tile, int i, int fund) {
    return guarded && fund < guard[tile.tolerance[i]];
  }

  /**
   * The funds that may be a user's best at prices in the box, by {@link Kernels#screen}'s own test,
   * in {@code tile.candidates}: not those whose best case lies below another's worst.
   *
   * @param refined whether float32 cannot tell values apart
   * @return their number
   */
  int likely(Tile tile, int i, boolean refined) {
    if (tile.masked) {
      return marked(tile, i);
    }
    if (refined) {
      return fine(tile, i);
    }
    float[][] etv = tile.etv;
    float[] row = tile.row;
    int lo = tile.lo(i);
    int hi = tile.hi(i);
    int from = Math.max(lo, guard[tile.tolerance[i]]);
    for (int j = lo; j < from && j < hi; j++) {
      row[j] = etv[j][i];
    }
    float least = Float.NEGATIVE_INFINITY;
    for (int j = from; j < hi; j++) {
      float e = etv[j][i];
      float p = e - high[j];
      row[j] = e;
      least = p > least ? p : least;
    }
    float bar = least - Math.abs(least) * Kernels.SLACK;
    int[] candidates = tile.candidates;
    int count = 0;
    for (int j = lo; j < hi; j++) {
      float o = row[j] - low[j];
      candidates[count] = j;
      count += o + Math.abs(o) * Kernels.SLACK < bar ? 0 : 1;
    }
    return count;
  }

  /** The same in double precision. */
  private int fine(Tile tile, int i) {
    int lo = tile.lo(i);
    int hi = tile.hi(i);
    double least = Double.NEGATIVE_INFINITY;
    for (int j = Math.max(lo, guard[tile.tolerance[i]]); j < hi; j++) {
      least = Math.max(least, tile.etv[j][i] - fineHigh[j]);
    }
    double bar = least - Math.abs(least) * FINE_SLACK;
    int[] candidates = tile.candidates;
    int count = 0;
    for (int j = lo; j < hi; j++) {
      double o = tile.etv[j][i] - fineLow[j];
      candidates[count] = j;
      count += o + Math.abs(o) * FINE_SLACK < bar ? 0 : 1;
    }
    return count;
  }

  /** The same from the kernel's masks. */
  private static int marked(Tile tile, int i) {
    int[] candidates = tile.candidates;
    int count = 0;
    for (int word = 0; word < tile.masks.length; word++) {
      int first = word << 5;
      for (int bits = tile.masks[word][i]; bits != 0; bits &= bits - 1) {
        candidates[count++] = first + Integer.numberOfTrailingZeros(bits);
      }
    }
    return count;
  }

  /** Beside 0 a bound with which a processor calculates at full speed. */
  private static float normal(float bound, int sign) {
    return Math.abs(bound) < Float.MIN_NORMAL ? sign * 2 * Float.MIN_NORMAL : bound;
  }
}
