package eoca.bench.entrant;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The exact strategy against OR-Tools' minimum-cost flow, which shares nothing with it: 5,000
 * seeded instances of up to 2,000 users and 12 funds with whole-number values, every regime;
 * objectives must be equal, every one. {@code -Deoca.crosscheck=N} runs another number.
 */
class CrossCheckTest {
  private static final int INSTANCES = Integer.getInteger("eoca.crosscheck", 5000);

  @Test
  void exactEqualsMinimumCostFlow() {
    Entrant exact = Entrants.of("exact");
    Entrant flow = Entrants.of("ortools-flow");
    Seeds.run(
        0,
        INSTANCES,
        seed -> {
          Instance instance = wholeNumbers(seed);
          Problem problem = new Problem(instance, Workers.sequential(), 1, 1000);
          CertificateReport ours = solve(exact, problem);
          CertificateReport theirs = solve(flow, problem);
          assertThat(ours.objective()).isEqualTo(theirs.objective());
          assertThat(ours.valid()).isTrue();
          assertThat(theirs.valid()).isTrue();
          assertThat(ours.absoluteGap()).isZero();
          assertThat(ours.optimal()).isTrue();
        });
  }

  private static CertificateReport solve(Entrant entrant, Problem problem) {
    try {
      Answer answer = entrant.solve(problem);
      assertThat(answer.assignment()).as(answer.note()).isNotNull();
      assertThat(answer.claimsOptimal()).isTrue();
      assertThat(answer.tolerance()).isZero();
      return Certificate.certify(
          problem.instance(), answer.assignment(), answer.prices(), problem.workers());
    } catch (Exception e) {
      throw new AssertionError(entrant.id() + " failed", e);
    }
  }

  /** A random instance of the seed's regime, values scaled and rounded to whole numbers. */
  private static Instance wholeNumbers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Regime[] regimes = Regime.values();
    int k = 1 + random.nextInt(12);
    int n = random.nextInt(random.nextInt(4) == 0 ? 2001 : 300);
    Regime regime = regimes[(int) (seed % regimes.length)];
    boolean pseudo = k > 1 && random.nextInt(5) == 0;
    InstanceSpec spec =
        new InstanceSpec(
            regime, n, k, 1 + random.nextInt(Math.min(k, 6)), pseudo, true, random.nextBoolean());
    Instance drawn = Instances.generate(spec, seed, Workers.sequential());
    HeapColumns columns = (HeapColumns) drawn.etv();
    float[][] etv = new float[k][n];
    for (int j = 0; j < k; j++) {
      for (int i = 0; i < n; i++) {
        double value = Math.rint(columns.etv()[j][i] * 10.0);
        etv[j][i] = (float) Math.max(-1e6, Math.min(1e6, value));
      }
    }
    int[] risks = new int[k];
    for (int j = 0; j < k; j++) {
      risks[j] = drawn.risk(j);
    }
    HeapColumns whole = new HeapColumns(etv, columns.tolerance());
    return new Instance(n, whole, whole.tolerances(), risks, drawn.quotas(), pseudo);
  }
}
