package eoca.core.internal;

import eoca.core.Shards;
import eoca.core.Workers;
import it.unimi.dsi.fastutil.doubles.DoubleArrays;
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
 * Selection: who fills the first of eight funds when 262,144 users are taken in descending order of
 * score? Sorting all of them (baseline) against brackets without sorting (candidate); checked to
 * name the same user.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx512m", "--add-modules=jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectionBenchmark {
  private static final int USERS = 4 * Shards.SIZE;
  private static final int FUNDS = 8;

  private final double[] score = new double[USERS];
  private final char[] kind = new char[USERS];
  private final double[] descending = new double[USERS];
  private final int[] order = new int[USERS];
  private final long[] kinds = new long[FUNDS];
  private final long[] capacity = new long[FUNDS];
  private final int[][] touched = new int[FUNDS][];

  /** Scores without pattern; every fund has room for a third of those who want it. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < USERS; i++) {
      score[i] = random.nextGaussian();
      kind[i] = (char) random.nextInt(FUNDS);
      kinds[kind[i]]++;
    }
    for (int q = 0; q < FUNDS; q++) {
      touched[q] = new int[] {q};
      capacity[q] = kinds[q] / 3;
    }
    if (sorting() != selecting()) {
      throw new IllegalStateException("sorting and selecting differ");
    }
  }

  /** The baseline: sorts, then counts down. */
  @Benchmark
  public int sorting() {
    for (int i = 0; i < USERS; i++) {
      order[i] = i;
      descending[i] = -score[i];
    }
    DoubleArrays.radixSortIndirect(order, descending, true);
    long[] left = capacity.clone();
    int at = 0;
    while (--left[kind[order[at]]] > 0) {
      at++;
    }
    return order[at];
  }

  /** The candidate. */
  @Benchmark
  public int selecting() {
    return FirstEvent.find(new Users(), kinds, touched, capacity, 1 << 16, Workers.sequential())
        .last()
        .user();
  }

  private final class Users implements Candidates {
    @Override
    public int chunks() {
      return USERS / Shards.SIZE;
    }

    @Override
    public int size(int chunk) {
      return Shards.SIZE;
    }

    @Override
    public int user(int chunk, int position) {
      return chunk * Shards.SIZE + position;
    }

    @Override
    public Loader loader() {
      return (chunk, from, length, scores, kindsOut) -> {
        System.arraycopy(score, chunk * Shards.SIZE + from, scores, 0, length);
        System.arraycopy(kind, chunk * Shards.SIZE + from, kindsOut, 0, length);
      };
    }
  }
}
