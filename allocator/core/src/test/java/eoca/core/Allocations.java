package eoca.core;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.testing.PlainChecker;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the tests of strategies share. */
public final class Allocations {
  private static final int[] THREADS = {2, 3, 8};

  private Allocations() {}

  /** A solve that must end with an allocation, which is checked. */
  public static Assignment solve(Allocator allocator, Instance instance, Workers workers) {
    Outcome outcome = allocator.allocate(instance, workers, StopSignal.NEVER);
    assertThat(outcome).isInstanceOf(Outcome.Solved.class);
    Assignment assignment = ((Outcome.Solved) outcome).assignment();
    PlainChecker.check(instance, assignment);
    return assignment;
  }

  /** Solves, and compares with an oracle: the same infeasibility or the same bytes. */
  public static void assertSame(Allocator oracle, Allocator allocator, Instance instance) {
    Outcome expected = oracle.allocate(instance, Workers.sequential(), StopSignal.NEVER);
    if (expected instanceof Outcome.Infeasible) {
      assertThat(allocator.allocate(instance, Workers.sequential(), StopSignal.NEVER))
          .isEqualTo(expected);
      return;
    }
    assertSameBytes(
        ((Outcome.Solved) expected).assignment(), solve(allocator, instance, Workers.sequential()));
  }

  /** The same bytes and statistics for 1, 2, 3 and 8 threads. */
  public static void assertThreadsDoNotMatter(Allocator allocator, Instance instance) {
    Outcome.Solved one =
        (Outcome.Solved) allocator.allocate(instance, Workers.sequential(), StopSignal.NEVER);
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      for (int threads : THREADS) {
        Outcome.Solved many =
            (Outcome.Solved)
                allocator.allocate(instance, Workers.of(executor, threads), StopSignal.NEVER);
        assertSameBytes(one.assignment(), many.assignment());
        assertThat(many.statistics()).isEqualTo(one.statistics());
      }
    } finally {
      executor.shutdown();
    }
  }

  private static void assertSameBytes(Assignment expected, Assignment actual) {
    assertThat(actual.users()).isEqualTo(expected.users());
    for (int shard = 0; shard < Shards.count(expected.users()); shard++) {
      assertThat(actual.shard(shard)).isEqualTo(expected.shard(shard));
    }
  }
}
