package eoca.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Workers;
import eoca.core.certificate.Violation.Rule;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Mutation tests: a proven optimum with its prices is tampered with, and the certificate must say
 * so.
 */
class TamperingTest {
  private static final Workers ONE = Workers.sequential();

  /** An optimum of whole-number values by cancelling cycles on the k-node graph. */
  private static final class Optimum {
    final Instance instance;
    final Assignment assignment;
    final double[] prices;
    final float[][] etv;
    final byte[] tolerance;

    Optimum(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int k = 2 + random.nextInt(5);
      int n = 2 * k + random.nextInt(60);
      this.instance =
          Instances.generate(InstanceSpec.of(Regime.INTEGER, n, k, 1 + k / 2), seed, ONE);
      this.etv = new float[k][n];
      for (int j = 0; j < k; j++) {
        instance.etv().copy(j, 0, etv[j], n);
      }
      this.tolerance = new byte[n];
      instance.tolerances().copy(0, tolerance, n);
      this.assignment = start();
      this.prices = new double[k];
      boolean cancelled;
      do {
        cancelled = cancelACycle();
      } while (cancelled);
    }

    private Assignment start() {
      Assignment start = new Assignment(instance.users());
      long[] left = instance.quotas();
      for (int t = Instance.MAX_RISK; t >= 0; t--) {
        for (int i = 0; i < tolerance.length; i++) {
          if (tolerance[i] == t) {
            int riskiest = -1;
            for (int j = 0; j < left.length; j++) {
              boolean may = left[j] > 0 && instance.risk(j) <= t;
              if (may && (riskiest < 0 || instance.risk(j) > instance.risk(riskiest))) {
                riskiest = j;
              }
            }
            start.set(i, riskiest);
            left[riskiest]--;
          }
        }
      }
      return start;
    }

    /**
     * Bellman and Ford: improves along one cycle, or leaves the prices that prove there is none.
     */
    private boolean cancelACycle() {
      int k = etv.length;
      double[][] loss = new double[k][k];
      int[][] mover = new int[k][k];
      for (double[] row : loss) {
        java.util.Arrays.fill(row, Double.POSITIVE_INFINITY);
      }
      for (int i = 0; i < tolerance.length; i++) {
        int a = assignment.fund(i);
        for (int b = 0; b < k; b++) {
          boolean may = b != a && instance.quota(b) > 0 && tolerance[i] >= instance.risk(b);
          if (may && etv[a][i] - etv[b][i] < loss[a][b]) {
            loss[a][b] = etv[a][i] - etv[b][i];
            mover[a][b] = i;
          }
        }
      }
      double[] distance = new double[k];
      int[] from = new int[k];
      int changed = -1;
      for (int round = 0; round <= k; round++) {
        changed = -1;
        for (int a = 0; a < k; a++) {
          for (int b = 0; b < k; b++) {
            if (distance[a] + loss[a][b] < distance[b]) {
              distance[b] = distance[a] + loss[a][b];
              from[b] = a;
              changed = b;
            }
          }
        }
      }
      if (changed < 0) {
        for (int j = 0; j < k; j++) {
          prices[j] = -distance[j];
        }
        return false;
      }
      for (int step = 0; step < k; step++) {
        changed = from[changed];
      }
      int b = changed;
      do {
        assignment.set(mover[from[b]][b], b);
        b = from[b];
      } while (b != changed);
      return true;
    }

    CertificateReport certify() {
      return Certificate.certify(instance, assignment, prices, ONE);
    }
  }

  @Test
  void theOptimaAreCertified() {
    Seeds.run(
        0,
        2000,
        seed -> {
          CertificateReport report = new Optimum(seed).certify();
          assertThat(report.optimal()).isTrue();
          assertThat(report.wholeNumbers()).isTrue();
          assertThat(report.absoluteGap()).isZero();
        });
  }

