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
 */
record BoxScreen(
    float[] low, float[] high, double[] fineLow, double[] fineHigh, int[] guard, boolean guarded) {
  private static final double MOST = 0x1p120;

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
        low, high, fineLow, fineHigh, guard, Arrays.stream(guard).anyMatch(g -> g > 0));
  }

  /** Beside 0 a bound with which a processor calculates at full speed. */
  private static float normal(float bound, int sign) {
    return Math.abs(bound) < Float.MIN_NORMAL ? sign * 2 * Float.MIN_NORMAL : bound;
  }
}
