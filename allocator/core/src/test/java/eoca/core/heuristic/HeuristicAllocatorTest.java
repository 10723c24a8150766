package eoca.core.heuristic;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Shards;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.reference.LiteralHeuristic;
import eoca.core.testing.Instances;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Seeds;
import org.junit.jupiter.api.Test;

class HeuristicAllocatorTest {
  @Test
  void equalsTheLiteralOne() {
    Seeds.run(0, 20_000, seed -> compare(Instances.tiny(seed)));
    Seeds.run(0, 5_000, seed -> compare(Instances.randomFeasible(seed, 2_000, 12)));
    Seeds.run(0, 100, seed -> compare(Instances.randomFeasible(seed, 20_000, 12)));
    Seeds.run(0, 12, seed -> compare(Instances.randomFeasible(seed, 300_000, 20)));
  }

  private static void compare(Instance instance) {
    Workers workers = Workers.sequential();
    Outcome expected = new LiteralHeuristic().allocate(instance, workers, StopSignal.NEVER);
    Outcome actual = new HeuristicAllocator().allocate(instance, workers, StopSignal.NEVER);
    if (expected instanceof Outcome.Infeasible) {
      assertThat(actual).isEqualTo(expected);
      return;
    }
    Assignment assignment = ((Outcome.Solved) actual).assignment();
    PlainChecker.check(instance, assignment);
    for (int shard = 0; shard < Shards.count(instance.users()); shard++) {
      assertThat(assignment.shard(shard))
          .isEqualTo(((Outcome.Solved) expected).assignment().shard(shard));
    }
  }
}
