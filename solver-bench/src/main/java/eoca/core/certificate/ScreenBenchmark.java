package eoca.core.certificate;

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
 * The certificate's first look (is a user's own fund beyond doubt the best?) on one tile of 4,096
 * users × 8 funds: scalar baseline, vector candidate; checked to give the same bits.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx256m", "--add-modules=jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScreenBenchmark {
  private static final int USERS = 4096;
  private static final int FUNDS = 8;

  private final Screen scalar = new ScalarScreen();
  private final Screen best = Screen.best();
  private final float[][] tiles = new float[FUNDS][USERS];
  private final byte[] assigned = new byte[USERS];
  private final byte[] tolerances = new byte[USERS];
  private final long[] doubtful = new long[USERS / 64];
  private Screen.Market market;

  /** Users at their best fund but for one in a hundred. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    int[] funds = new int[FUNDS];
    float[] risks = new float[FUNDS];
    float[] prices = new float[FUNDS];
    for (int j = 0; j < FUNDS; j++) {
      funds[j] = j;
      risks[j] = 1 + j / 2;
      prices[j] = (float) random.nextDouble();
    }
    market = new Screen.Market(funds, risks, prices, 1e-7f);
    for (int u = 0; u < USERS; u++) {
      tolerances[u] = (byte) (1 + random.nextInt(4));
      float most = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < FUNDS; j++) {
        tiles[j][u] = (float) (10 * random.nextDouble());
        if (tolerances[u] >= risks[j] && tiles[j][u] - prices[j] > most) {
          most = tiles[j][u] - prices[j];
          assigned[u] = (byte) j;
        }
      }
      if (random.nextInt(100) == 0) {
        assigned[u] = 0;
      }
    }
    long[] expected = scalar().clone();
    if (!Arrays.equals(expected, vector())) {
      throw new IllegalStateException("scalar and vector screens differ");
    }
  }

  /** The baseline. */
  @Benchmark
  public long[] scalar() {
    scalar.doubtful(market, tiles, assigned, 0, tolerances, USERS, doubtful);
    return doubtful;
  }

  /** The candidate; the same as the baseline where the JVM has no vector module. */
  @Benchmark
  public long[] vector() {
    best.doubtful(market, tiles, assigned, 0, tolerances, USERS, doubtful);
    return doubtful;
  }
}
