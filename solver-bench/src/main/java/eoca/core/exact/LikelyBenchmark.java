package eoca.core.exact;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Likely funds of one tile of 1,024 users × 100 funds with few values: by a width a fund ({@link
 * Kernels#likely}) and by a bound a pair ({@link Kernels#rivals}), scalar baseline and the kernels
 * in use, checked to give the same bits, and the second never more funds than the first.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx256m", "--add-modules=jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LikelyBenchmark {
  private static final int USERS = 1024;
  private static final int FUNDS = 100;
  private static final int VALUES = 40;

  private final Kernels scalar = new ScalarKernels();
  private final Kernels best = Kernels.INSTANCE;
  private final float[][] tile = new float[FUNDS][USERS];
  private final float[] low = new float[FUNDS];
  private final float[] high = new float[FUNDS];
  private final int[][] masks = new int[(FUNDS + 31) / 32][USERS];
  private PairScreen pairs;
  private Kernels.Limits limits;

  /** One level of risk; widths a fund that hold those of all its pairs. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    float[] price = new float[FUNDS];
    float[] width = new float[FUNDS];
    float[] bound = new float[FUNDS * FUNDS];
    for (int j = 0; j < FUNDS; j++) {
      price[j] = random.nextInt(VALUES / 4);
      for (int i = 0; i < USERS; i++) {
        tile[j][i] = random.nextInt(VALUES);
      }
    }
    for (int b = 0; b < FUNDS; b++) {
      for (int a = 0; a < FUNDS; a++) {
        float pair = 0.5f + (random.nextInt(20) == 0 ? 4 : random.nextInt(2));
        bound[b * FUNDS + a] = a == b ? Float.POSITIVE_INFINITY : price[a] - price[b] + pair;
        width[a] = Math.max(width[a], pair / 2);
        width[b] = Math.max(width[b], pair / 2);
      }
    }
    for (int j = 0; j < FUNDS; j++) {
      low[j] = price[j] - width[j];
      high[j] = price[j] + width[j];
    }
    pairs = new PairScreen(price, bound);
    limits = new Kernels.Limits(FUNDS, false, new float[0], new float[0]);
    int[][] wide = copy(likelyScalar());
    int[][] sharp = copy(rivalsScalar());
    if (!Arrays.deepEquals(wide, likely()) || !Arrays.deepEquals(sharp, rivals())) {
      throw new IllegalStateException("kernels differ");
    }
    if (count(sharp) > count(wide)) {
      throw new IllegalStateException("a bound a pair leaves more than a width a fund");
    }
  }

  private static int[][] copy(int[][] masks) {
    return Arrays.stream(masks).map(int[]::clone).toArray(int[][]::new);
  }

  private static long count(int[][] masks) {
    return Arrays.stream(masks).flatMapToInt(Arrays::stream).map(Integer::bitCount).sum();
  }

  /** A width a fund, baseline. */
  @Benchmark
  public int[][] likelyScalar() {
    scalar.likely(tile, USERS, low, high, limits, masks);
    return masks;
  }

  /** A width a fund, kernels in use. */
  @Benchmark
  public int[][] likely() {
    best.likely(tile, USERS, low, high, limits, masks);
    return masks;
  }

  /** A bound a pair, baseline. */
  @Benchmark
  public int[][] rivalsScalar() {
    scalar.rivals(tile, USERS, pairs, limits, masks);
    return masks;
  }

  /** A bound a pair, kernels in use. */
  @Benchmark
  public int[][] rivals() {
    best.rivals(tile, USERS, pairs, limits, masks);
    return masks;
  }
}
