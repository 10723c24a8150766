package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
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
      Outcome.Solved solved =
          (Outcome.Solved)
              new ExactAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
      PlainChecker.check(instance, solved.assignment());
      assertThat(PlainGap.of(instance, solved.assignment(), solved.prices()).relative())
          .isBetween(0.0, 1e-12);
      assertThat(solved.statistics().get("boundary_users")).isLessThan(instance.users() * 2L / 3);
    }
  }

  @Test
  void identicalColumnsHideNobodyBetweenOtherFunds() {
    InstanceSpec spec = InstanceSpec.of(Regime.LOGNORMAL, 200_000, 8, 4);
    Instance instance = Shapes.of("twins", Instances.generate(spec, 1, Workers.sequential()));
    Outcome.Solved solved =
        (Outcome.Solved)
            new ExactAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
    PlainChecker.check(instance, solved.assignment());
    assertThat(solved.statistics().get("retries")).isLessThanOrEqualTo(1);
    assertThat(solved.statistics().get("boundary_users")).isLessThan(instance.users() / 4);
  }

  @Test
  void zerosAreAsSmoothAsOtherValues() {
    for (Regime regime : new Regime[] {Regime.ZEROS, Regime.CONSTANT}) {
      Instance instance =
          Instances.generate(InstanceSpec.of(regime, 200_000, 8, 4), 1, Workers.sequential());
      Outcome.Solved solved =
          (Outcome.Solved)
              new ExactAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
      PlainChecker.check(instance, solved.assignment());
      assertThat(PlainGap.of(instance, solved.assignment(), solved.prices()).relative())
          .isBetween(0.0, 1e-12);
      assertThat(solved.statistics().get("boundary_users"))
          .as(regime.name())
          .isLessThan(instance.users() / 2);
      assertThat(solved.statistics().get("passes")).as(regime.name()).isLessThanOrEqualTo(6);
    }
  }
}
