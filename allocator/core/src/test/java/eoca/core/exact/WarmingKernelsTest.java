package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmingKernelsTest {
  private static final int USERS = 2048;

  private final float[][] tile = new float[2][USERS];
  private final float[] price = new float[2];
  private final Kernels.Limits limits = new Kernels.Limits(2, false, new float[0], new float[0]);
  private final float[] out = new float[USERS];

  /** Counts users by {@code best}, and allocates like an uncompiled kernel if told to. */
  private static final class Fake extends Kernels {
    boolean allocates;
    long users;
    Object sink;

    @Override
    String name() {
      return "fake";
    }

    @Override
    void screen(
        float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {}

    @Override
    void likely(
        float[][] tile, int length, float[] low, float[] high, Limits limits, int[][] masks) {}

    @Override
    void rivals(float[][] tile, int length, PairScreen screen, Limits limits, int[][] masks) {}

    @Override
    void worth(
        float[][] tile,
        int from,
        int length,
        long[] users,
        TieScreen screen,
        int place,
        Limits limits,
        double[] out) {}

    @Override
    void ties(double[][] worth, int length, TieScreen screen, double[] out) {}

    @Override
    void range(float[] column, int length, int[] range) {}

    @Override
    float gain(float[] column, int length, float price, float[] own, float[] at, float least) {
      return 0;
    }

    @Override
    void best(float[][] tile, int length, float[] price, Limits limits, float[] out) {
      users += length;
      for (int i = 0; allocates && i < length; i++) {
        sink = new float[16];
      }
    }
  }

  private void call(Kernels kernels, int times) {
    for (int i = 0; i < times; i++) {
      kernels.best(tile, USERS, price, limits, out);
    }
  }

  @Test
  void aKernelThatAllocatesGetsSlicesOnly() {
    Fake scalar = new Fake();
    Fake vector = new Fake();
    vector.allocates = true;
    call(new WarmingKernels(scalar, vector), 20_000);
    assertThat(scalar.users).isEqualTo(20_000L * USERS);
    assertThat(vector.users).isLessThan(20_000L * 64 / 4);
    assertThat(vector.sink).isNotNull();
  }

  @Test
  void aKernelThatDoesNotTakesOverUntilItAllocatesAgain() {
    Fake scalar = new Fake();
    Fake vector = new Fake();
    WarmingKernels kernels = new WarmingKernels(scalar, vector);
    call(kernels, 5_000);
    long taken = vector.users;
    assertThat(taken).isGreaterThan(4_000L * USERS);
    assertThat(scalar.users).isLessThan(1_000L * USERS);
    vector.allocates = true;
    scalar.users = 0;
    call(kernels, 1_000);
    assertThat(scalar.users).isGreaterThan(900L * USERS);
  }
}
