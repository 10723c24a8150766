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
 * The loops of the exact pass over one tile of 4,096 users × 8 funds: argmax (a box of width 0) and
 * margin (a box that some users' margins do not clear), and ties (users of few values), scalar
 * baseline and the kernels in use, checked to give the same bits.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx256m", "--add-modules=jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PassBenchmark {
  private static final int USERS = 4096;
  private static final int FUNDS = 8;

  private final Kernels scalar = new ScalarKernels();
  private final Kernels best = Kernels.INSTANCE;
  private final float[][] tile = new float[FUNDS][USERS];
  private final float[] prices = new float[FUNDS];
  private final float[] low = new float[FUNDS];
  private final float[] high = new float[FUNDS];
  private final float[] fund = new float[USERS];
  private final float[][] few = new float[FUNDS][USERS];
  private final long[] users = new long[USERS];
  private final double[][] worth = new double[FUNDS][USERS];
  private final double[] tied = new double[USERS];
  private TieScreen ties;
  private Kernels.Limits limits;

  /** Users of four tolerances; funds in the order of risk, two a level. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    for (int j = 0; j < FUNDS; j++) {
      prices[j] = (float) random.nextDouble();
      low[j] = prices[j] - 0.02f;
      high[j] = prices[j] + 0.02f;
      for (int u = 0; u < USERS; u++) {
        tile[j][u] = (float) (10 * random.nextDouble());
      }
    }
    float[] lo = new float[USERS];
    float[] hi = new float[USERS];
    for (int u = 0; u < USERS; u++) {
      hi[u] = 2 * (1 + random.nextInt(FUNDS / 2));
    }
    limits = new Kernels.Limits(2, false, lo, hi);
    int[] funds = new int[FUNDS];
    long[] tie = new long[FUNDS];
    double[] narrow = new double[FUNDS];
    double[] wide = new double[FUNDS];
    Arrays.fill(narrow, 0.01);
    Arrays.fill(wide, 0.5);
    for (int j = 0; j < FUNDS; j++) {
      funds[j] = j;
      tie[j] = Ties.fund(j);
      for (int u = 0; u < USERS; u++) {
        users[u] = Ties.user(u);
        few[j][u] = random.nextInt(3);
      }
    }
    ties =
        new TieScreen(
            1,
            1,
            funds,
            new int[] {FUNDS / 2, FUNDS},
            new double[FUNDS],
            tie,
            negated(narrow),
            narrow,
            negated(wide),
            wide,
            new double[0]);
    if (!Arrays.equals(tiesScalar().clone(), ties())) {
      throw new IllegalStateException("kernels of ties differ");
    }
    if (!Arrays.equals(argmaxScalar().clone(), argmax())
        || !Arrays.equals(marginScalar().clone(), margin())) {
      throw new IllegalStateException("kernels differ");
    }
  }

  /** Argmax, baseline. */
  @Benchmark
  public float[] argmaxScalar() {
    scalar.screen(tile, USERS, prices, prices, limits, fund);
    return fund;
  }

  /** Argmax, kernels in use. */
  @Benchmark
  public float[] argmax() {
    best.screen(tile, USERS, prices, prices, limits, fund);
    return fund;
  }

  /** Margins against a box, baseline. */
  @Benchmark
  public float[] marginScalar() {
    scalar.screen(tile, USERS, low, high, limits, fund);
    return fund;
  }

  /** Margins against a box, kernels in use. */
  @Benchmark
  public float[] margin() {
    best.screen(tile, USERS, low, high, limits, fund);
    return fund;
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(v -> -v).toArray();
  }

  /** Ties, baseline. */
  @Benchmark
  public double[] tiesScalar() {
    return weigh(scalar);
  }

  /** Ties, kernels in use. */
  @Benchmark
  public double[] ties() {
    return weigh(best);
  }

  private double[] weigh(Kernels kernels) {
    for (int place = 0; place < FUNDS; place++) {
      kernels.worth(few, 0, USERS, users, ties, place, limits, worth[place]);
    }
    kernels.ties(worth, USERS, ties, tied);
    return tied;
  }
}
