package eoca.core.heuristic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import eoca.core.Allocations;
import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.SolveStep;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.reference.LiteralHeuristic;
import eoca.core.testing.CountingColumns;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeuristicAllocatorTest {
  @Test
  void equalsTheLiteralOneOnTinyInstances() {
    Seeds.run(0, 20_000, seed -> compare(Instances.tiny(seed)));
  }

  @Test
  void equalsTheLiteralOneOnLargerInstances() {
    Seeds.run(0, 5_000, seed -> compare(Instances.randomFeasible(seed, 1_000, 12)));
    Seeds.run(0, 60, seed -> compare(Instances.randomFeasible(seed, 20_000, 12)));
    Seeds.run(0, 6, seed -> compare(Instances.randomFeasible(seed, 250_000, 12)));
  }

  @Test
  void equalsTheLiteralOneWithManyFunds() {
    Seeds.run(0, 24, seed -> compare(Instances.randomFeasible(seed, 3_000, 255)));
  }

  @Test
  void threadsDoNotMatter() {
    for (Regime regime : Regime.values()) {
      InstanceSpec spec = InstanceSpec.of(regime, 200_000, 6, 3);
      Allocations.assertThreadsDoNotMatter(
          new HeuristicAllocator(), Instances.generate(spec, 9, Workers.sequential()));
    }
  }

  @Test
  void oneFundTakesEverybody() {
    HeapColumns columns = new HeapColumns(new float[][] {{3, -1, 0}}, new byte[3]);
    compare(new Instance(3, columns, columns.tolerances(), new int[1], new long[] {3}, false));
  }

  @Test
  void nobodyIsAllocatedToNothing() {
    HeapColumns columns = new HeapColumns(new float[2][0], new byte[0]);
    Instance instance =
        new Instance(0, columns, columns.tolerances(), new int[] {1, 4}, new long[2], false);
    assertThat(Allocations.solve(new HeuristicAllocator(), instance, Workers.sequential()).users())
        .isZero();
  }

  @Test
  void fewerUsersThanFunds() {
    HeapColumns columns =
        new HeapColumns(new float[][] {{1, 2}, {9, 9}, {3, 3}, {0, 5}}, new byte[2]);
    Instance instance =
        new Instance(2, columns, columns.tolerances(), new int[4], new long[] {1, 0, 0, 1}, false);
    Assignment assignment =
        Allocations.solve(new HeuristicAllocator(), instance, Workers.sequential());
    assertThat(assignment.fund(1)).isEqualTo(3);
  }

  /** A missing second fund never outranks a candidate, also where values are negative. */
  @Test
  void allNegative() {
    HeapColumns columns = new HeapColumns(new float[][] {{-5, -1}, {-2, -9}}, new byte[] {0, 3});
    compare(
        new Instance(2, columns, columns.tolerances(), new int[] {0, 3}, new long[] {1, 1}, false));
  }

  @Test
  void readsTheOpenColumnsOnceARound() {
    Instance plain =
        Instances.generate(
            InstanceSpec.of(Regime.LOGNORMAL, 400_000, 8, 4), 3, Workers.sequential());
    CountingColumns counting = new CountingColumns(plain.etv());
    int[] risks = new int[8];
    Arrays.setAll(risks, plain::risk);
    Instance instance =
        new Instance(plain.users(), counting, plain.tolerances(), risks, plain.quotas(), false);
    Outcome.Solved solved =
        (Outcome.Solved)
            new HeuristicAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
    long rounds = solved.statistics().get("rounds");
    assertThat(rounds).isBetween(2L, 8L + 4);
    assertThat(counting.values()).isLessThanOrEqualTo(rounds * 8 * 400_000);
    // selection: every round scores the users who are left about once more
    assertThat(solved.statistics().get("scores_computed")).isLessThan(rounds * 400_000 * 5 / 4);
  }

  /** 15 bytes a user are held; what the selections copy out on the way is garbage at once. */
  @Test
  void allocatesFewBytesAUser() {
    int users = 1_000_000;
    Instance instance =
        Instances.generate(InstanceSpec.of(Regime.LOGNORMAL, users, 8, 4), 3, Workers.sequential());
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    Outcome outcome =
        new HeuristicAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    long rounds = ((Outcome.Solved) outcome).statistics().get("rounds");
    assertThat(allocated).isLessThan(users * (15 + 2 * rounds));
  }

  @Test
  void stopsBetweenRounds() {
    Instance instance =
        Instances.generate(InstanceSpec.of(Regime.LOGNORMAL, 5_000, 8, 4), 3, Workers.sequential());
    List<SolveStep> steps = new ArrayList<>();
    StopSignal afterTwo =
        new StopSignal() {
          @Override
          public Limit stopAt() {
            return steps.size() < 2 ? null : Limit.SECONDS;
          }

          @Override
          public void step(SolveStep step) {
            steps.add(step);
          }
        };
    Outcome outcome = new HeuristicAllocator().allocate(instance, Workers.sequential(), afterTwo);
    assertThat(((Outcome.Stopped) outcome).limit()).isEqualTo(StopSignal.Limit.SECONDS);
    assertThat(steps).extracting(SolveStep::step).containsExactly("round", "round");
    assertThat(steps).extracting(SolveStep::pass).containsExactly(1L, 2L);
  }

  private static void compare(Instance instance) {
    Allocations.assertSame(new LiteralHeuristic(), new HeuristicAllocator(), instance);
  }
}
