package eoca.core.reference;

import eoca.core.Allocator;
import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Shards;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import eoca.core.manual.ManualAllocator;
import java.util.Arrays;
import java.util.Map;

/**
 * The manual strategy as it reads: fund after fund, sort everybody who is left by the fund's score
 * and hand out its quota from the top, passing over whom the risk guard does not allow. Gives the
 * same bytes as {@link ManualAllocator}. O(k·N log N), 17 bytes a user.
 */
public final class LiteralManual implements Allocator {
  private final int[] order;

  /**
   * A manual strategy.
   *
   * @param order as for {@link ManualAllocator}
   */
  public LiteralManual(int[] order) {
    this.order = order.clone();
  }

  @Override
  public Outcome allocate(Instance instance, Workers workers, StopSignal stop) {
    int[] funds = ManualAllocator.fundsInOrder(instance, order);
    FeasibilityReport report = Feasibility.check(instance, workers);
    if (!report.feasible()) {
      return new Outcome.Infeasible(report.witness().orElseThrow());
    }
    LiteralGuard guard = new LiteralGuard(instance, report.usersByTolerance());
    Assignment assignment = new Assignment(instance.users());
    byte[] tolerance = new byte[instance.users()];
    instance.tolerances().copy(0, tolerance, tolerance.length);
    for (int fund : funds) {
      StopSignal.Limit limit = stop.stopAt();
      if (limit != null) {
        return new Outcome.Stopped(limit, null, null, Map.of());
      }
      Order byScore = byScore(instance, fund, assignment, workers);
      while (guard.remaining(fund) > 0) {
        int user = byScore.next();
        if (guard.allowed(fund, tolerance[user])) {
          assignment.set(user, fund);
          guard.commit(fund, tolerance[user]);
        }
      }
    }
    return new Outcome.Solved(assignment, null, Map.of());
  }

  private static Order byScore(
      Instance instance, int fund, Assignment assignment, Workers workers) {
    double[] score = new double[instance.users()];
    int[][] sorted = new int[Shards.count(instance.users())][];
    workers.run(
        sorted.length,
        (shard, slot) -> {
          int start = Shards.start(shard);
          float[] column = new float[Shards.length(shard, instance.users())];
          instance.etv().copy(fund, start, column, column.length);
          int[] users = new int[column.length];
          int count = 0;
          for (int i = 0; i < column.length; i++) {
            score[start + i] = column[i] == 0 ? 0 : column[i]; // −0 as 0
            if (assignment.fund(start + i) < 0) {
              users[count++] = start + i;
            }
          }
          sorted[shard] = Order.sorted(score, Arrays.copyOf(users, count));
        });
    return new Order(score, sorted);
  }
}
