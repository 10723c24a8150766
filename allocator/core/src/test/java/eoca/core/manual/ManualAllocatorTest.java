package eoca.core.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.core.Allocations;
import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Workers;
import eoca.core.reference.LiteralManual;
import eoca.core.testing.CountingColumns;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ManualAllocatorTest {
  @Test
  void equalsTheLiteralOneOnTinyInstances() {
    Seeds.run(0, 20_000, seed -> compare(Instances.tiny(seed), seed));
  }

  @Test
  void equalsTheLiteralOneOnLargerInstances() {
    Seeds.run(0, 3_000, seed -> compare(Instances.randomFeasible(seed, 1_000, 12), seed));
    Seeds.run(0, 60, seed -> compare(Instances.randomFeasible(seed, 20_000, 12), seed));
    Seeds.run(0, 6, seed -> compare(Instances.randomFeasible(seed, 250_000, 12), seed));
  }

  @Test
  void threadsDoNotMatter() {
    for (Regime regime : Regime.values()) {
      Instance instance =
          Instances.generate(InstanceSpec.of(regime, 200_000, 6, 3), 5, Workers.sequential());
      Allocations.assertThreadsDoNotMatter(new ManualAllocator(order(6, 5)), instance);
    }
  }

  @Test
  void aFundTakesItsBestUsersAndTheGuardKeepsTheBraveForLater() {
    // Fund 0 (risk 1) likes users 2, 1, 0 in this order; only user 2 may take fund 1 (risk 2).
    HeapColumns columns =
        new HeapColumns(new float[][] {{1, 2, 3}, {0, 0, 0}}, new byte[] {1, 1, 2});
    Instance instance =
        new Instance(3, columns, columns.tolerances(), new int[] {1, 2}, new long[] {2, 1}, false);
    Assignment assignment =
        Allocations.solve(new ManualAllocator(new int[] {0, 1}), instance, Workers.sequential());
    assertThat(assignment.fund(2)).isEqualTo(1);
  }

  @Test
  void thePseudoFundIsFilledLastWhereverItStands() {
    HeapColumns columns = new HeapColumns(new float[][] {{5, 1, 9}, {0, 0, 0}}, new byte[3]);
    Instance instance =
        new Instance(3, columns, columns.tolerances(), new int[2], new long[] {2, 1}, true);
    for (int[] order : new int[][] {{0}, {0, 1}, {1, 0}}) {
      Assignment assignment =
          Allocations.solve(new ManualAllocator(order), instance, Workers.sequential());
      assertThat(assignment.fund(1)).isEqualTo(1);
    }
  }

  @Test
  void readsEachColumnAboutTwiceForTheUsersWhoAreLeft() {
    Instance plain =
        Instances.generate(
            InstanceSpec.of(Regime.LOGNORMAL, 400_000, 8, 1), 3, Workers.sequential());
    CountingColumns counting = new CountingColumns(plain.etv());
    Instance instance =
        new Instance(
            plain.users(), counting, plain.tolerances(), new int[8], plain.quotas(), false);
    new ManualAllocator(order(8, 1))
        .allocate(instance, Workers.sequential(), eoca.core.StopSignal.NEVER);
    assertThat(counting.values()).isLessThan(3L * 8 * 400_000);
  }

  @Test
  void theOrderMustNameEveryFundOnce() {
    Instance instance =
        Instances.generate(InstanceSpec.of(Regime.LOGNORMAL, 5, 3, 1), 1, Workers.sequential());
    for (int[] order : new int[][] {{0, 1}, {0, 1, 1}, {0, 1, 3}, {0, 1, 2, 2}, {-1, 0, 1}}) {
      assertThatThrownBy(() -> ManualAllocator.fundsInOrder(instance, order))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must name every fund 0..2 once");
    }
  }

  private static void compare(Instance instance, long seed) {
    int[] order = order(instance.funds(), seed);
    Allocations.assertSame(new LiteralManual(order), new ManualAllocator(order), instance);
  }

  private static int[] order(int funds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[funds];
    for (int j = 0; j < funds; j++) {
      int other = random.nextInt(j + 1);
      order[j] = order[other];
      order[other] = j;
    }
    return order;
  }
}
