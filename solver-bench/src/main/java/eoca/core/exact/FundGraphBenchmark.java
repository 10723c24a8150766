package eoca.core.exact;

import eoca.core.Instance;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Shortest augmenting paths on the graph of the funds: a sample of 4,000 users solved from prices 0
 * (baseline) and from its own optimal prices (a warm start, where nothing is left to move); both
 * must end solved.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx512m", "--add-modules=jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FundGraphBenchmark {
  private static final int USERS = 4000;

  /** Number of funds. */
  @Param({"8", "50"})
  public int funds;

  private Rows rows;
  private long[] tie;
  private long[] need;
  private Prices optimal;

  /** Rows of a log-normal instance without risk levels, in 2^−10 of money. */
  @Setup
  public void setUp() {
    Instance instance =
        Instances.generate(
            InstanceSpec.of(Regime.LOGNORMAL, USERS, funds, 1), 1, Workers.sequential());
    float[][] etv = new float[funds][USERS];
    tie = new long[funds];
    for (int j = 0; j < funds; j++) {
      instance.etv().copy(j, 0, etv[j], USERS);
      tie[j] = Ties.fund(j);
    }
    rows = new Rows();
    for (int i = 0; i < USERS; i++) {
      for (int j = 0; j < funds; j++) {
        rows.add(j, Math.round(etv[j][i] * 1024.0));
      }
      rows.end(i);
    }
    need = instance.quotas();
    optimal = Prices.zero(funds);
    solve(optimal);
  }

  private long solve(Prices prices) {
    PathSolver solver = new PathSolver(rows, tie, prices, need);
    if (solver.solve(StopSignal.NEVER, Long.MAX_VALUE) != PathSolver.End.SOLVED) {
      throw new IllegalStateException("not solved");
    }
    return solver.augmentations();
  }

  /** From nothing. */
  @Benchmark
  public long cold() {
    return solve(Prices.zero(funds));
  }

  /** From the optimal prices. */
  @Benchmark
  public long warm() {
    return solve(optimal.copy());
  }
}
