package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A few values beyond all others leave the others an optimum of their own. */
class OutlierTest {
  @Test
  void aValueThatOutweighsAllOthersCostsThemNothing() {
    Seeds.run(1, 300, seed -> check(seed, 20 + (int) (seed % 200)));
  }

  @Test
  void norDoesItWhereUsersAreSampled() {
    Seeds.run(1, 4, seed -> check(seed, 40_000));
  }

  private static void check(long seed, int users) {
    SplittableRandom random = new SplittableRandom(seed);
    Instance instance =
        Instances.generate(
            InstanceSpec.of(Regime.LOGNORMAL, users, 2 + random.nextInt(5), 1),
            random.nextInt(1000),
            Workers.sequential());
    float[][] etv = ((HeapColumns) instance.etv()).etv();
    float far = random.nextBoolean() ? 3e38f : 1e30f;
    etv[random.nextInt(etv.length)][random.nextInt(users)] = far;
    etv[random.nextInt(etv.length)][random.nextInt(users)] = -far;
    Outcome.Solved solved =
        (Outcome.Solved)
            new ExactAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
    CertificateReport report =
        Certificate.certify(instance, solved.assignment(), solved.prices(), Workers.sequential());
    double[] sizes = new double[users];
    for (int i = 0; i < users; i++) {
      sizes[i] = Math.abs(etv[solved.assignment().fund(i)][i]);
    }
    Arrays.sort(sizes);
    double others = Arrays.stream(sizes, 0, users - 2).sum();
    assertThat(report.valid()).isTrue();
    assertThat(report.absoluteGap()).isLessThanOrEqualTo(1e-9 * others);
  }
}
