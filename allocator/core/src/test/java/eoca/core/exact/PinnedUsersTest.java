package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eoca.core.Allocations;
import eoca.core.Allocator;
import eoca.core.Assignment;
import eoca.core.FreeUsers;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Pins;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.core.Witness;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.StayCertificate;
import eoca.core.certificate.StayReport;
import eoca.core.certificate.Violation.Rule;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import eoca.core.heuristic.HeuristicAllocator;
import eoca.core.manual.ManualAllocator;
import eoca.core.testing.BruteForce;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Locked users and the control group: against instances from which they were taken out by hand. */
class PinnedUsersTest {
  private static final Workers ONE = Workers.sequential();

  /** An instance with pins, and what is left of it by hand. */
  private static final class Case {
    private final Instance whole;
    private final Instance rest;
    private final int[] rows;
    private final boolean crowded;
    private final double lockedValue;

    Case(Instance plain, SplittableRandom random, double lockedShare, double controlShare) {
      int n = plain.users();
      byte[] tolerance = new byte[n];
      plain.tolerances().copy(0, tolerance, n);
      float[][] etv = new float[plain.funds()][n];
      for (int j = 0; j < etv.length; j++) {
        plain.etv().copy(j, 0, etv[j], n);
      }
      Assignment locked = new Assignment(n);
      long[] control = new long[(n + 63) / 64];
      long[] left = plain.quotas();
      double value = 0;
      int[] free = new int[n];
      int count = 0;
      for (int i = 0; i < n; i++) {
        int fund = random.nextInt(plain.funds() - (plain.hasPseudoFund() ? 1 : 0));
        double draw = random.nextDouble();
        if (draw < lockedShare && tolerance[i] >= plain.risk(fund)) {
          locked.set(i, fund);
          left[fund]--;
          value += etv[fund][i];
        } else if (draw > 1 - controlShare) {
          control[i >>> 6] |= 1L << i;
        } else {
          free[count++] = i;
        }
      }
      rows = java.util.Arrays.copyOf(free, count);
      crowded = java.util.Arrays.stream(left).anyMatch(quota -> quota < 0);
      lockedValue = value;
      whole = plain.withPins(new Pins(n, locked, control));
      float[][] etvLeft = new float[etv.length][count];
      byte[] toleranceLeft = new byte[count];
      for (int i = 0; i < count; i++) {
        toleranceLeft[i] = tolerance[rows[i]];
        for (int j = 0; j < etv.length; j++) {
          etvLeft[j][i] = etv[j][rows[i]];
        }
      }
      HeapColumns columns = new HeapColumns(etvLeft, toleranceLeft);
      rest =
          new Instance(
              count,
              columns,
              columns.tolerances(),
              IntStream.range(0, plain.funds()).map(plain::risk).toArray(),
              java.util.Arrays.stream(left).map(quota -> Math.max(0, quota)).toArray(),
              plain.hasPseudoFund());
    }

    /** With quotas that fit: those of an allocation of the plain instance, less the control's. */
    static Case feasible(Instance plain, SplittableRandom random) {
      Case drawn = new Case(plain, random, 0.3, 0.2);
      Pins pins = drawn.whole.pins();
      Outcome outcome = new ExactAllocator().allocate(plain, ONE, StopSignal.NEVER);
      long[] quotas = new long[plain.funds()];
      for (int i = 0; i < plain.users(); i++) {
        int fund =
            pins.lockedFund(i) >= 0
                ? pins.lockedFund(i)
                : ((Outcome.Solved) outcome).assignment().fund(i);
        quotas[fund] += pins.isControl(i) ? 0 : 1;
      }
      return drawn.withQuotas(quotas);
    }

    private Case(Case other, long[] quotas) {
      this.rows = other.rows;
      this.lockedValue = other.lockedValue;
      this.whole = other.whole.withQuotas(quotas);
      long[] left = new long[quotas.length];
      boolean none = false;
      for (int j = 0; j < left.length; j++) {
        left[j] = Math.max(0, quotas[j] - whole.pins().locked(j));
        none |= quotas[j] < whole.pins().locked(j);
      }
      this.crowded = none;
      this.rest = other.rest.withQuotas(left);
    }

