package eoca.core.heuristic;

import eoca.core.Allocator;
import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Shards;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import eoca.core.internal.FirstEvent;
import eoca.core.internal.RiskGuard;
import java.util.LinkedHashMap;
import java.util.Map;

/** The paper's heuristic with a risk guard. */
public final class HeuristicAllocator implements Allocator {
  @Override
  public Outcome allocate(Instance instance, Workers workers, StopSignal stop) {
    FeasibilityReport report = Feasibility.check(instance, workers);
    if (!report.feasible()) {
      return new Outcome.Infeasible(report.witness().orElseThrow());
    }
    Run run = new Run(instance, workers, new RiskGuard(instance, report.usersByTolerance()));
    while (run.left > 0) {
      StopSignal.Limit limit = stop.stopAt();
      if (limit != null) {
        return new Outcome.Stopped(limit, null, null, run.statistics());
      }
      run.round();
      stop.progress("heuristic round " + run.rounds, instance.users() - run.left, instance.users());
    }
    run.giveTheRest();
    return new Outcome.Solved(run.assignment, null, run.statistics());
  }

  /** The state of one solve. */
  private static final class Run {
    private final Instance instance;
    private final Workers workers;
    private final RiskGuard guard;
    private final Assignment assignment;
    private final Pool[] pools;
    private Scores scores;
    private FirstEvent.Result event;
    private long left;
    private long rounds;
    private long rescored;
    private long scored;

    Run(Instance instance, Workers workers, RiskGuard guard) {
      this.instance = instance;
      this.workers = workers;
      this.guard = guard;
      this.assignment = new Assignment(instance.users());
      this.pools = Pool.forShards(instance.users());
      this.left = instance.users();
    }

    void round() {
      OpenFunds open = new OpenFunds(guard);
      long[] kinds = new long[instance.funds() * open.classes];
      double[] alpha = sweep(open, kinds);
      scores = new Scores(pools, alpha, open.classes);
      event = FirstEvent.find(scores, kinds, touched(kinds), guard.counters(), workers);
      for (int q = 0; q < kinds.length; q++) {
        if (event.taken()[q] > 0) {
          guard.commit(q / open.classes, q % open.classes, event.taken()[q]);
          left -= event.taken()[q];
        }
      }
      scored += event.loaded();
      rounds++;
    }

    /** Commits the last round, and gathers what the next needs: kinds of users, and α. */
    private double[] sweep(OpenFunds open, long[] kinds) {
      Sweep[] sweeps = new Sweep[workers.threads()];
      double[][] sums = new double[pools.length][];
      workers.run(
          pools.length,
          (shard, slot) -> {
            if (sweeps[slot] == null) {
              sweeps[slot] = new Sweep(instance, guard, open);
            }
            sums[shard] =
                sweeps[slot].shard(
                    shard, pools[shard], assignment, scores, event == null ? null : event.last());
          });
      for (Sweep sweep : sweeps) {
        if (sweep != null) {
          for (int q = 0; q < kinds.length; q++) {
            kinds[q] += sweep.kinds[q];
          }
          rescored += sweep.rescored;
        }
      }
      double[] alpha = new double[instance.funds()];
      for (double[] shardSums : sums) {
        for (int x = 0; x < open.funds.length; x++) {
          alpha[open.funds[x]] += shardSums[x];
        }
      }
      for (int fund : open.funds) {
        alpha[fund] /= guard.remaining(fund);
      }
      return alpha;
    }

    private int[][] touched(long[] kinds) {
      int[][] touched = new int[kinds.length][];
      int classes = guard.classes();
      for (int q = 0; q < kinds.length; q++) {
        if (kinds[q] > 0) {
          touched[q] = guard.countersTouched(q / classes, q % classes);
        }
      }
      return touched;
    }

    /** After the last round everybody left in the pools takes their best fund. */
    void giveTheRest() {
      workers.run(
          pools.length,
          (shard, slot) -> {
            byte[] given = assignment.shard(shard);
            Pool pool = pools[shard];
            for (int e = 0; e < pool.size; e++) {
              given[pool.offset[e]] = pool.first[e];
            }
          });
    }

    Map<String, Long> statistics() {
      Map<String, Long> statistics = new LinkedHashMap<>();
      statistics.put("rounds", rounds);
      statistics.put("shards", (long) Shards.count(instance.users()));
      statistics.put("users_rescored", rescored);
      statistics.put("scores_computed", scored);
      return statistics;
    }
  }
}
