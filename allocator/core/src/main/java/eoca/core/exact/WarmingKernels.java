package eoca.core.exact;

/**
 * Vector kernels that take over from the scalar ones when the JVM has compiled them.
 *
 * <p>Before that, a vector operation is a method call that allocates: about a microsecond a user
 * instead of a nanosecond, for as long as the compiler takes, which in a fresh JVM is most of a
 * solve. So at first the scalar kernels do the work, and small slices of it are repeated by the
 * vector kernels until these are seen to be compiled ({@link Warmth}). Both give the same bits, so
 * nobody can tell when.
 */
final class WarmingKernels extends Kernels {
  private static final int SLICE_USERS = 64;

  private final Kernels scalar;
  private final Kernels vector;
  private final Warmth free = new Warmth();
  private final Warmth limited = new Warmth();
  private final Warmth likely = new Warmth();
  private final Warmth worth = new Warmth();
  private final Warmth ties = new Warmth();
  private final Warmth range = new Warmth();
  private final Warmth best = new Warmth();
  private final Warmth gain = new Warmth();

  WarmingKernels(Kernels scalar, Kernels vector) {
    this.scalar = scalar;
    this.vector = vector;
  }

  @Override
  String name() {
    return vector.name();
  }

  @Override
  void screen(float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    Warmth warmth = limits.blocks() || limits.free() < low.length ? limited : free;
    if (warmth.warm()) {
      long before = warmth.before();
      vector.screen(tile, length, low, high, limits, out);
      warmth.called(before, length);
      return;
    }
    scalar.screen(tile, length, low, high, limits, out);
    if (warmth.wantsSlice()) {
      int slice = Math.min(SLICE_USERS, length);
      long before = warmth.before();
      vector.screen(tile, slice, low, high, limits, out);
      warmth.called(before, slice);
    }
  }

  @Override
  void likely(float[][] tile, int length, float[] low, float[] high, Limits limits, int[][] masks) {
    if (likely.warm()) {
      long before = likely.before();
      vector.likely(tile, length, low, high, limits, masks);
      likely.called(before, length);
      return;
    }
    scalar.likely(tile, length, low, high, limits, masks);
    if (likely.wantsSlice()) {
      int slice = Math.min(SLICE_USERS, length);
      long before = likely.before();
      vector.likely(tile, slice, low, high, limits, masks);
      likely.called(before, slice);
    }
  }

  @Override
  void worth(
      float[][] tile,
      int from,
      int length,
      long[] users,
      TieScreen screen,
      int place,
      Limits limits,
      double[] out) {
    if (worth.warm()) {
      long before = worth.before();
      vector.worth(tile, from, length, users, screen, place, limits, out);
      worth.called(before, length);
      return;
    }
    scalar.worth(tile, from, length, users, screen, place, limits, out);
    if (worth.wantsSlice()) {
      int slice = Math.min(SLICE_USERS, length);
      long before = worth.before();
      vector.worth(tile, from, slice, users, screen, place, limits, out);
      worth.called(before, slice);
    }
  }

  @Override
  void ties(double[][] worths, int length, TieScreen screen, double[] out) {
    if (ties.warm()) {
      long before = ties.before();
      vector.ties(worths, length, screen, out);
      ties.called(before, length);
      return;
    }
    scalar.ties(worths, length, screen, out);
    if (ties.wantsSlice()) {
      int slice = Math.min(SLICE_USERS, length);
      long before = ties.before();
      vector.ties(worths, slice, screen, out);
      ties.called(before, slice);
    }
  }

  @Override
  void best(float[][] tile, int length, float[] price, Limits limits, float[] out) {
    if (best.warm()) {
      long before = best.before();
      vector.best(tile, length, price, limits, out);
      best.called(before, length);
      return;
    }
    scalar.best(tile, length, price, limits, out);
    if (best.wantsSlice()) {
      int slice = Math.min(SLICE_USERS, length);
      long before = best.before();
      vector.best(tile, slice, price, limits, out);
      best.called(before, slice);
    }
  }

  @Override
  float gain(float[] column, int length, float price, float[] own, float[] at, float least) {
    if (gain.warm()) {
      long before = gain.before();
      float most = vector.gain(column, length, price, own, at, least);
      gain.called(before, length);
      return most;
    }
    if (gain.wantsSlice()) {
      int slice = Math.min(SLICE_USERS, length);
      long before = gain.before();
      vector.gain(column, slice, price, own, at, least);
      gain.called(before, slice);
    }
    return scalar.gain(column, length, price, own, at, least);
  }

  @Override
  void range(float[] column, int length, int[] exponents) {
    if (range.warm()) {
      long before = range.before();
      vector.range(column, length, exponents);
      range.called(before, length);
      return;
    }
    scalar.range(column, length, exponents);
    if (range.wantsSlice()) {
      int slice = Math.min(SLICE_USERS, length);
      long before = range.before();
      vector.range(column, slice, exponents);
      range.called(before, slice);
    }
  }
}