    Case withQuotas(long[] quotas) {
      return new Case(this, quotas);
    }

    boolean isFeasible() {
      return !crowded && BruteForce.feasible(rest);
    }
  }

  private static List<Allocator> strategies(Instance instance) {
    int[] order = IntStream.range(0, instance.funds()).toArray();
    return List.of(
        FreeUsers.around(stay -> new ExactAllocator().staying(stay), null),
        FreeUsers.around(stay -> new HeuristicAllocator(), null),
        FreeUsers.around(stay -> new ManualAllocator(order), null));
  }

  @Test
  void tinyInstancesAgreeWithBruteForce() {
    Seeds.run(
        1,
        3000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed ^ 0xca5e);
          Instance plain = Instances.tiny(seed);
          if (plain.funds() == 1 && plain.hasPseudoFund()) {
            return; // a campaign has a fund of its own
          }
          Case drawn =
              random.nextBoolean() && BruteForce.feasible(plain)
                  ? Case.feasible(plain, random)
                  : new Case(plain, random, random.nextDouble() / 2, random.nextDouble() / 2);
          FeasibilityReport feasibility = Feasibility.check(drawn.whole, ONE);
          assertThat(feasibility.feasible()).isEqualTo(drawn.isFeasible());
          if (!feasibility.feasible()) {
            assertFixed(drawn, feasibility.witness().orElseThrow());
            return;
          }
          OptionalDouble best = BruteForce.optimum(drawn.rest);
          double optimum = best.orElseThrow() + drawn.lockedValue;
          boolean exact = true;
          for (Allocator strategy : strategies(drawn.whole)) {
            Outcome.Solved solved =
                (Outcome.Solved) strategy.allocate(drawn.whole, ONE, StopSignal.NEVER);
            CertificateReport report =
                Certificate.certify(drawn.whole, solved.assignment(), solved.prices(), ONE);
            assertThat(report.violations()).isEmpty();
            assertThat(report.dualBound()).isGreaterThanOrEqualTo(optimum - slack(optimum));
            assertPinned(drawn, solved.assignment(), report);
            if (exact) {
              assertThat(report.optimal()).isTrue();
              assertThat(report.objective()).isCloseTo(optimum, within(slack(optimum)));
            }
            exact = false;
          }
        });
  }

  private static double slack(double value) {
    return 1e-6 * Math.max(1, Math.abs(value));
  }

  /** Everybody is where the pins say, and the report counts them. */
  private static void assertPinned(Case drawn, Assignment found, CertificateReport report) {
    Pins pins = drawn.whole.pins();
    int next = 0;
    Assignment free = new Assignment(drawn.rest.users());
    for (int i = 0; i < found.users(); i++) {
      if (pins.isFree(i)) {
        free.set(next++, found.fund(i));
      } else {
        assertThat(found.fund(i)).isEqualTo(pins.lockedFund(i));
      }
    }
    double ofFree = PlainChecker.check(drawn.rest, free);
    CertificateReport.Pinned told = report.pinned();
    assertThat(told.lockedUsers()).isEqualTo(pins.lockedUsers());
    assertThat(told.controlUsers()).isEqualTo(pins.controlUsers());
    assertThat(told.lockedObjective())
        .isCloseTo(drawn.lockedValue, within(slack(drawn.lockedValue)));
    assertThat(told.freeObjective()).isCloseTo(ofFree, within(slack(ofFree)));
    assertThat(report.unassigned())
        .isEqualTo(
            pins.controlUsers()
                + (drawn.whole.hasPseudoFund() ? drawn.whole.quota(drawn.whole.funds() - 1) : 0));
  }

  /** The fix mends it, and no smaller change does. */
  private static void assertFixed(Case drawn, Witness witness) {
    if (witness instanceof Witness.LockedUsers crowd) {
      assertThat(crowd.locked()).isEqualTo(drawn.whole.pins().locked(crowd.fund()));
      assertThat(crowd.locked()).isGreaterThan(drawn.whole.quota(crowd.fund()));
    }
    if (witness instanceof Witness.UnservableUsers unservable) {
      unservable.firstUsers().forEach(u -> assertThat(drawn.whole.pins().isFree(u)).isTrue());
      return; // quotas alone can't mend that
    }
    long[] quotas = drawn.whole.quotas();
    long total = 0;
    for (Witness.QuotaChange change : witness.fix()) {
      quotas[change.fund()] += change.delta();
      total += Math.abs(change.delta());
    }
    boolean servable =
        Feasibility.check(drawn.rest, ONE).levels().get(0).supply() == drawn.rest.users();
    if (servable) {
      assertThat(drawn.withQuotas(quotas).isFeasible()).isTrue();
      if (drawn.whole.users() <= 5 && drawn.whole.funds() <= 3) {
        assertThat(total).isEqualTo(leastChange(drawn, new long[drawn.whole.funds()], 0));
      }
    }
  }

  /** The least total change of quotas by trying all. */
  private static long leastChange(Case drawn, long[] quotas, int fund) {
    if (fund == quotas.length) {
      if (!drawn.withQuotas(quotas.clone()).isFeasible()) {
        return Long.MAX_VALUE;
      }
      long total = 0;
      for (int j = 0; j < quotas.length; j++) {
        total += Math.abs(quotas[j] - drawn.whole.quota(j));
      }
      return total;
    }
    long least = Long.MAX_VALUE;
    for (int q = 0; q <= drawn.whole.users(); q++) {
      quotas[fund] = q;
      least = Math.min(least, leastChange(drawn, quotas, fund + 1));
    }
    return least;
  }

  @Test
  void wholeNumbersAgreeWithMinCostFlow() {
    Seeds.run(
        1,
        300,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          InstanceSpec spec = InstanceSpec.of(Regime.INTEGER, 20 + random.nextInt(100), 4, 3);
          Case drawn = Case.feasible(Instances.generate(spec, seed, ONE), random);
          Outcome.Solved solved =
              (Outcome.Solved)
                  strategies(drawn.whole).get(0).allocate(drawn.whole, ONE, StopSignal.NEVER);
          CertificateReport report =
              Certificate.certify(drawn.whole, solved.assignment(), solved.prices(), ONE);
          assertThat(report.absoluteGap()).isZero();
          assertThat(report.objective())
              .isEqualTo(FlowOracle.optimum(drawn.rest) + drawn.lockedValue);
        });
  }

  @Test
  void movingUsersCostsAmongTheFreeOnes() {
    Seeds.run(
        1,
        300,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          InstanceSpec spec = InstanceSpec.of(Regime.INTEGER, 20 + random.nextInt(80), 4, 3);
          Case drawn = Case.feasible(Instances.generate(spec, seed, ONE), random);
          Assignment former = new Assignment(drawn.whole.users());
          for (int i = 0; i < former.users(); i++) {
            former.set(i, random.nextInt(4));
          }
          Stay stay = new Stay(former, random.nextInt(2000), true);
          Outcome.Solved solved =
              (Outcome.Solved)
                  FreeUsers.around(s -> new ExactAllocator().staying(s), stay)
                      .allocate(drawn.whole, ONE, StopSignal.NEVER);
          CertificateReport plain =
              Certificate.certify(drawn.whole, solved.assignment(), solved.prices(), ONE);
          assertThat(plain.violations()).isEmpty();
          StayReport report =
              StayCertificate.certify(drawn.whole, solved.assignment(), stay, solved.prices(), ONE);
          long pinnedMoves = 0;
          for (int i = 0; i < former.users(); i++) {
            boolean moved = former.fund(i) != solved.assignment().fund(i);
            pinnedMoves += !drawn.whole.pins().isFree(i) && moved ? 1 : 0;
          }
          float[] value = new float[1];
          long best =
              FlowOracle.optimum(
                  drawn.rest,
                  (user, fund) -> {
                    drawn.rest.etv().copy(fund, user, value, 1);
                    boolean moved = former.fund(drawn.rows[user]) != fund;
                    return (long) value[0] - (moved ? (long) stay.cost() : 0);
                  });
          assertThat(report.objective())
              .isEqualTo(best + drawn.lockedValue - (double) stay.cost() * pinnedMoves);
          assertThat(report.absoluteGap()).isZero();
          assertThat(report.moved()).isEqualTo(stay.moved(solved.assignment()));
        });
  }

  @Test
  void manyShardsAndAnyNumberOfThreadsGiveTheSame() {
    InstanceSpec spec = InstanceSpec.of(Regime.LOGNORMAL, 200_000, 6, 4);
    Case drawn = Case.feasible(Instances.generate(spec, 3, ONE), new SplittableRandom(3));
    for (Allocator strategy : strategies(drawn.whole)) {
      Allocations.assertThreadsDoNotMatter(strategy, drawn.whole);
    }
    Outcome.Solved pinned =
        (Outcome.Solved)
            strategies(drawn.whole).get(0).allocate(drawn.whole, ONE, StopSignal.NEVER);
    Outcome.Solved byHand =
        (Outcome.Solved) new ExactAllocator().allocate(drawn.rest, ONE, StopSignal.NEVER);
    for (int i = 0; i < drawn.rows.length; i++) {
      assertThat(pinned.assignment().fund(drawn.rows[i])).isEqualTo(byHand.assignment().fund(i));
    }
    FreeUsers free = FreeUsers.of(drawn.whole);
    for (int i = 0; i < drawn.rows.length; i += 997) {
      assertThat(free.row(i)).isEqualTo(drawn.rows[i]);
    }
  }

  @Test
  void nobodyFreeIsSolvedToo() {
    Instance plain = Instances.generate(InstanceSpec.of(Regime.INTEGER, 70, 2, 1), 5, ONE);
    Assignment locked = new Assignment(70);
    for (int i = 0; i < 70; i++) {
      locked.set(i, i % 2);
    }
    Instance all = plain.withQuotas(new long[] {35, 35}).withPins(new Pins(70, locked, null));
    for (Allocator strategy : strategies(all)) {
      Outcome.Solved solved = (Outcome.Solved) strategy.allocate(all, ONE, StopSignal.NEVER);
      CertificateReport report =
          Certificate.certify(all, solved.assignment(), solved.prices(), ONE);
      assertThat(report.valid()).isTrue();
      assertThat(report.absoluteGap()).isZero();
    }
  }

  @Test
  void whoeverIsNotWherePinnedIsFound() {
    Case drawn =
        Case.feasible(
            Instances.generate(InstanceSpec.of(Regime.LOGNORMAL, 500, 3, 1), 8, ONE),
            new SplittableRandom(8));
    Pins pins = drawn.whole.pins();
    int locked =
        IntStream.range(0, 500).filter(i -> pins.lockedFund(i) >= 0).findFirst().getAsInt();
    int control = IntStream.range(0, 500).filter(pins::isControl).findFirst().getAsInt();
    Outcome.Solved solved =
        (Outcome.Solved)
            strategies(drawn.whole).get(0).allocate(drawn.whole, ONE, StopSignal.NEVER);
    solved.assignment().set(locked, (pins.lockedFund(locked) + 1) % 3);
    solved.assignment().set(control, 0);
    CertificateReport report =
        Certificate.certify(drawn.whole, solved.assignment(), solved.prices(), ONE);
    assertThat(report.violations())
        .anyMatch(v -> v.rule() == Rule.LOCKED && v.user() == locked)
        .anyMatch(v -> v.rule() == Rule.CONTROL && v.user() == control);
  }
}
