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
  private final Warmth rivals = new Warmth();
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

  /** A call of a kernel for so many users. */
  private interface Call {
    void on(Kernels kernels, int users);
  }

  private void handOver(Warmth warmth, int length, Call call) {
    if (warmth.warm()) {
      timed(warmth, length, call);
      return;
    }
    if (warmth.wantsSlice()) {
      timed(warmth, Math.min(SLICE_USERS, length), call);
    }
    call.on(scalar, length); // last: what it says of all users stands
  }

  private void timed(Warmth warmth, int users, Call call) {
    long before = warmth.before();
    call.on(vector, users);
    warmth.called(before, users);
  }

  @Override
  void screen(float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    Warmth warmth = limits.blocks() || limits.free() < low.length ? limited : free;
    handOver(warmth, length, (kernels, n) -> kernels.screen(tile, n, low, high, limits, out));
  }

  @Override
  void likely(float[][] tile, int length, float[] low, float[] high, Limits limits, int[][] masks) {
    handOver(likely, length, (kernels, n) -> kernels.likely(tile, n, low, high, limits, masks));
  }

  @Override
  void rivals(float[][] tile, int length, PairScreen screen, Limits limits, int[][] masks) {
    handOver(rivals, length, (kernels, n) -> kernels.rivals(tile, n, screen, limits, masks));
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
    handOver(
        worth,
        length,
        (kernels, n) -> kernels.worth(tile, from, n, users, screen, place, limits, out));
  }

  @Override
  void ties(double[][] worths, int length, TieScreen screen, double[] out) {
    handOver(ties, length, (kernels, n) -> kernels.ties(worths, n, screen, out));
  }

  @Override
  void best(float[][] tile, int length, float[] price, Limits limits, float[] out) {
    handOver(best, length, (kernels, n) -> kernels.best(tile, n, price, limits, out));
  }

  @Override
  float gain(float[] column, int length, float price, float[] own, float[] at, float least) {
    float[] most = new float[1];
    handOver(
        gain, length, (kernels, n) -> most[0] = kernels.gain(column, n, price, own, at, least));
    return most[0];
  }

  @Override
  void range(float[] column, int length, int[] exponents) {
    handOver(range, length, (kernels, n) -> kernels.range(column, n, exponents));
  }
}
