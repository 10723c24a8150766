package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import eoca.core.testing.Shapes;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Users by the thousand who are alike, or indifferent. */
class AlikeTest {
  @Test
  void pathsOfManyUsersAgreeWithPathsOfOne() {
    Seeds.run(
        1,
        400,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int k = 1 + random.nextInt(6);
          int profiles = 1 + random.nextInt(6);
          Rows counted = new Rows();
          Rows single = new Rows();
          long[] count = new long[profiles];
          long[] need = new long[k];
          for (int p = 0; p < profiles; p++) {
            long[] value = random.longs(k, -9, 10).toArray();
            count[p] = random.nextInt(20);
            for (int j = 0; j < k; j++) {
              counted.add(j, value[j]);
            }
            counted.end(p);
            for (int u = 0; u < count[p]; u++) {
              for (int j = 0; j < k; j++) {
                single.add(j, value[j]);
              }
              single.end(1000 * p + u);
              need[random.nextInt(k)]++;
            }
          }
          Prices one = Prices.zero(k);
          long[] tie = new long[k];
          Arrays.setAll(tie, Ties::fund);
          PathSolver solver = new PathSolver(single, tie, one, need);
          assertThat(solver.solve(StopSignal.NEVER, Long.MAX_VALUE))
              .isEqualTo(PathSolver.End.SOLVED);
          long[] many = new long[k];
          assertThat(new CountedPaths(counted, count, many, need).solve(10_000)).isTrue();
          assertThat(bound(counted, count, many, need))
              .isEqualTo(bound(counted, count, one.value(), need));
        });
  }

  /** The dual bound, whose least value is the optimum. */
  private static long bound(Rows rows, long[] count, long[] price, long[] need) {
    long sum = 0;
    for (int row = 0; row < rows.count(); row++) {
      long most = Long.MIN_VALUE;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        most = Math.max(most, rows.value(c) - price[rows.fund(c)]);
      }
      sum += count[row] * most;
    }
    for (int j = 0; j < need.length; j++) {
      sum += need[j] * price[j];
    }
    return sum;
  }

  @Test
  void usersWhoAreAlikeAreMostlyFixed() {
    for (int seed = 1; seed <= 3; seed++) {
      Instance instance =
          Instances.generate(
              InstanceSpec.of(Regime.TIED, 200_000, 24, 4), seed, Workers.sequential());
      Outcome.Solved solved = solved(instance);
      assertThat(solved.statistics().get("boundary_users")).isLessThan(instance.users() / 10L);
      assertThat(solved.statistics().get("passes")).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void standInsAreWantedAsTheCountsSay() {
    int k = 3;
    long[] count = {60_000, 40_000};
    Rows profiles = new Rows();
    for (long[] value : new long[][] {{5, 3, 0}, {2, 5, 2}}) {
      for (int j = 0; j < k; j++) {
        profiles.add(j, value[j]);
      }
      profiles.end(profiles.count());
    }
    long[] need = {30_000, 50_000, 20_000};
    Prices prices = Prices.zero(k);
    CountedPaths paths = new CountedPaths(profiles, count, prices.value(), need);
    assertThat(paths.solve(100)).isTrue();
    Instance instance =
        Instances.generate(InstanceSpec.of(Regime.CONSTANT, 100, k, 1), 1, Workers.sequential());
    FundOrder order =
        new FundOrder(
            instance, Feasibility.check(instance, Workers.sequential()).usersByTolerance());
    double[] width = new double[k * k];
    Arrays.fill(width, 0.25);
    Spread tied = new Spread(width, new boolean[k], new int[k], new int[k], true);
    StandIns made = new StandIns(profiles, count, paths, prices);
    Prices[] solved = new Prices[4];
    for (int part = 0; part < solved.length; part++) {
      solved[part] = made.solve(part, solved.length, order, tied, StopSignal.NEVER);
      for (int j = 1; j < k; j++) {
        assertThat(solved[part].value()[j] - solved[part].value()[0])
            .isEqualTo(prices.value()[j] - prices.value()[0]);
      }
    }
    for (int other = 1; other < solved.length; other++) {
      for (int pair = 1; pair < k * k; pair++) {
        assertThat(Lexicographic.difference(solved[other], pair / k, pair % k))
            .isCloseTo(Lexicographic.difference(solved[0], pair / k, pair % k), offset(0.05));
      }
    }
  }

  @Test
  void identicalColumnsHideNobodyBetweenOtherFunds() {
    InstanceSpec spec = InstanceSpec.of(Regime.LOGNORMAL, 200_000, 8, 4);
    Instance instance = Shapes.of("twins", Instances.generate(spec, 1, Workers.sequential()));
    Outcome.Solved solved = solved(instance);
    assertThat(solved.statistics().get("retries")).isLessThanOrEqualTo(1);
    assertThat(solved.statistics().get("boundary_users")).isLessThan(instance.users() / 4);
  }

  /** Copies at two risk levels: thousands waver between funds 11 and 23 at one price. */
  @Test
  void identicalColumnsHangTogetherAcrossRiskLevels() {
    InstanceSpec spec = InstanceSpec.of(Regime.LOGNORMAL, 600_000, 50, 4);
    Instance instance = Shapes.of("twins", Instances.generate(spec, 3, Workers.sequential()));
    Outcome.Solved solved = solved(instance);
    assertThat(solved.statistics().get("retries")).as("was 12").isLessThanOrEqualTo(3);
    assertThat(solved.statistics().get("boundary_users"))
        .as("was everybody")
        .isLessThan(instance.users() / 4);
  }

  @Test
  void zerosAreAsSmoothAsOtherValues() {
    for (Regime regime : new Regime[] {Regime.ZEROS, Regime.CONSTANT}) {
      Instance instance =
          Instances.generate(InstanceSpec.of(regime, 200_000, 8, 4), 1, Workers.sequential());
      Outcome.Solved solved = solved(instance);
      assertThat(solved.statistics().get("boundary_users"))
          .as(regime.name())
          .isLessThan(instance.users() / 2);
      assertThat(solved.statistics().get("passes")).as(regime.name()).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void pricesMayGoOnWhereNobodyIsNear() {
    Rim rim = new Rim(2);
    Prices prices = Prices.zero(2);
    Box box = Box.around(prices, new double[] {0, 3, 3, 0}, new int[2]);
    BoxScreen screen = new BoxScreen(null, null, null, null, null, false, new long[] {0, 9, 9, 0});
    rim.leave(1, 7, 12);
    rim.leave(1, 7, 5);
    rim.leave(1, 8, 1);
    rim.leave(2, 20, 0);
    Box bounds = rim.around(box, screen, null, prices);
    assertThat(bounds.value[1]).as("somebody is there").isEqualTo(7);
    assertThat(bounds.tie[1]).isEqualTo(4);
    assertThat(bounds.value[2]).as("nobody who was looked at is").isEqualTo(9);
    assertThat(bounds.tie[2]).isGreaterThan(Ties.RANGE);
    assertThat(box.value[1]).as("the pass's own box").isEqualTo(3);
    rim.weigh();
    double[] beyond = {0, 5.25, 2, 0};
    TieScreen ties = new TieScreen(1, 1, null, null, null, null, null, null, null, null, beyond);
    bounds = rim.around(box, screen, ties, prices);
    assertThat(bounds.value[1]).as("somebody was left out by ties").isEqualTo(5);
    assertThat(bounds.tie[1]).isEqualTo(Ties.RANGE / 2 - 1);
    assertThat(bounds.value[2]).as("never less than the box").isEqualTo(3);
  }

  @Test
  void lumpsAreWhatChangesItsMindTogether() {
    Rows different = new Rows();
    Rows alike = new Rows();
    for (int i = 0; i < 600; i++) {
      for (int j = 0; j < 2; j++) {
        different.add(j, j == 0 ? 0 : 1 + i);
        alike.add(j, j == 0 ? 0 : 1 + i % 20);
      }
      different.end(i);
      alike.end(i);
    }
    double[] width = {0, 1000, 1000, 0};
    Spread spread = new Spread(width, new boolean[2], new int[2], new int[] {0, 1}, true);
    Prices prices = Prices.zero(2);
    assertThat(Lumps.of(different, prices, spread, 400)).isEqualTo(1);
    assertThat(Lumps.of(alike, prices, spread, 400)).isEqualTo(29 * 400);
  }

  @Test
  void copiesInTheirThousandsLeaveNoBoxTooNarrow() {
    int retries = 0;
    for (int seed = 1; seed <= 3; seed++) {
      InstanceSpec spec = InstanceSpec.of(Regime.LOGNORMAL, 600_000, 8, 4);
      Instance instance = Shapes.of("alike", Instances.generate(spec, seed, Workers.sequential()));
      Outcome.Solved solved = solved(instance);
      assertThat(solved.statistics().get("boundary_users")).isLessThan(instance.users() / 8L);
      retries += solved.statistics().get("retries").intValue();
    }
    assertThat(retries).isLessThanOrEqualTo(2);
  }

  private static Outcome.Solved solved(Instance instance) {
    Outcome.Solved solved =
        (Outcome.Solved)
            new ExactAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
    PlainChecker.check(instance, solved.assignment());
    assertThat(PlainGap.of(instance, solved.assignment(), solved.prices()).relative())
        .isBetween(0.0, 1e-12);
    return solved;
  }
}
