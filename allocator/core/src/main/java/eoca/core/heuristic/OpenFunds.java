package eoca.core.heuristic;

import eoca.core.internal.RiskGuard;
import java.util.Arrays;

/**
 * What may be taken in one round: the funds with demand left, and who may take them.
 *
 * <p>Immutable.
 */
final class OpenFunds {
  /** Funds with demand left that some class may take, ascending. */
  final int[] funds;

  /** For each class the positions in {@link #funds} of what it may take, ascending. */
  final int[][] choices;

  /** {@code [fund · classes + class]}; the row of the missing fund k is all true. */
  final boolean[] allowed;

  /** {@code [position in funds · classes + class]}: 1 where allowed, else 0. */
  final double[] mask;

  final int classes;

  OpenFunds(RiskGuard guard) {
    int k = guard.funds();
    classes = guard.classes();
    allowed = new boolean[(k + 1) * classes];
    Arrays.fill(allowed, k * classes, allowed.length, true);
    int[] open = new int[k];
    int count = 0;
    for (int j = 0; j < k; j++) {
      boolean any = false;
      for (int c = 0; c < classes; c++) {
        allowed[j * classes + c] = guard.allowed(j, c);
        any |= allowed[j * classes + c];
      }
      if (any) {
        open[count++] = j;
      }
    }
    funds = Arrays.copyOf(open, count);
    mask = new double[count * classes];
    choices = new int[classes][];
    for (int c = 0; c < classes; c++) {
      int[] positions = new int[count];
      int found = 0;
      for (int x = 0; x < count; x++) {
        if (allowed[funds[x] * classes + c]) {
          mask[x * classes + c] = 1;
          positions[found++] = x;
        }
      }
      choices[c] = Arrays.copyOf(positions, found);
    }
  }
}
