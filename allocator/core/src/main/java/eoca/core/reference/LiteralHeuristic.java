package eoca.core.reference;

import eoca.core.Allocator;
import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Shards;
import eoca.core.SolveStep;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import java.util.Arrays;
import java.util.Map;

/**
 * The heuristic as the paper prints it (section 4.2, Algorithm 1), with the risk guard: score all
 * users, sort all users, hand out funds until one is full, score and sort again.
 *
 * <p>The order of ties, the sums and the guard are those of {@link
 * eoca.core.heuristic.HeuristicAllocator}, which gives the same bytes. Each round costs O(k·N) to
 * score and O(N log N) to sort, in parallel by shards; handing out is sequential. 14 bytes a user
 * (score, top fund, tolerance, order).
 */
public final class LiteralHeuristic implements Allocator {
  @Override
  public Outcome allocate(Instance instance, Workers workers, StopSignal stop) {
    FeasibilityReport report = Feasibility.check(instance, workers);
    if (!report.feasible()) {
      return new Outcome.Infeasible(report.witness().orElseThrow());
    }
    Run run = new Run(instance, workers, report.usersByTolerance());
    long rounds = 0;
    while (run.left > 0) {
      StopSignal.Limit limit = stop.stopAt();
      if (limit != null) {
        return new Outcome.Stopped(limit, null, null, Map.of("rounds", rounds));
      }
      run.round();
      rounds++;
      long settled = instance.users() - run.left;
      stop.step(SolveStep.round("round", rounds, settled, instance.users()));
    }
    return new Outcome.Solved(run.assignment, null, Map.of("rounds", rounds));
  }

  private static final class Run {
    private final Instance instance;
    private final Workers workers;
    private final LiteralGuard guard;
    private final Assignment assignment;
    private final byte[] tolerance;
    private final boolean[][] allowed;
    private final double[] score;
    private final byte[] top;
    private long left;

    Run(Instance instance, Workers workers, long[] usersByTolerance) {
      this.instance = instance;
      this.workers = workers;
      this.guard = new LiteralGuard(instance, usersByTolerance);
      this.assignment = new Assignment(instance.users());
      this.tolerance = new byte[instance.users()];
      instance.tolerances().copy(0, tolerance, tolerance.length);
      this.allowed = new boolean[Instance.MAX_RISK + 1][instance.funds()];
      this.score = new double[instance.users()];
      this.top = new byte[instance.users()];
      this.left = instance.users();
    }

    void round() {
      for (int t = 0; t < allowed.length; t++) {
        for (int j = 0; j < allowed[t].length; j++) {
          allowed[t][j] = guard.allowed(j, t);
        }
      }
      double[] alpha = alpha();
      int[][] sorted = new int[Shards.count(instance.users())][];
      workers.run(
          sorted.length,
          (shard, slot) -> {
            scoreShard(shard, alpha);
            sorted[shard] = Order.sorted(score, unallocated(shard));
          });
      Order order = new Order(score, sorted);
      boolean event = false;
      while (!event) {
        int user = order.next();
        int fund = top[user] & 0xFF;
        assignment.set(user, fund);
        event = guard.commit(fund, tolerance[user]);
        left--;
      }
    }

    /** α_j: the value left for a fund by the users it still needs; summed by shard, in order. */
    private double[] alpha() {
      double[][] partial = new double[Shards.count(instance.users())][instance.funds()];
      workers.run(
          partial.length,
          (shard, slot) -> {
            int start = Shards.start(shard);
            float[] column = new float[Shards.length(shard, instance.users())];
            for (int j = 0; j < instance.funds(); j++) {
              if (guard.remaining(j) > 0) {
                instance.etv().copy(j, start, column, column.length);
                for (int i = 0; i < column.length; i++) {
                  if (assignment.fund(start + i) < 0 && allowed[tolerance[start + i]][j]) {
                    partial[shard][j] += column[i];
                  }
                }
              }
            }
          });
      double[] alpha = new double[instance.funds()];
      for (double[] sums : partial) {
        for (int j = 0; j < alpha.length; j++) {
          alpha[j] += sums[j];
        }
      }
      for (int j = 0; j < alpha.length; j++) {
        alpha[j] = guard.remaining(j) > 0 ? alpha[j] / guard.remaining(j) : 0;
      }
      return alpha;
    }

    /** The three best funds of every unallocated user, and h. */
    private void scoreShard(int shard, double[] alpha) {
      int start = Shards.start(shard);
      int length = Shards.length(shard, instance.users());
      float[][] etv = new float[instance.funds()][length];
      for (int j = 0; j < etv.length; j++) {
        if (guard.remaining(j) > 0) {
          instance.etv().copy(j, start, etv[j], length);
        }
      }
      int[] best = new int[3];
      for (int i = 0; i < length; i++) {
        int user = start + i;
        if (assignment.fund(user) >= 0) {
          continue;
        }
        topThree(etv, i, allowed[tolerance[user]], best);
        int a = best[0];
        int b = best[1];
        int c = best[2];
        double etvB = b < 0 ? 0 : etv[b][i];
        double etvC = c < 0 ? 0 : etv[c][i];
        double alphaB = b < 0 ? 0 : alpha[b];
        double h = (alpha[a] + alphaB) / 2 * (2 * (double) etv[a][i] - etvB - etvC);
        score[user] = h == 0 ? 0 : h; // −0 as 0
        top[user] = (byte) a;
      }
    }

    /** The three best allowed funds; the lower index first where values are equal; −1 if none. */
    private static void topThree(float[][] etv, int i, boolean[] allowed, int[] best) {
      Arrays.fill(best, -1);
      for (int j = 0; j < etv.length; j++) {
        if (!allowed[j]) {
          continue;
        }
        int place = 3;
        while (place > 0 && (best[place - 1] < 0 || etv[j][i] > etv[best[place - 1]][i])) {
          place--;
        }
        for (int later = 2; later > place; later--) {
          best[later] = best[later - 1];
        }
        if (place < 3) {
          best[place] = j;
        }
      }
    }

    private int[] unallocated(int shard) {
      int start = Shards.start(shard);
      int[] users = new int[Shards.length(shard, instance.users())];
      int count = 0;
      for (int i = 0; i < users.length; i++) {
        if (assignment.fund(start + i) < 0) {
          users[count++] = start + i;
        }
      }
      return Arrays.copyOf(users, count);
    }
  }
}
