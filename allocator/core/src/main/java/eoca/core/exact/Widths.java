package eoca.core.exact;

import java.util.Arrays;

/** Splits widths of pairs into widths of funds. */
final class Widths {
  private static final int SWEEPS = 3;

  private Widths() {}

  /**
   * Finds small {@code rise, fall ≥ 0} with {@code rise_a + fall_b ≥ width_ab} for all pairs that a
   * user may compare and that are bounded.
   *
   * <p>An unbounded pair (a, b) means that nobody may be fixed to a who may take b. Where that
   * holds for all b, {@code rise_a} is infinite; where only funds above some risk are meant, {@code
   * guard} says so by tolerance.
   */
  static void split(
      FundOrder order, Box box, double[] width, double[] rise, double[] fall, int[] guard) {
    int k = order.count;
    for (int a = 0; a < k; a++) {
      boolean openToOwn = false;
      for (int b = 0; b < k; b++) {
        boolean open =
            a != b && box.value[a * k + b] == Box.OPEN && order.block(a) == order.block(b);
        openToOwn |= open;
      }
      if (openToOwn) {
        rise[a] = Double.POSITIVE_INFINITY;
      }
    }
    double[] least = rise.clone();
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        double w = width[a * k + b];
        if (a != b && w < Double.POSITIVE_INFINITY && least[a] < Double.POSITIVE_INFINITY) {
          rise[a] = Math.max(rise[a], w / 2);
          fall[b] = Math.max(fall[b], w / 2);
        }
      }
    }
    double[] next = new double[k];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Arrays.fill(next, 0);
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          double w = width[a * k + b];
          if (a != b && w < Double.POSITIVE_INFINITY && rise[a] < Double.POSITIVE_INFINITY) {
            next[b] = Math.max(next[b], w - rise[a]);
          }
        }
      }
      System.arraycopy(next, 0, fall, 0, k);
      for (int a = 0; a < k; a++) {
        if (least[a] < Double.POSITIVE_INFINITY) {
          rise[a] = least[a];
          for (int b = 0; b < k; b++) {
            double w = width[a * k + b];
            if (a != b && w < Double.POSITIVE_INFINITY) {
              rise[a] = Math.max(rise[a], w - fall[b]);
            }
          }
        }
      }
    }
  }
}
