package eoca.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.testing.Instances;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Seeds;
import org.junit.jupiter.api.Test;

class LiteralHeuristicTest {
  @Test
  void equalsTheDumbOneOnTinyAndSmallInstances() {
    Seeds.run(0, 10_000, seed -> compare(Instances.randomFeasible(seed, 8, 5)));
    Seeds.run(0, 500, seed -> compare(Instances.randomFeasible(seed, 40, 7)));
  }

  private static void compare(Instance instance) {
    Assignment assignment = solve(instance);
    PlainChecker.check(instance, assignment);
    int[] expected = DumbHeuristic.allocate(instance);
    for (int i = 0; i < expected.length; i++) {
      assertThat(assignment.fund(i)).as("user %d", i).isEqualTo(expected[i]);
    }
  }

  private static Assignment solve(Instance instance) {
    Outcome outcome =
        new LiteralHeuristic().allocate(instance, Workers.sequential(), StopSignal.NEVER);
    return ((Outcome.Solved) outcome).assignment();
  }

  /**
   * Solved on paper. α = (10+6+1)/1, (9+1+2)/2 = 17, 6. All top funds are 0 but user 2's; h =
   * 11.5·(20−9), 11.5·(12−1), 11.5·(4−1): user 0 fills fund 0, and the others get fund 1 although
   * user 1 would lose more.
   */
  @Test
  void threeUsersTwoFunds() {
    HeapColumns columns = new HeapColumns(new float[][] {{10, 6, 1}, {9, 1, 2}}, new byte[3]);
    Instance instance =
        new Instance(3, columns, columns.tolerances(), new int[] {0, 0}, new long[] {1, 2}, false);
    Assignment assignment = solve(instance);
    assertThat(new int[] {assignment.fund(0), assignment.fund(1), assignment.fund(2)})
        .containsExactly(0, 1, 1);
  }

  /**
   * The printed algorithm would give user 0 (tolerance 2) the safe fund it likes best and leave the
   * risky fund to user 1, who may not take it. With slack 0 at level 2, user 0 must take it.
   */
  @Test
  void nestedRiskTight() {
    HeapColumns columns = new HeapColumns(new float[][] {{100, 1}, {1, 50}}, new byte[] {2, 1});
    Instance instance =
        new Instance(2, columns, columns.tolerances(), new int[] {1, 2}, new long[] {1, 1}, false);
    Assignment assignment = solve(instance);
    PlainChecker.check(instance, assignment);
    assertThat(assignment.fund(0)).isEqualTo(1);
  }
}
