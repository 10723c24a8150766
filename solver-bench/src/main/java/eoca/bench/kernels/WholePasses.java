package eoca.bench.kernels;

import eoca.bench.passes.StreamingPass;
import eoca.bench.race.InstanceKey;
import eoca.bench.race.RaceInstances;
import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.exact.ExactAllocator;
import eoca.core.heuristic.HeuristicAllocator;
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
 * Whole passes over 500,000 users × 8 funds on one thread: the streaming pass, the certificate at
 * an optimum and at the heuristic's allocation, and the strategies.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "--add-modules=jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WholePasses {
  private static final InstanceKey KEY = new InstanceKey("lognormal", 500_000, 8, 4, 1);
  private static final Workers ONE = Workers.sequential();

  private Instance instance;
  private float[][] etv;
  private Assignment optimum;
  private Assignment heuristic;
  private double[] prices;

  /** Solves once, so that the certificate has something to check. */
  @Setup
  public void setUp() {
    instance = RaceInstances.generate(KEY, 1);
    etv = ((HeapColumns) instance.etv()).etv();
    Outcome.Solved exact =
        (Outcome.Solved) new ExactAllocator().allocate(instance, ONE, StopSignal.NEVER);
    optimum = exact.assignment();
    prices = exact.prices();
    heuristic =
        ((Outcome.Solved) new HeuristicAllocator().allocate(instance, ONE, StopSignal.NEVER))
            .assignment();
    if (!certificate().optimal() || !certificateOfHeuristic().valid()) {
      throw new IllegalStateException("the allocations are wrong");
    }
  }

  /** The yardstick. */
  @Benchmark
  public double stream() {
    return StreamingPass.run(etv, KEY.users(), ONE);
  }

  /** The certificate of an optimum. */
  @Benchmark
  public CertificateReport certificate() {
    return Certificate.certify(instance, optimum, prices, ONE);
  }

  /** The certificate of an allocation that many users could be better off than. */
  @Benchmark
  public CertificateReport certificateOfHeuristic() {
    return Certificate.certify(instance, heuristic, prices, ONE);
  }

  /** The exact strategy. */
  @Benchmark
  public Outcome exact() {
    return new ExactAllocator().allocate(instance, ONE, StopSignal.NEVER);
  }

  /** The heuristic in rounds without sorting. */
  @Benchmark
  public Outcome heuristic() {
    return new HeuristicAllocator().allocate(instance, ONE, StopSignal.NEVER);
  }
}
