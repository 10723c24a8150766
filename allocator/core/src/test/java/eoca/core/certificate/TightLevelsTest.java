package eoca.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Pins;
import eoca.core.Workers;
import eoca.core.testing.BruteForce;
import eoca.core.testing.Extremes;
import eoca.core.testing.Seeds;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bound that leaves out what no allocation can give: never below the optimum, never wrong. */
class TightLevelsTest {
  private static final Workers ONE = Workers.sequential();

  /** Two users must have the upper fund, and would love the lower one. */
  private static Instance coveted() {
    HeapColumns columns =
        new HeapColumns(
            new float[][] {{3, 4, 1e30f, 1e30f}, {5, 1, 2e30f, 3}, {0, 0, 7, 6}, {0, 0, 2, 9}},
            new byte[] {1, 1, 4, 5});
    return new Instance(
        4, columns, columns.tolerances(), new int[] {1, 1, 4, 4}, new long[] {1, 1, 1, 1}, false);
  }

  private static Assignment assignment(int... funds) {
    Assignment result = new Assignment(funds.length);
    for (int i = 0; i < funds.length; i++) {
      result.set(i, funds[i]);
    }
    return result;
  }

  @Test
  void whatNobodyCanTakeDoesNotCount() {
    CertificateReport best =
        Certificate.certify(coveted(), assignment(1, 0, 2, 3), new double[4], ONE);
    assertThat(best.optimal()).isTrue();
    assertThat(best.tightLevels()).isTrue();
    assertThat(best.dualBound()).isEqualTo(25);
    assertThat(best.boundSource()).isEqualTo(BoundSource.PRICES);
    CertificateReport worse =
        Certificate.certify(coveted(), assignment(1, 0, 3, 2), new double[4], ONE);
    assertThat(worse.optimal()).isFalse();
    assertThat(worse.dualBound()).isEqualTo(25);
    assertThat(worse.absoluteGap()).isEqualTo(8);
    // a bound that proves without is left alone
    CertificateReport plain =
        Certificate.certify(
            coveted(), assignment(1, 0, 2, 3), new double[] {0x1p110, 0x1p110, 0, 0}, ONE);
    assertThat(plain.optimal()).isTrue();
    assertThat(plain.tightLevels()).isFalse();
    // no prices: the largest values, whatever the levels
    assertThat(Certificate.certify(coveted(), assignment(1, 0, 2, 3), null, ONE).dualBound())
        .isGreaterThan(1e30);
  }

  /** Whoever is pinned, and some allocation that keeps the rules; null where there is none. */
  private record Drawn(Instance instance, Assignment assignment) {}

  private static Drawn draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Extremes.Kind[] kinds = Extremes.Kind.values();
    int users = 2 + random.nextInt(7);
    Instance instance =
        Extremes.tight(
            kinds[random.nextInt(kinds.length)],
            seed,
            users,
            2 + random.nextInt(4),
            random.nextBoolean());
    byte[] tolerance = new byte[users];
    instance.tolerances().copy(0, tolerance, users);
    int[] funds = new int[users];
    if (!fill(instance, tolerance, 0, instance.quotas(), funds, random)) {
      return null;
    }
    if (random.nextBoolean()) {
      long[] quotas = instance.quotas();
      Assignment locked = new Assignment(users);
      long[] control = new long[1];
      for (int i = 0; i < users; i++) {
        locked.set(i, Assignment.NONE & 0xFF);
        int kind = random.nextInt(4);
        if (kind == 0) {
          locked.set(i, funds[i]);
        } else if (kind == 1) {
          control[0] |= 1L << i;
          quotas[funds[i]]--;
          funds[i] = Assignment.NONE & 0xFF;
        }
      }
      instance = instance.withQuotas(quotas).withPins(new Pins(users, locked, control));
    }
    return new Drawn(instance, assignment(funds));
  }

  private static boolean fill(
      Instance instance,
      byte[] tolerance,
      int user,
      long[] left,
      int[] funds,
      SplittableRandom random) {
    if (user == funds.length) {
      return true;
    }
    int first = random.nextInt(left.length);
    for (int c = 0; c < left.length; c++) {
      int j = (first + c) % left.length;
      if (left[j] > 0 && tolerance[user] >= instance.risk(j)) {
        left[j]--;
        funds[user] = j;
        if (fill(instance, tolerance, user + 1, left, funds, random)) {
          return true;
        }
        left[j]++;
      }
    }
    return false;
  }

  @Test
  void theBoundIsNeverBelowTheOptimumAndOptimalIsNeverSaidOfLess() {
    int[] seen = new int[3];
    Seeds.run(
        0,
        6000,
        seed -> {
          Drawn drawn = draw(seed);
          if (drawn == null) {
            return;
          }
          SplittableRandom random = new SplittableRandom(seed + 1);
          double[] prices = new double[drawn.instance.funds()];
          int magnitude = random.nextInt(4) * random.nextInt(1000);
          for (int j = 0; j < prices.length; j++) {
            prices[j] = magnitude * (random.nextInt(9) - 4) / (random.nextBoolean() ? 4.0 : 3.0);
          }
          CertificateReport report =
              Certificate.certify(drawn.instance, drawn.assignment, prices, ONE);
          Optional<BigDecimal> optimum = BruteForce.exactOptimum(drawn.instance);
          assertThat(report.valid()).isTrue();
          assertThat(optimum).isPresent();
          double best = optimum.get().doubleValue();
          assertThat(report.dualBound()).isGreaterThanOrEqualTo(best);
          assertThat(report.absoluteGap()).isGreaterThanOrEqualTo(0);
          if (report.optimal()) {
            double scale = Math.abs(report.dualBound()) + Math.abs(report.objective());
            assertThat(best - report.objective()).isLessThanOrEqualTo(2e-9 * scale);
          }
          seen[0] += report.tightLevels() ? 1 : 0;
          seen[1] += report.tightLevels() && report.optimal() ? 1 : 0;
          seen[2] += report.tightLevels() && drawn.instance.pins() != null ? 1 : 0;
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(seen)
          .satisfies(
              counts -> {
                for (int count : counts) {
                  assertThat(count).isGreaterThan(200);
                }
              });
    }
  }
}
