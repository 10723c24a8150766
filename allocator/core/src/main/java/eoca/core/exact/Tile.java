package eoca.core.exact;

import java.util.Arrays;

/**
 * Scratch of one worker slot: a tile of every column that stays in the first- or second-level
 * cache, with tolerances turned into fund limits. About 64 KiB, 256 KiB at most.
 */
final class Tile {
  private static final int FLOATS = 1 << 13;
  private static final int LEAST = 256;
  private static final int MOST = 1024;

  final int size;
  final float[][] etv;
  final float[] out;
  final byte[] tolerance;
  final Kernels.Limits limits;
  final float[] row;
  final long[] keys;
  final int[] candidates;
  private final FundOrder order;
  private final float[] loOf = new float[64];
  private final float[] hiOf = new float[64];

  Tile(FundOrder order) {
    this.order = order;
    int k = order.count;
    int length = Math.max(LEAST, Math.min(MOST, FLOATS / k));
    this.size = length - length % Kernels.PAD;
    this.etv = new float[k][size];
    this.out = new float[size];
    this.tolerance = new byte[size];
    this.row = new float[k];
    this.keys = new long[k];
    this.candidates = new int[k];
    boolean restricted = false;
    for (int t = 0; t < 64; t++) {
      loOf[t] = order.lo[t];
      hiOf[t] = order.hi[t];
      restricted |= order.users[t] > 0 && (order.lo[t] > 0 || order.hi[t] < k);
    }
    boolean[] starts = new boolean[k];
    for (int j = 0; j < k; j++) {
      starts[j] = j == 0 || order.risk[j - 1] < order.risk[j];
    }
    this.limits =
        new Kernels.Limits(
            restricted, starts, new float[restricted ? size : 0], new float[restricted ? size : 0]);
  }

  /** Loads users {@code from..from+length-1} of a view. */
  void load(View view, int from, int length) {
    view.tolerances().copy(from, tolerance, length);
    for (int j = 0; j < etv.length; j++) {
      view.etv().copy(view.column()[j], from, etv[j], length);
    }
    if (limits.restricted()) {
      for (int i = 0; i < length; i++) {
        limits.lo()[i] = loOf[tolerance[i]];
        limits.hi()[i] = hiOf[tolerance[i]];
      }
      Arrays.fill(limits.hi(), length, size, 0f);
    }
  }

  /** First fund of a loaded user. */
  int lo(int i) {
    return order.lo[tolerance[i]];
  }

  /** One past the last fund of a loaded user. */
  int hi(int i) {
    return order.hi[tolerance[i]];
  }

  /** The whole-number values of a loaded user, in {@link #keys}. */
  void keys(Grid grid, int i) {
    int lo = lo(i);
    int hi = hi(i);
    for (int j = lo; j < hi; j++) {
      row[j] = etv[j][i];
    }
    grid.keys(row, lo, hi, keys);
  }
}
