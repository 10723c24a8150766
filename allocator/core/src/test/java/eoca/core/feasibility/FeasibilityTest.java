package eoca.core.feasibility;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Witness;
import eoca.core.Witness.QuotaChange;
import eoca.core.Workers;
import eoca.core.testing.BruteForce;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class FeasibilityTest {
  private enum Kind {
    NONE,
    QUOTA_SUM,
    RISK_LEVEL,
    UNSERVABLE
  }

  @Test
  void agreesWithBruteForceAndEveryFixWorks() {
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    Seeds.run(
        0,
        20_000,
        seed -> {
          Instance instance = Instances.tiny(seed);
          FeasibilityReport report = Feasibility.check(instance, Workers.sequential());
          assertThat(report.feasible()).isEqualTo(BruteForce.feasible(instance));
          report.witness().ifPresent(witness -> assertFixed(instance, witness));
          seen.merge(kind(report), 1, Integer::sum);
        });
    if (System.getProperty("eoca.seed") == null) {
      for (Kind kind : Kind.values()) {
        assertThat(seen.get(kind)).as(kind.name()).isGreaterThan(500);
      }
    }
  }

  /** Everything wrong at once: quotas, tolerances and risks drawn independently. */
  @Test
  void aFixMendsSeveralProblemsAtOnceAndIsTheSmallest() {
    Seeds.run(
        0,
        20_000,
        seed -> {
          Instance instance = chaos(seed);
          FeasibilityReport report = Feasibility.check(instance, Workers.sequential());
          assertThat(report.feasible()).isEqualTo(BruteForce.feasible(instance));
          report.witness().ifPresent(witness -> assertFixed(instance, witness));
        });
  }

  @Test
  void theReportDoesNotDependOnTheThreads() {
    ExecutorService executor = Executors.newFixedThreadPool(7);
    try {
      for (boolean feasible : new boolean[] {true, false}) {
        InstanceSpec spec =
            new InstanceSpec(Regime.LOGNORMAL, 400_000, 6, 4, false, feasible, true);
        Instance instance = Instances.generate(spec, 11, Workers.sequential());
        FeasibilityReport expected = Feasibility.check(instance, Workers.sequential());
        for (int threads : new int[] {2, 3, 8}) {
          FeasibilityReport actual = Feasibility.check(instance, Workers.of(executor, threads));
          assertThat(actual.usersByTolerance()).isEqualTo(expected.usersByTolerance());
          assertThat(actual.levels()).isEqualTo(expected.levels());
          assertThat(actual.witness()).isEqualTo(expected.witness());
        }
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void levelViolationMovesQuotaBelowTheLowestViolatedLevel() {
    // Risk 4 asks for 3 of 1 user; so does risk 2 and above, of 2 users: risk 1 receives.
    Instance instance =
        instance(new int[] {1, 1, 2, 4}, new int[] {1, 2, 4, 4}, new long[] {1, 0, 1, 2});
    Witness witness = Feasibility.check(instance, Workers.sequential()).witness().orElseThrow();
    assertThat(witness)
        .isEqualTo(
            new Witness.RiskLevel(4, 3, 1, List.of(new QuotaChange(0, 2), new QuotaChange(3, -2))));
  }

  @Test
  void theHighestViolatedLevelGivesAndTheOneBelowTheLowestViolatedReceives() {
    // Level 3 holds; level 2 wants 5 of 4: a fund of level 2 gives, the first fund of level 1 gets.
    Instance instance =
        instance(
            new int[] {1, 1, 2, 2, 3, 3}, new int[] {3, 2, 1, 2, 1}, new long[] {2, 2, 1, 1, 0});
    Witness witness = Feasibility.check(instance, Workers.sequential()).witness().orElseThrow();
    assertThat(witness)
        .isEqualTo(
            new Witness.RiskLevel(2, 5, 4, List.of(new QuotaChange(2, 1), new QuotaChange(3, -1))));
  }

  @Test
  void surplusIsTakenFromTheLastFundAndMissingQuotaGoesToTheLowestRisk() {
    int[] tolerances = {1, 2, 2};
    Instance surplus = instance(tolerances, new int[] {2, 1}, new long[] {2, 3});
    assertThat(Feasibility.check(surplus, Workers.sequential()).witness())
        .contains(new Witness.QuotaSum(3, 5, List.of(new QuotaChange(1, -2))));
    Instance missing = instance(tolerances, new int[] {2, 1, 1}, new long[] {2, 0, 0});
    assertThat(Feasibility.check(missing, Workers.sequential()).witness())
        .contains(new Witness.QuotaSum(3, 2, List.of(new QuotaChange(1, 1))));
  }

  @Test
  void unservableUsersAreNamed() {
    Instance instance = instance(new int[] {0, 5, 1, 5}, new int[] {2, 3}, new long[] {2, 2});
    assertThat(Feasibility.check(instance, Workers.sequential()).witness())
        .contains(new Witness.UnservableUsers(2, List.of(0, 2), List.of(new QuotaChange(1, -2))));
  }

  @Test
  void hugeQuotasDoNotOverflow() {
    long[] quotas = {Long.MAX_VALUE, 1, Long.MAX_VALUE};
    Instance instance = instance(new int[] {1, 2, 3}, new int[] {1, 2, 3}, quotas);
    Witness witness = Feasibility.check(instance, Workers.sequential()).witness().orElseThrow();
    assertThat(((Witness.QuotaSum) witness).quotaSum()).isEqualTo(Long.MAX_VALUE);
    assertThat(BruteForce.feasible(applied(instance, witness))).isTrue();
  }

  @Test
  void noUsersNeedNoQuota() {
    Instance nobody = instance(new int[0], new int[] {3, 1}, new long[] {0, 0});
    assertThat(Feasibility.check(nobody, Workers.sequential()).feasible()).isTrue();
    Instance quota = instance(new int[0], new int[] {3, 1}, new long[] {0, 2});
    assertThat(Feasibility.check(quota, Workers.sequential()).witness())
        .contains(new Witness.QuotaSum(0, 2, List.of(new QuotaChange(1, -2))));
  }

  @Test
  void levelsTellDemandSupplyAndSlack() {
    Instance instance = instance(new int[] {1, 2, 2, 4}, new int[] {2, 4, 1}, new long[] {1, 1, 2});
    assertThat(Feasibility.check(instance, Workers.sequential()).levels())
        .containsExactly(
            new FeasibilityReport.Level(1, 4, 4),
            new FeasibilityReport.Level(2, 2, 3),
            new FeasibilityReport.Level(4, 1, 1));
  }

  private static Kind kind(FeasibilityReport report) {
    Witness witness = report.witness().orElse(null);
    if (witness == null) {
      return Kind.NONE;
    }
    if (witness instanceof Witness.QuotaSum) {
      return Kind.QUOTA_SUM;
    }
    return witness instanceof Witness.RiskLevel ? Kind.RISK_LEVEL : Kind.UNSERVABLE;
  }

  /** Applies the fix in every way it may be applied; no smaller one exists. */
  private static void assertFixed(Instance instance, Witness witness) {
    for (QuotaChange change : witness.fix()) {
      assertThat(change.delta()).isNotZero();
    }
    assertThat(BruteForce.feasible(applied(instance, witness))).isTrue();
    Instance base = instance;
    if (witness instanceof Witness.UnservableUsers unservable) {
      assertThat(unservable.firstUsers()).hasSize((int) Math.min(10, unservable.count()));
      assertThat(BruteForce.feasible(withPseudoFund(instance, unservable))).isTrue();
      base = withoutUnservable(instance);
    }
    if (witness instanceof Witness.RiskLevel) {
      assertThat(witness.fix().stream().mapToLong(QuotaChange::delta).sum()).isZero();
    }
    long total = witness.fix().stream().mapToLong(c -> Math.abs(c.delta())).sum();
    assertThat(total).isEqualTo(leastChange(base, base.quotas(), 0, base.users()));
  }

  /** The least Σ |change| to any quotas that are feasible: tries them all. */
  private static long leastChange(Instance instance, long[] quotas, int fund, long left) {
    if (fund == quotas.length) {
      if (left > 0 || !BruteForce.feasible(instance.withQuotas(quotas))) {
        return Long.MAX_VALUE;
      }
      long total = 0;
      for (int j = 0; j < quotas.length; j++) {
        total += Math.abs(quotas[j] - instance.quota(j));
      }
      return total;
    }
    long best = Long.MAX_VALUE;
    long[] tried = quotas.clone();
    for (long q = fund == quotas.length - 1 ? left : 0; q <= left; q++) {
      tried[fund] = q;
      best = Math.min(best, leastChange(instance, tried, fund + 1, left - q));
    }
    return best;
  }

  private static Instance applied(Instance instance, Witness witness) {
    long[] quotas = instance.quotas();
    for (QuotaChange change : witness.fix()) {
      quotas[change.fund()] += change.delta();
    }
    Instance base =
        witness instanceof Witness.UnservableUsers ? withoutUnservable(instance) : instance;
    return base.withQuotas(quotas);
  }

  private static Instance withoutUnservable(Instance instance) {
    int lowest = Arrays.stream(risks(instance)).min().getAsInt();
    int[] kept =
        Arrays.stream(tolerances(instance)).filter(tolerance -> tolerance >= lowest).toArray();
    return instance(kept, risks(instance), instance.quotas());
  }

  private static Instance withPseudoFund(Instance instance, Witness.UnservableUsers witness) {
    int[] risks = Arrays.copyOf(risks(instance), instance.funds() + 1);
    long[] quotas = Arrays.copyOf(instance.quotas(), risks.length);
    for (QuotaChange change : witness.fix()) {
      quotas[change.fund()] += change.delta();
    }
    quotas[risks.length - 1] = witness.count();
    return instance(tolerances(instance), risks, quotas);
  }

  private static Instance chaos(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] tolerances = new int[random.nextInt(6)];
    int[] risks = new int[1 + random.nextInt(4)];
    long[] quotas = new long[risks.length];
    int span = 1 + random.nextInt(5);
    Arrays.setAll(tolerances, i -> random.nextInt(span + 1));
    Arrays.setAll(risks, j -> random.nextInt(span + 1));
    Arrays.setAll(quotas, j -> random.nextInt(4));
    boolean pseudoFund = random.nextInt(4) == 0;
    if (pseudoFund) {
      risks[risks.length - 1] = 0;
    }
    Instance plain = instance(tolerances, risks, quotas);
    return new Instance(plain.users(), plain.etv(), plain.tolerances(), risks, quotas, pseudoFund);
  }

  private static Instance instance(int[] tolerances, int[] risks, long[] quotas) {
    byte[] tolerance = new byte[tolerances.length];
    for (int i = 0; i < tolerance.length; i++) {
      tolerance[i] = (byte) tolerances[i];
    }
    HeapColumns columns = new HeapColumns(new float[risks.length][tolerance.length], tolerance);
    return new Instance(tolerance.length, columns, columns.tolerances(), risks, quotas, false);
  }

  private static int[] tolerances(Instance instance) {
    byte[] tile = new byte[instance.users()];
    instance.tolerances().copy(0, tile, tile.length);
    int[] tolerances = new int[tile.length];
    Arrays.setAll(tolerances, i -> tile[i]);
    return tolerances;
  }

  private static int[] risks(Instance instance) {
    int[] risks = new int[instance.funds()];
    Arrays.setAll(risks, instance::risk);
    return risks;
  }
}
