package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import eoca.core.Allocations;
import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Shards;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.StayCertificate;
import eoca.core.certificate.StayReport;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A start from old prices and the change of quotas: quicker, and never another answer. */
class WarmQuotasTest {
  private static final Settings SMALL =
      new Settings(0, 200, 8, 800, 0, 4.5, 3, 0.02, 12, 0.02, 1L << 30);

  private static Outcome.Solved solve(ExactAllocator exact, Instance instance) {
    return (Outcome.Solved) exact.allocate(instance, Workers.sequential(), StopSignal.NEVER);
  }

  /** Moves some quota to funds of at most the same risk: stays feasible. */
  private static long[] moved(Instance instance, SplittableRandom random) {
    long[] quotas = instance.quotas();
    for (int t = 0; t < 3; t++) {
      int from = random.nextInt(quotas.length);
      int to = random.nextInt(quotas.length);
      if (instance.risk(to) <= instance.risk(from)) {
        long some = random.nextLong(1 + quotas[from] / (1 + random.nextInt(20)));
        quotas[from] -= some;
        quotas[to] += some;
      }
    }
    return quotas;
  }

  @Test
  void theChangeNeverChangesTheObjective() {
    Seeds.run(
        1,
        300,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance before = Instances.randomFeasible(seed, 6000, 9);
          if (before.users() < 200) {
            return;
          }
          ExactAllocator cold = new ExactAllocator(SMALL);
          double[] prices = solve(cold, before).prices();
          Instance after = before.withQuotas(moved(before, random));
          long[] change = after.quotas();
          for (int j = 0; j < change.length; j++) {
            change[j] -= before.quota(j);
          }
          if (random.nextInt(4) == 0) { // what a caller says may be wrong in any way
            change[random.nextInt(change.length)] += random.nextInt(2000) - 1000;
          }
          Outcome.Solved warm = solve(cold.startingFrom(prices, change), after);
          PlainChecker.check(after, warm.assignment());
          assertThat(PlainGap.of(after, warm.assignment(), warm.prices()).relative())
              .isBetween(0.0, 1e-9);
        });
  }

  @Test
  void fivePercentTakeOnePassAndNoSampleOfEverybody() {
    Instance instance =
        Instances.generate(
            InstanceSpec.of(Regime.LOGNORMAL, 400_000, 8, 1), 3, Workers.sequential());
    long[] even = new long[8];
    Arrays.fill(even, 50_000);
    Instance before = instance.withQuotas(even);
    ExactAllocator cold = new ExactAllocator();
    double[] prices = solve(cold, before).prices();
    long[] change = new long[8];
    change[0] = 2500;
    change[3] = -2500;
    long[] quotas = even.clone();
    quotas[0] += 2500;
    quotas[3] -= 2500;
    Instance after = instance.withQuotas(quotas);
    ExactAllocator exact = cold.startingFrom(prices, change);
    Outcome.Solved warm = solve(exact, after);
    assertThat(warm.statistics().get("passes")).isEqualTo(1);
    assertThat(warm.statistics().get("sample_users")).isZero();
    Assignment expected = solve(cold, after).assignment();
    for (int shard = 0; shard < Shards.count(after.users()); shard++) {
      assertThat(warm.assignment().shard(shard)).isEqualTo(expected.shard(shard));
    }
    Allocations.assertThreadsDoNotMatter(exact, after);
  }

  @Test
  void usersWhoStayUnlessItCostsMoveNoFurtherThanInACold() {
    int[] warmed = new int[1];
    Seeds.run(
        1,
        60,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance before = Instances.randomFeasible(seed, 9000, 9);
          if (before.users() < 200) {
            return;
          }
          ExactAllocator plain = new ExactAllocator(SMALL);
          Outcome.Solved old = solve(plain, before);
          Instance after = before.withQuotas(moved(before, random));
          long[] change = after.quotas();
          for (int j = 0; j < change.length; j++) {
            change[j] -= before.quota(j);
          }
          float[] costs = {0, 0.25f, 3, 1000};
          Stay stay = new Stay(old.assignment(), costs[(int) (seed % 4)], random.nextBoolean());
          ExactAllocator cold = plain.staying(stay);
          Outcome.Solved warm = solve(cold.startingFrom(old.prices(), change), after);
          Outcome.Solved expected = solve(cold, after);
          PlainChecker.check(after, warm.assignment());
          warmed[0] += warm.statistics().get("sample_users") == 0 ? 1 : 0;
          StayReport found =
              StayCertificate.certify(
                  after, warm.assignment(), stay, warm.prices(), Workers.sequential());
          StayReport wanted =
              StayCertificate.certify(
                  after, expected.assignment(), stay, expected.prices(), Workers.sequential());
          assertThat(found.relativeGap()).isBetween(0.0, 1e-9);
          assertThat(found.objective()).isCloseTo(wanted.objective(), withinPercentage(1e-7));
        });
    assertThat(warmed[0]).isGreaterThan(10); // or only the cold solve was tested
  }

  @Test
  void changedQuotasWithUsersWhoStayAreSolvedWithoutASampleOfEverybody() {
    Instance before =
        Instances.generate(
            InstanceSpec.of(Regime.LOGNORMAL, 400_000, 8, 1), 3, Workers.sequential());
    ExactAllocator cold = new ExactAllocator();
    Outcome.Solved old = solve(cold, before);
    long[] quotas = before.quotas();
    long[] change = new long[8];
    int lower = before.risk(0) <= before.risk(3) ? 0 : 3;
    change[lower] = quotas[3 - lower] / 20;
    change[3 - lower] = -change[lower];
    quotas[lower] += change[lower];
    quotas[3 - lower] += change[3 - lower];
    Instance after = before.withQuotas(quotas);
    for (Stay stay :
        new Stay[] {
          new Stay(old.assignment(), 0, true),
          new Stay(old.assignment(), 1, false),
          new Stay(old.assignment(), 50, true)
        }) {
      ExactAllocator exact = cold.staying(stay).startingFrom(old.prices(), change);
      Outcome.Solved warm = solve(exact, after);
      assertThat(warm.statistics().get("sample_users")).as("cost %s", stay.cost()).isZero();
      assertThat(
              StayCertificate.certify(
                      after, warm.assignment(), stay, warm.prices(), Workers.sequential())
                  .relativeGap())
          .isBetween(0.0, 1e-9);
    }
  }
}
