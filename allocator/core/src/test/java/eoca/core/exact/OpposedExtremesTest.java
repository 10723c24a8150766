package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.BoundSource;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.StayCertificate;
import eoca.core.certificate.StayReport;
import eoca.core.testing.BruteForce;
import eoca.core.testing.Extremes;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Seeds;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Values twenty orders and more beyond what is assigned, which are not assigned because taking one
 * forces a loss as large: found in exact arithmetic, and proven though no doubles are prices.
 */
class OpposedExtremesTest {
  private static final Workers ONE = Workers.sequential();

  private static Outcome.Solved solve(
      ExactAllocator allocator, Instance instance, Workers workers) {
    Outcome outcome = allocator.allocate(instance, workers, StopSignal.NEVER);
    assertThat(outcome).isInstanceOf(Outcome.Solved.class);
    return (Outcome.Solved) outcome;
  }

  private static CertificateReport proven(Instance instance, Outcome.Solved solved) {
    PlainChecker.check(instance, solved.assignment());
    CertificateReport report =
        Certificate.certify(instance, solved.assignment(), solved.prices(), ONE);
    assertThat(report.valid()).isTrue();
    assertThat(report.relativeGap()).isLessThanOrEqualTo(1e-9);
    assertThat(report.optimal()).isTrue();
    return report;
  }

  private static boolean all() {
    return System.getProperty("eoca.seed") == null;
  }

  @Test
  void tinyOnesAgreeWithBruteForce() {
    int[] exchanges = new int[1];
    Seeds.run(
        0,
        4000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance = Extremes.opposed(seed, 2 + random.nextInt(7), 2 + random.nextInt(4));
          CertificateReport report = proven(instance, solve(new ExactAllocator(), instance, ONE));
          double best = BruteForce.exactOptimum(instance).orElseThrow().doubleValue();
          if (report.absoluteGap() == 0) {
            assertThat(report.objective()).isEqualTo(best + 0.0);
          }
          double size = Math.max(Math.abs(best), Math.abs(report.dualBound()));
          assertThat(Math.abs(report.objective() - best)).isLessThanOrEqualTo(2e-9 * size);
          exchanges[0] += report.boundSource() == BoundSource.EXCHANGES ? 1 : 0;
        });
    if (all()) {
      assertThat(exchanges[0]).isGreaterThan(200);
    }
  }

  @Test
  void coldWarmAndThreadsProveTheSame() {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    int[] exchanges = new int[1];
    try {
      Workers three = Workers.of(executor, 3);
      Seeds.run(
          0,
          40,
          seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int users = random.nextInt(5) == 0 ? 30_000 : 200 + random.nextInt(4000);
            Instance instance = Extremes.opposed(seed, users, 3 + random.nextInt(7));
            Outcome.Solved cold = solve(new ExactAllocator(), instance, ONE);
            CertificateReport report = proven(instance, cold);
            Outcome.Solved parallel = solve(new ExactAllocator(), instance, three);
            assertThat(parallel.prices()).isEqualTo(cold.prices());
            for (int i = 0; i < users; i++) {
              assertThat(parallel.assignment().fund(i)).isEqualTo(cold.assignment().fund(i));
            }
            assertThat(Certificate.certify(instance, cold.assignment(), cold.prices(), three))
                .isEqualTo(report);
            CertificateReport warm =
                proven(
                    instance,
                    solve(new ExactAllocator().startingFrom(cold.prices()), instance, ONE));
            assertThat(warm.objective()).isEqualTo(report.objective());
            exchanges[0] += report.boundSource() == BoundSource.EXCHANGES ? 1 : 0;
          });
    } finally {
      executor.shutdown();
    }
    if (all()) {
      assertThat(exchanges[0]).isGreaterThan(5);
    }
  }

  @Test
  void stayingIsProvenToo() {
    int[] exchanges = new int[1];
    Seeds.run(
        0,
        300,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance =
              Extremes.opposed(seed, 10 + random.nextInt(200), 3 + random.nextInt(4));
          Assignment former = solve(new ExactAllocator(), instance, ONE).assignment();
          for (int n = 0; n < 10; n++) {
            former.set(random.nextInt(instance.users()), random.nextInt(instance.funds()));
          }
          float cost = random.nextInt(30);
          Stay stay = new Stay(former, cost, cost == 0 || random.nextInt(4) == 0);
          Outcome.Solved solved = solve(new ExactAllocator().staying(stay), instance, ONE);
          StayReport report =
              StayCertificate.certify(instance, solved.assignment(), stay, solved.prices(), ONE);
          assertThat(report.relativeGap()).isLessThanOrEqualTo(1e-9);
          exchanges[0] += report.exchanges() ? 1 : 0;
        });
    if (all()) {
      assertThat(exchanges[0]).isGreaterThan(20);
    }
  }
}