  @Test
  void swappedUsersCostWhatTheyCost() {
    int[] gaps = new int[1];
    Seeds.run(
        0,
        2000,
        seed -> {
          Optimum optimum = new Optimum(seed);
          SplittableRandom random = new SplittableRandom(seed);
          int i = random.nextInt(optimum.tolerance.length);
          int other = random.nextInt(optimum.tolerance.length);
          int a = optimum.assignment.fund(i);
          int b = optimum.assignment.fund(other);
          optimum.assignment.set(i, b);
          optimum.assignment.set(other, a);
          CertificateReport report = optimum.certify();
          boolean risky =
              optimum.tolerance[i] < optimum.instance.risk(b)
                  || optimum.tolerance[other] < optimum.instance.risk(a);
          double lost =
              (double) optimum.etv[a][i]
                  - optimum.etv[b][i]
                  + optimum.etv[b][other]
                  - optimum.etv[a][other];
          assertThat(report.absoluteGap()).isEqualTo(lost);
          assertThat(report.valid()).isEqualTo(!risky);
          assertThat(report.optimal()).isEqualTo(!risky && lost == 0);
          gaps[0] += lost > 0 && !risky ? 1 : 0;
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(gaps[0]).isGreaterThan(300);
    }
  }

  @Test
  void aDroppedUserIsFound() {
    Seeds.run(
        0,
        500,
        seed -> {
          Optimum optimum = new Optimum(seed);
          int i = new SplittableRandom(seed).nextInt(optimum.tolerance.length);
          int fund = optimum.assignment.fund(i);
          optimum.assignment.set(i, Assignment.NONE & 0xFF);
          CertificateReport report = optimum.certify();
          assertThat(report.optimal()).isFalse();
          long quota = optimum.instance.quota(fund);
          assertThat(report.violations())
              .containsExactly(
                  new Violation(-1, fund, Rule.QUOTA, quota, quota - 1),
                  new Violation(i, -1, Rule.UNASSIGNED, 0, 0));
        });
  }

  @Test
  void quotasOffByOneAreFound() {
    Seeds.run(
        0,
        500,
        seed -> {
          Optimum optimum = new Optimum(seed);
          SplittableRandom random = new SplittableRandom(seed);
          int i = random.nextInt(optimum.tolerance.length);
          int a = optimum.assignment.fund(i);
          int b = (a + 1 + random.nextInt(optimum.prices.length - 1)) % optimum.prices.length;
          optimum.assignment.set(i, b);
          CertificateReport report = optimum.certify();
          assertThat(report.optimal()).isFalse();
          assertThat(report.violations())
              .contains(
                  new Violation(
                      -1, b, Rule.QUOTA, optimum.instance.quota(b), optimum.instance.quota(b) + 1));
          boolean risky = optimum.tolerance[i] < optimum.instance.risk(b);
          assertThat(report.violationCount()).isEqualTo(risky ? 3 : 2);
          if (risky) {
            assertThat(report.violations())
                .contains(
                    new Violation(i, b, Rule.RISK, optimum.instance.risk(b), optimum.tolerance[i]));
          }
        });
  }

  @Test
  void tamperedPricesGiveAGapUnlessTheyProveTheSame() {
    int[] gaps = new int[1];
    Seeds.run(
        0,
        2000,
        seed -> {
          Optimum optimum = new Optimum(seed);
          double optimalValue = optimum.certify().objective();
          SplittableRandom random = new SplittableRandom(seed);
          int j = random.nextInt(optimum.prices.length);
          optimum.prices[j] += random.nextBoolean() ? 1000.5 : -1000.5;
          CertificateReport report = optimum.certify();
          assertThat(report.valid()).isTrue();
          assertThat(report.dualBound()).isGreaterThanOrEqualTo(optimalValue);
          assertThat(report.optimal()).isEqualTo(report.absoluteGap() == 0);
          NaiveCertificate naive =
              new NaiveCertificate(optimum.instance, optimum.assignment, optimum.prices);
          assertThat(report.dualBound()).isEqualTo(naive.bound.doubleValue());
          gaps[0] += report.optimal() ? 0 : 1;
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(gaps[0]).isGreaterThan(1200);
    }
  }
}
