package eoca.core.heuristic;

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
import eoca.core.internal.FirstEvent;
import eoca.core.internal.RiskGuard;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The paper's heuristic (section 4.2, Algorithm 1) with a risk guard, in rounds without sorting.
 *
 * <p><b>Algorithm.</b> Let α_j be the value that users who are left and may take fund j offer it,
 * divided by the demand it has left; a, b, c a user's three best funds; and h = (α_a + α_b)/2 ·
 * (2·ETV_a − ETV_b − ETV_c). Users take their fund a in order of descending h (ties: lower index;
 * among equal values the lower fund index is better; a missing b or c counts as value 0 and α 0)
 * until an <em>event</em>: a fund reaches its quota, or a risk level its last spare user ({@link
 * RiskGuard}). Then α and h are recomputed over what is allowed now, and so on until nobody is
 * left.
 *
 * <p><b>Deviations from the paper</b>, both needed for its own promise of exact quotas without a
 * broken risk rule: who may take what is a question of permission, not of a value set to 0 (the
 * printed algorithm ends by giving full funds, or too risky ones, to users whose values are all 0);
 * and the guard keeps users of high tolerance for the funds that only they may take.
 *
 * <p><b>Rounds without sorting.</b> Between two events the order of commitments does not matter,
 * only where the next event falls. Each round:
 *
 * <ol>
 *   <li>one pass over the data ({@link Sweep}): commit whom the last round settled, sum α, and find
 *       the three best funds anew of users who lost one of theirs;
 *   <li>one pass over 12 bytes of each user who is left ({@link FirstEvent}): where the next event
 *       falls.
 * </ol>
 *
 * As soon as everybody's best fund has room for all who want it, the rest is given out at once:
 * later events would change scores, but nobody's best fund.
 *
 * <p><b>Cost.</b> At most k + levels rounds (each event fills a fund or exhausts a level for good),
 * each reading the open funds' columns once: O(k·N) a round. 14 bytes a user in {@link Pool}, 1 in
 * the assignment, and while selecting at most 14/16 more: under 16 bytes a user beyond the input
 * from about a million users on. O(k²) for the table of weights.
 *
 * <p><b>Guarantees.</b> Every quota met exactly, no risk rule broken. The result is a function of
 * the instance: α is summed in double by shards of 65,536 users in index order, shards folded in
 * order, everything else is whole numbers or order. It equals {@link
 * eoca.core.reference.LiteralHeuristic} byte for byte. Nothing is guaranteed about the objective;
 * on every run the certificate says how far from the optimum it is.
 */
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
      long settled = instance.users() - run.left;
      stop.step(SolveStep.round("round", run.rounds, settled, instance.users()));
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
      int[][] touched = touched(kinds);
      rounds++;
      if (FirstEvent.allFit(kinds, touched, guard.counters())) {
        left = 0;
        return;
      }
      event =
          FirstEvent.find(scores, kinds, touched, guard.counters(), instance.users() / 16, workers);
      for (int q = 0; q < kinds.length; q++) {
        if (event.taken()[q] > 0) {
          guard.commit(q / open.classes, q % open.classes, event.taken()[q]);
          left -= event.taken()[q];
        }
      }
      scored += event.loaded();
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

    /**
     * In the last round everybody left takes their best fund: where no counter would go below 0,
     * events on the way change scores, but nobody's best fund.
     */
    void giveTheRest() {
      workers.run(
          pools.length,
          (shard, slot) -> {
            byte[] given = assignment.shard(shard);
            Pool pool = pools[shard];
            for (int e = 0; e < pool.size; e++) {
              given[pool.offset[e]] = (byte) Pool.first(pool.traits[e]);
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
