package eoca.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Workers;
import eoca.core.certificate.Violation.Rule;
import eoca.core.testing.CountingColumns;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class CertificateTest {
  private static final Workers ONE = Workers.sequential();

  /** Fund 0 takes one user: user 0 (10 − 1) before user 1 (8 − 1): 10 + 1 + 1. */
  private static Instance twoFundsOneScarce() {
    return instance(
        new float[][] {{10, 8, 2}, {1, 1, 1}}, new byte[3], new int[2], new long[] {1, 2});
  }

  private static Instance instance(float[][] etv, byte[] tolerance, int[] risks, long[] quotas) {
    HeapColumns columns = new HeapColumns(etv, tolerance);
    return new Instance(tolerance.length, columns, columns.tolerances(), risks, quotas, false);
  }

  private static Assignment assignment(int... funds) {
    Assignment assignment = new Assignment(funds.length);
    for (int i = 0; i < funds.length; i++) {
      assignment.set(i, funds[i]);
    }
    return assignment;
  }

  @Test
  void anOptimumAtItsPricesHasNoGap() {
    CertificateReport report =
        Certificate.certify(twoFundsOneScarce(), assignment(0, 1, 1), new double[] {8, 0.5}, ONE);
    assertThat(report.objective()).isEqualTo(12);
    assertThat(report.dualBound()).isEqualTo(12);
    assertThat(report.absoluteGap()).isZero();
    assertThat(report.relativeGap()).isZero();
    assertThat(report.optimal()).isTrue();
    assertThat(report.wholeNumbers()).isTrue();
    assertThat(report.boundSource()).isEqualTo(BoundSource.PRICES);
    assertThat(report.funds().get(1).etvMean()).isEqualTo(1.0);
    assertThat(report.funds().get(0).price()).isEqualTo(8);
  }

  @Test
  void rowMaxIsTheSumOfTheUsersLargest() {
    CertificateReport report =
        Certificate.certify(twoFundsOneScarce(), assignment(0, 1, 1), null, ONE);
    assertThat(report.dualBound()).isEqualTo(20);
    assertThat(report.absoluteGap()).isEqualTo(8);
    assertThat(report.relativeGap()).isEqualTo(8.0 / 20);
    assertThat(report.boundSource().label()).isEqualTo("row-max");
    assertThat(report.valid()).isTrue();
    assertThat(report.optimal()).isFalse();
  }

  @Test
  void aGapOfOneUnitIsAGapWhereValuesAreWhole() {
    int n = 3_000_000;
    float[][] etv = new float[2][n];
    java.util.Arrays.fill(etv[0], 4000f);
    java.util.Arrays.fill(etv[1], 4000f);
    etv[0][0] = 4001f;
    Instance instance = instance(etv, new byte[n], new int[2], new long[] {1, n - 1});
    Assignment bad = new Assignment(n);
    for (int i = 0; i < n; i++) {
      bad.set(i, i == 1 ? 0 : 1);
    }
    CertificateReport report = Certificate.certify(instance, bad, new double[2], ONE);
    assertThat(report.relativeGap()).isPositive().isLessThan(1e-9);
    assertThat(report.absoluteGap()).isEqualTo(1);
    assertThat(report.optimal()).isFalse();
    etv[1][7] = 3999.5f; // no longer all whole: now the relative gap alone decides
    assertThat(Certificate.certify(instance, bad, new double[2], ONE).optimal()).isTrue();
  }

  @Test
  void nothingOverNothingIsNoGap() {
    Instance instance = instance(new float[2][3], new byte[3], new int[2], new long[] {1, 2});
    CertificateReport report = Certificate.certify(instance, assignment(0, 1, 1), null, ONE);
    assertThat(report.relativeGap()).isZero();
    assertThat(report.optimal()).isTrue();
    Instance empty = instance(new float[2][0], new byte[0], new int[2], new long[2]);
    CertificateReport none = Certificate.certify(empty, new Assignment(0), null, ONE);
    assertThat(none.optimal()).isTrue();
    assertThat(none.funds().get(0).etvMean()).isNull();
  }

  @Test
  void violationsAreLocated() {
    Instance instance =
        instance(
            new float[][] {{1, 2, 3, 4}, {1, 2, 3, Float.NaN}},
            new byte[] {0, 1, 1, 3},
            new int[] {0, 2},
            new long[] {3, 1});
    Assignment bad = new Assignment(4);
    bad.set(1, 1);
    bad.set(2, 9);
    bad.set(3, 0);
    CertificateReport report = Certificate.certify(instance, bad, null, ONE);
    assertThat(report.violations())
        .containsExactly(
            new Violation(-1, 0, Rule.QUOTA, 3, 1),
            new Violation(0, -1, Rule.UNASSIGNED, 0, 0),
            new Violation(1, 1, Rule.RISK, 2, 1),
            new Violation(2, 9, Rule.FUND_OUT_OF_RANGE, 0, 0),
            new Violation(3, 1, Rule.NOT_FINITE, 0, 0));
    assertThat(report.violationCount()).isEqualTo(5);
    assertThat(report.valid()).isFalse();
    assertThat(report.optimal()).isFalse();
    assertThat(report.violations().get(2).describe())
        .isEqualTo("user 1 of tolerance 1 has fund 1 of risk 2");
  }

  @Test
  void aFundWithoutQuotaMayNotBeUsedAndItsPriceDoesNotMatter() {
    Instance instance =
        instance(new float[][] {{1, 1}, {5, 5}}, new byte[2], new int[2], new long[] {2, 0});
    CertificateReport right =
        Certificate.certify(instance, assignment(0, 0), new double[] {0, Double.NaN}, ONE);
    assertThat(right.optimal()).isTrue();
    assertThat(right.dualBound()).isEqualTo(2);
    CertificateReport wrong =
        Certificate.certify(instance, assignment(0, 1), new double[] {0, 4}, ONE);
    assertThat(wrong.valid()).isFalse();
    assertThat(wrong.dualBound()).isEqualTo(2);
    assertThat(wrong.objective()).isEqualTo(6);
  }

  @Test
  void violationsAreCappedFromTheFirstUserAndCounted() {
    int n = 200_000;
    Instance instance = instance(new float[1][n], new byte[n], new int[] {1}, new long[] {n});
    Assignment all = new Assignment(n);
    for (int i = 0; i < n; i++) {
      all.set(i, 0);
    }
    CertificateReport report = Certificate.certify(instance, all, null, ONE);
    assertThat(report.violationCount()).isEqualTo(2L * n); // RISK and NO_FUND_ALLOWED
    assertThat(report.violations()).hasSize(Certificate.MAX_VIOLATIONS);
    assertThat(report.violations().get(999).user()).isEqualTo(499);
  }

  @Test
  void wrongArgumentsAreRefused() {
    Instance instance = twoFundsOneScarce();
    assertThatThrownBy(() -> Certificate.certify(instance, new Assignment(2), null, ONE))
        .hasMessage("users of the assignment (2) must be the instance's (3)");
    assertThatThrownBy(() -> Certificate.certify(instance, assignment(0, 1, 1), new double[1], ONE))
        .hasMessage("prices (1) must be one a fund (2)");
    assertThatThrownBy(
            () ->
                Certificate.certify(
                    instance, assignment(0, 1, 1), new double[] {0, Double.NaN}, ONE))
        .hasMessage("price of fund 1 (NaN) must be finite");
  }

  @Test
  void everyNumberIsTheExactOneRoundedOnce() {
    Seeds.run(
        0,
        6000,
        seed -> {
          Instance instance = Instances.random(seed, seed % 50 == 0 ? 900 : 24, 7);
          SplittableRandom random = new SplittableRandom(seed + 17);
          Assignment assignment = anyAssignment(instance, random);
          double[] prices = anyPrices(instance, random);
          NaiveCertificate naive = new NaiveCertificate(instance, assignment, prices);
          CertificateReport report = Certificate.certify(instance, assignment, prices, ONE);
          assertThat(Certificate.certify(instance, assignment, prices, ONE, new ScalarScreen()))
              .isEqualTo(report);
          assertThat(report.objective()).isEqualTo(plus0(naive.objective.doubleValue()));
          assertThat(report.dualBound()).isEqualTo(plus0(naive.bound.doubleValue()));
          BigDecimal gap = naive.bound.subtract(naive.objective);
          assertThat(report.absoluteGap()).isEqualTo(gap.doubleValue());
          BigDecimal scale = naive.bound.abs().max(naive.magnitude);
          assertThat(report.relativeGap())
              .isEqualTo(gap.signum() == 0 ? 0 : gap.doubleValue() / scale.doubleValue());
          assertThat(report.valid()).isEqualTo(naive.valid);
          assertThat(report.wholeNumbers())
              .isEqualTo(naive.whole && scale.compareTo(BigDecimal.valueOf(1L << 53)) < 0);
        });
  }

  private static double plus0(double value) {
    return value + 0.0;
  }

  /** Sometimes sensible, sometimes rubbish. */
  private static Assignment anyAssignment(Instance instance, SplittableRandom random) {
    Assignment assignment = new Assignment(instance.users());
    boolean rubbish = random.nextBoolean();
    for (int i = 0; i < instance.users(); i++) {
      int fund = random.nextInt(instance.funds());
      if (!rubbish || random.nextInt(4) > 0) {
        assignment.set(i, fund);
      } else if (random.nextBoolean()) {
        assignment.set(i, instance.funds() + random.nextInt(255 - instance.funds()));
      }
    }
    return assignment;
  }

  private static double[] anyPrices(Instance instance, SplittableRandom random) {
    int kind = random.nextInt(7);
    if (kind == 0) {
      return null;
    }
    double[] prices = new double[instance.funds()];
    float[] value = new float[1];
    for (int j = 0; j < prices.length; j++) {
      if (kind < 4 && instance.users() > 0) {
        // differences of values: users on the very edge between two funds
        instance.etv().copy(j, random.nextInt(instance.users()), value, 1);
        prices[j] = value[0];
        prices[j] = kind == 2 ? Math.nextUp(prices[j]) : prices[j];
        prices[j] = kind == 3 ? Math.nextUp(value[0]) : prices[j];
      } else if (kind == 4) {
        prices[j] = random.nextInt(100) - 50;
      } else if (kind == 5) {
        prices[j] = 20 * random.nextDouble();
      } else {
        prices[j] = Double.longBitsToDouble(random.nextLong());
        prices[j] = Double.isFinite(prices[j]) ? prices[j] : 1e300;
      }
    }
    return prices;
  }

  @Test
  void theResultDoesNotDependOnTheThreads() {
    ExecutorService executor = Executors.newFixedThreadPool(7);
    try {
      for (Regime regime : Regime.values()) {
        InstanceSpec spec = InstanceSpec.of(regime, 5 * Shards.SIZE + 4321, 3, 2);
        Instance instance = Instances.generate(spec, 11, ONE);
        SplittableRandom random = new SplittableRandom(5);
        Assignment assignment = new Assignment(instance.users());
        for (int i = 0; i < instance.users(); i++) {
          assignment.set(i, random.nextInt(random.nextInt(1000) == 0 ? 4 : 3));
        }
        double[] prices = {0.1, 7, Math.PI};
        CertificateReport one = Certificate.certify(instance, assignment, prices, ONE);
        for (int threads : new int[] {2, 3, 8}) {
          Workers workers = Workers.of(executor, threads);
          assertThat(Certificate.certify(instance, assignment, prices, workers)).isEqualTo(one);
        }
        assertThat(Certificate.certify(instance, assignment, prices, ONE, new ScalarScreen()))
            .isEqualTo(one);
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void everyValueIsReadOnce() {
    Instance generated =
        Instances.generate(InstanceSpec.of(Regime.LOGNORMAL, 100_001, 5, 3), 3, ONE);
    CountingColumns columns = new CountingColumns(generated.etv());
    int[] risks = new int[generated.funds()];
    for (int j = 0; j < risks.length; j++) {
      risks[j] = generated.risk(j);
    }
    Instance counted =
        new Instance(
            generated.users(), columns, generated.tolerances(), risks, generated.quotas(), false);
    Certificate.certify(counted, new Assignment(generated.users()), null, ONE);
    assertThat(columns.values()).isEqualTo(5L * 100_001);
  }
}
