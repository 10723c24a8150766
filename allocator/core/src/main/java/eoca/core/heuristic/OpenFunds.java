package eoca.core.heuristic;

import eoca.core.internal.RiskGuard;
import java.util.Arrays;

/**
 * What may be taken in one round: the funds with demand left, and which classes of users may take
 * them. Those classes are neighbours: a fund may be taken from the class of its own risk on, up to
 * the next level whose slack is 0.
 *
 * <p>Immutable.
 */
final class OpenFunds {
  /** α is summed for so many funds at once: independent chains of additions. */
  static final int LANES = 4;

  /** Funds with demand left, ascending. */
  final int[] funds;

  /** The number of classes of users. */
  final int classes;

  /** {@code [fund · classes + class]}: 1 where forbidden, else 0; all 0 for the missing fund k. */
  final byte[] forbidden;

  /** {@code [position in funds · classes + class]}: 1 where allowed, else 0. */
  final double[] mask;

  /** The same as intervals of classes, by position in {@link #funds}. */
  final TopThree.Funds candidates;

  /**
   * Positions in {@link #funds}, those that everybody may take first, filled up to a multiple of
   * {@link #LANES} by repeating the last.
   */
  final int[] lanes;

  /** How many of the {@link #lanes}, in whole groups, everybody may take. */
  final int unmaskedLanes;

  OpenFunds(RiskGuard guard) {
    int k = guard.funds();
    classes = guard.classes();
    forbidden = new byte[(k + 1) * classes];
    int[] open = new int[k];
    int count = 0;
    for (int j = 0; j < k; j++) {
      for (int c = 0; c < classes; c++) {
        forbidden[j * classes + c] = (byte) (guard.allowed(j, c) ? 0 : 1);
      }
      if (guard.remaining(j) > 0) {
        open[count++] = j;
      }
    }
    funds = Arrays.copyOf(open, count);
    mask = new double[count * classes];
    candidates = candidates();
    lanes = new int[(count + LANES - 1) / LANES * LANES];
    unmaskedLanes = fillLanes();
  }

  private TopThree.Funds candidates() {
    int count = funds.length;
    int missing = forbidden.length / classes - 1;
    float[] id = new float[count];
    float[] from = new float[count];
    float[] to = new float[count];
    boolean[] everybody = new boolean[count];
    for (int x = 0; x < count; x++) {
      int first = 0;
      while (first < classes && forbidden[funds[x] * classes + first] != 0) {
        first++;
      }
      int end = first;
      while (end < classes && forbidden[funds[x] * classes + end] == 0) {
        mask[x * classes + end++] = 1;
      }
      id[x] = funds[x];
      from[x] = first;
      to[x] = end;
      everybody[x] = end - first == classes;
    }
    return new TopThree.Funds(id, missing, from, to, everybody);
  }

  private int fillLanes() {
    int filled = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int x = 0; x < funds.length; x++) {
        if (candidates.everybody()[x] == (pass == 0)) {
          lanes[filled++] = x;
        }
      }
    }
    while (filled < lanes.length) {
      lanes[filled] = lanes[filled - 1];
      filled++;
    }
    int unmasked = 0;
    while (unmasked < lanes.length && candidates.everybody()[lanes[unmasked]]) {
      unmasked++;
    }
    return unmasked / LANES * LANES;
  }
}
