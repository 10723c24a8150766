package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.StayCertificate;
import eoca.core.testing.BruteForce;
import eoca.core.testing.Extremes;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Seeds;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Values that no allocation can give, thirty orders beside those that it can: proven all the same.
 */
class TightExtremesTest {
  private static final Workers ONE = Workers.sequential();
  private static final Extremes.Kind[] KINDS = Extremes.Kind.values();

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

  @Test
  void tinyOnesAgreeWithBruteForce() {
    int[] rested = new int[1];
    Seeds.run(
        0,
        4000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance =
              Extremes.tight(
                  KINDS[(int) (seed % KINDS.length)],
                  seed,
                  1 + random.nextInt(8),
                  2 + random.nextInt(4),
                  random.nextBoolean());
          if (BruteForce.exactOptimum(instance).isEmpty()) {
            return;
          }
          CertificateReport report = proven(instance, solve(new ExactAllocator(), instance, ONE));
          BigDecimal best = BruteForce.exactOptimum(instance).orElseThrow();
          assertThat(report.objective()).isEqualTo(best.doubleValue() + 0.0);
          rested[0] += report.tightLevels() ? 1 : 0;
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(rested[0]).isGreaterThan(100);
    }
  }

  @Test
  void tamperedOptimaAreNotCalledOptimal() {
    int[] rejected = new int[1];
    Seeds.run(
        0,
        1500,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int users = 4 + random.nextInt(40);
          Instance instance =
              Extremes.tight(
                  KINDS[(int) (seed % KINDS.length)],
                  seed,
                  users,
                  2 + random.nextInt(5),
                  random.nextBoolean());
          Outcome.Solved solved = solve(new ExactAllocator(), instance, ONE);
          CertificateReport optimum = proven(instance, solved);
          Assignment tampered = solved.assignment();
          int one = random.nextInt(users);
          int two = random.nextInt(users);
          int fund = tampered.fund(one);
          tampered.set(one, tampered.fund(two));
          tampered.set(two, fund);
          double[] prices = solved.prices();
          CertificateReport report = Certificate.certify(instance, tampered, prices, ONE);
          double lost = optimum.objective() - report.objective();
          double scale = 1e-9 * Math.abs(optimum.dualBound());
          assertThat(report.optimal()).isEqualTo(report.valid() && lost <= scale);
          rejected[0] += report.valid() && !report.optimal() ? 1 : 0;
          prices[random.nextInt(prices.length)] += 1000.5 * (random.nextInt(3) - 1);
          CertificateReport again = Certificate.certify(instance, tampered, prices, ONE);
          assertThat(again.optimal() && lost > scale).isFalse();
          tampered.set(one, Assignment.NONE & 0xFF);
          assertThat(Certificate.certify(instance, tampered, prices, ONE).optimal()).isFalse();
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(rejected[0]).isGreaterThan(200);
    }
  }

  @Test
  void coldWarmAndThreadsProveTheSame() {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      Workers three = Workers.of(executor, 3);
      Seeds.run(
          0,
          60,
          seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int users = random.nextInt(4) == 0 ? 40_000 : 200 + random.nextInt(4000);
            Instance instance =
                Extremes.tight(
                    KINDS[(int) (seed % KINDS.length)],
                    seed,
                    users,
                    3 + random.nextInt(7),
                    random.nextBoolean());
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
            assertThat(warm.relativeGap()).isLessThanOrEqualTo(1e-9);
          });
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void stayingIsProvenToo() {
    Seeds.run(
        0,
        150,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance =
              Extremes.tight(
                  KINDS[(int) (seed % KINDS.length)],
                  seed,
                  20 + random.nextInt(200),
                  3 + random.nextInt(4),
                  false);
          Outcome.Solved before = solve(new ExactAllocator(), instance, ONE);
          Assignment former = before.assignment();
          for (int n = 0; n < 10; n++) {
            former.set(random.nextInt(instance.users()), random.nextInt(instance.funds()));
          }
          Stay stay = new Stay(former, random.nextInt(30), false);
          Outcome.Solved solved = solve(new ExactAllocator().staying(stay), instance, ONE);
          assertThat(
                  StayCertificate.certify(instance, solved.assignment(), stay, solved.prices(), ONE)
                      .relativeGap())
              .isLessThanOrEqualTo(1e-9);
        });
  }

  @Test
  void atEveryTightLevelPricesStayAsTheyAreWhereTheyProve() {
    HeapColumns columns =
        new HeapColumns(
            new float[][] {{3, 4, 90, 80}, {5, 1, 60, 3}, {0, 0, 7, 6}, {0, 0, 2, 9}},
            new byte[] {1, 1, 4, 5});
    Instance instance =
        new Instance(
            4,
            columns,
            columns.tolerances(),
            new int[] {1, 1, 4, 4},
            new long[] {1, 1, 1, 1},
            false);
    Outcome.Solved solved = solve(new ExactAllocator(), instance, ONE);
    assertThat(proven(instance, solved).tightLevels()).isFalse();
    double[] prices = solved.prices();
    assertThat(Math.min(prices[0], prices[1]) - Math.max(prices[2], prices[3])).isGreaterThan(60);
  }
}
