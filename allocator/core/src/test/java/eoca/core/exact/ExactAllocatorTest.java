package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.testing.BruteForce;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ExactAllocatorTest {
  private final ExactAllocator exact = new ExactAllocator();

  private Outcome.Solved solve(Instance instance) {
    return (Outcome.Solved) exact.allocate(instance, Workers.sequential(), StopSignal.NEVER);
  }

  /** Quotas, risk, and the proof of optimality in exact arithmetic. */
  private static PlainGap.Gap certify(Instance instance, Outcome.Solved solved, double limit) {
    PlainChecker.check(instance, solved.assignment());
    PlainGap.Gap gap = PlainGap.of(instance, solved.assignment(), solved.prices());
    if (gap.whole()) {
      assertThat(gap.absolute()).isZero();
    }
    assertThat(gap.relative()).isBetween(0.0, limit);
    return gap;
  }

  @Test
  void tinyInstancesOfEveryRegimeAgreeWithBruteForce() {
    Seeds.run(
        1,
        20_000,
        seed -> {
          Instance instance = Instances.tiny(seed);
          OptionalDouble optimum = BruteForce.optimum(instance);
          Outcome outcome = exact.allocate(instance, Workers.sequential(), StopSignal.NEVER);
          if (optimum.isEmpty()) {
            assertThat(outcome).isInstanceOf(Outcome.Infeasible.class);
            return;
          }
          PlainGap.Gap gap =
              certify(instance, (Outcome.Solved) outcome, seed % 12 == 9 ? 1e-9 : 1e-12);
          double size = 1e-12 + Math.abs(optimum.getAsDouble());
          assertThat(gap.objective().doubleValue())
              .isGreaterThanOrEqualTo(optimum.getAsDouble() - 1e-9 * size);
        });
  }

  @Test
  void wholeNumberInstancesAgreeWithMinCostFlow() {
    Seeds.run(
        1,
        300,
        seed -> {
          Regime[] regimes = {Regime.INTEGER, Regime.TIGHT_RISK, Regime.ONE_HOT_QUOTA};
          InstanceSpec drawn = Instances.randomSpec(seed, 120, 9, true);
          InstanceSpec spec =
              new InstanceSpec(
                  regimes[(int) (seed % 3)],
                  drawn.users(),
                  drawn.funds(),
                  drawn.levels(),
                  drawn.pseudoFund(),
                  true,
                  drawn.distinctTolerances());
          Instance instance = Whole.rounded(Instances.generate(spec, seed, Workers.sequential()));
          PlainGap.Gap gap = certify(instance, solve(instance), 0);
          assertThat(gap.absolute()).isZero();
          assertThat(gap.objective().longValueExact()).isEqualTo(FlowOracle.optimum(instance));
        });
  }

  /** Every phase and fallback on small instances: samples, box, boundary, retries. */
  @Test
  void sampledSolvesAreOptimalInEveryRegime() {
    for (Settings settings :
        new Settings[] {
          new Settings(0, 100, 4, 200, 0, 4.5, 3, 0.02, 12, 0.02, 1L << 30),
          new Settings(
              0, 40, 3, 60, 0, 0.5, 2, 0.02, 3, 0.02, 1L << 30), // too narrow: many retries
          new Settings(0, 100, 4, 200, 0, 4.5, 0, 0.02, 1, 0.02, 1L << 30) // the open box soon
        }) {
      ExactAllocator sampled = new ExactAllocator(settings);
      Seeds.run(
          1,
          400,
          seed -> {
            Instance instance = Instances.randomFeasible(seed, 4000, 12);
            if (instance.users() < 200) {
              return;
            }
            Outcome outcome = sampled.allocate(instance, Workers.sequential(), StopSignal.NEVER);
            certify(instance, (Outcome.Solved) outcome, seed % 12 == 9 ? 1e-9 : 1e-12);
          });
    }
  }

  @Test
  void pricesBoundWhatOneMoreUserIsWorth() {
    Seeds.run(
        1,
        1_500,
        seed -> {
          Instance instance = Instances.randomFeasible(seed, 8, 5);
          Outcome.Solved solved = solve(instance);
          double optimum = PlainChecker.check(instance, solved.assignment());
          double size =
              PlainGap.of(instance, solved.assignment(), solved.prices())
                  .objective()
                  .abs()
                  .doubleValue();
          for (int a = 0; a < instance.funds(); a++) {
            for (int b = 0; b < instance.funds(); b++) {
              if (a == b || instance.quota(b) == 0) {
                continue;
              }
              long[] quotas = instance.quotas();
              quotas[a]++;
              quotas[b]--;
              OptionalDouble moved = BruteForce.optimum(instance.withQuotas(quotas));
              if (moved.isPresent()) {
                double bound = optimum + solved.prices()[a] - solved.prices()[b];
                double slack =
                    1e-9
                        * (size
                            + Math.abs(moved.getAsDouble())
                            + Math.abs(solved.prices()[a])
                            + Math.abs(solved.prices()[b]));
                assertThat(moved.getAsDouble()).isLessThanOrEqualTo(bound + slack);
              }
            }
          }
        });
  }

  /** Tight: a chain of users, each indifferent between two funds, leads from b to a. */
  @Test
  void pricesAreExactlyWhatOneMoreUserIsWorthForTightPairs() {
    int[] tight = new int[1];
    Seeds.run(
        1,
        600,
        seed -> {
          if (seed % 12 == 9) {
            return; // WIDE_RANGE: sums leave 2^53
          }
          Instance instance = Whole.rounded(Instances.randomFeasible(seed, 8, 4));
          Outcome.Solved solved = solve(instance);
          double optimum = PlainChecker.check(instance, solved.assignment());
          boolean[][] reach = indifferent(instance, solved);
          for (int a = 0; a < instance.funds(); a++) {
            for (int b = 0; b < instance.funds(); b++) {
              if (a != b && reach[b][a]) {
                long[] quotas = instance.quotas();
                quotas[a]++;
                quotas[b]--;
                double moved = BruteForce.optimum(instance.withQuotas(quotas)).getAsDouble();
                assertThat(moved - optimum).isEqualTo(solved.prices()[a] - solved.prices()[b]);
                tight[0]++;
              }
            }
          }
        });
    assertThat(tight[0]).isGreaterThan(500);
  }

  /** {@code [b][a]}: whether a chain of indifferent users leads from b to a; whole numbers only. */
  private static boolean[][] indifferent(Instance instance, Outcome.Solved solved) {
    int k = instance.funds();
    boolean[][] reach = new boolean[k][k];
    byte[] tolerance = new byte[1];
    float[] value = new float[1];
    for (int i = 0; i < instance.users(); i++) {
      instance.tolerances().copy(i, tolerance, 1);
      int own = solved.assignment().fund(i);
      instance.etv().copy(own, i, value, 1);
      double mine = value[0] - solved.prices()[own];
      for (int j = 0; j < k; j++) {
        instance.etv().copy(j, i, value, 1);
        reach[own][j] |= tolerance[0] >= instance.risk(j) && value[0] - solved.prices()[j] == mine;
      }
    }
    for (int via = 0; via < k; via++) {
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          reach[a][b] |= reach[a][via] && reach[via][b];
        }
      }
    }
    return reach;
  }
}
