package eoca.core.manual;

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
import eoca.core.internal.Bound;
import eoca.core.internal.FirstEvent;
import eoca.core.internal.RiskGuard;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The manual strategy that the paper's platform used before its heuristic (section 5.1.2), with the
 * risk guard: funds in priority order; each takes its d_j best-scoring unallocated users among
 * those who may take it (ties: lower user index). A pseudo-fund is filled last.
 *
 * <p><b>Phases.</b> For each fund in turn: find where the first event falls, the fund being full or
 * a level's slack coming down to 0 ({@link FirstEvent}: a selection, not a sort); commit everybody
 * up to there; if it was a slack, the users whom the guard now keeps for riskier funds leave the
 * line, and the fund goes on with the others. At most k + levels such rounds, each reading one
 * column about twice for the users who are left.
 *
 * <p><b>Cost.</b> O(k·N) time: about three passes over the data in all. 4 bytes a user (line and
 * assignment) and at most 1 more while selecting.
 *
 * <p><b>Guarantees.</b> Quotas exact, no risk rule broken ({@link RiskGuard}; without the guard,
 * later funds may have nobody left who may take them). The result depends on instance and order
 * alone, and equals {@link eoca.core.reference.LiteralManual} byte for byte. Nothing is said about
 * the objective.
 */
public final class ManualAllocator implements Allocator {
  private final int[] order;

  /**
   * A manual strategy.
   *
   * @param order fund indices in the order in which they are filled, each once; a pseudo-fund may
   *     be left out and is filled last wherever it stands
   */
  public ManualAllocator(int[] order) {
    this.order = order.clone();
  }

  /**
   * The funds of an instance in the order in which they are filled, the pseudo-fund last.
   *
   * @throws IllegalArgumentException if {@code order} does not name every fund once
   */
  public static int[] fundsInOrder(Instance instance, int[] order) {
    int pseudoFund = instance.hasPseudoFund() ? instance.funds() - 1 : -1;
    int[] funds = Arrays.stream(order).filter(j -> j != pseudoFund).toArray();
    if (pseudoFund >= 0) {
      funds = Arrays.copyOf(funds, funds.length + 1);
      funds[funds.length - 1] = pseudoFund;
    }
    int[] sorted = Arrays.stream(funds).sorted().toArray();
    boolean eachOnce = sorted.length == instance.funds();
    for (int j = 0; eachOnce && j < sorted.length; j++) {
      eachOnce = sorted[j] == j;
    }
    if (!eachOnce) {
      throw new IllegalArgumentException(
          "order ("
              + Arrays.toString(order)
              + ") must name every fund 0.."
              + (instance.funds() - 1)
              + " once");
    }
    return funds;
  }

  @Override
  public Outcome allocate(Instance instance, Workers workers, StopSignal stop) {
    int[] funds = fundsInOrder(instance, order);
    FeasibilityReport report = Feasibility.check(instance, workers);
    if (!report.feasible()) {
      return new Outcome.Infeasible(report.witness().orElseThrow());
    }
    Run run = new Run(instance, workers, new RiskGuard(instance, report.usersByTolerance()));
    run.enter();
    for (int fund : funds) {
      while (run.guard.remaining(fund) > 0) {
        StopSignal.Limit limit = stop.stopAt();
        if (limit != null) {
          return new Outcome.Stopped(limit, null, null, run.statistics());
        }
        run.round(fund);
        long settled = instance.users() - run.left();
        stop.step(SolveStep.round("fund " + (fund + 1), run.rounds, settled, instance.users()));
      }
    }
    return new Outcome.Solved(run.assignment, null, run.statistics());
  }

  /** The state of one solve. */
  private static final class Run {
    private final Instance instance;
    private final Workers workers;
    private final RiskGuard guard;
    private final Assignment assignment;
    private final Queue queue;
    private final long[] left;
    private long rounds;
    private long scored;

    Run(Instance instance, Workers workers, RiskGuard guard) {
      this.instance = instance;
      this.workers = workers;
      this.guard = guard;
      this.assignment = new Assignment(instance.users());
      this.queue = new Queue(instance.etv(), instance.users(), guard.classes());
      this.left = new long[guard.classes()];
    }

    /** Lines everybody up and counts the classes. */
    void enter() {
      long[][] counts = new long[queue.chunks()][guard.classes()];
      workers.run(
          queue.chunks(),
          (shard, slot) -> {
            byte[] tile = new byte[Shards.length(shard, instance.users())];
            instance.tolerances().copy(Shards.start(shard), tile, tile.length);
            for (int i = 0; i < tile.length; i++) {
              tile[i] = (byte) guard.classOf(tile[i]);
              counts[shard][tile[i]]++;
            }
            queue.enter(shard, tile);
          });
      for (long[] count : counts) {
        for (int c = 0; c < left.length; c++) {
          left[c] += count[c];
        }
      }
    }

    /** Gives a fund to the best users there are, up to the next event. */
    void round(int fund) {
      int classes = guard.classes();
      boolean[] allowed = new boolean[classes];
      long[] kinds = new long[classes + 1];
      int[][] touched = new int[classes + 1][];
      touched[classes] = new int[0];
      for (int c = 0; c < classes; c++) {
        allowed[c] = guard.allowed(fund, c);
        kinds[allowed[c] ? c : classes] += left[c];
        touched[c] = allowed[c] ? guard.countersTouched(fund, c) : null;
      }
      queue.lineUp(fund, allowed);
      Bound last = Queue.ALL_ALLOWED;
      long[] taken = kinds;
      if (!FirstEvent.allFit(kinds, touched, guard.counters())) {
        FirstEvent.Result event =
            FirstEvent.find(
                queue, kinds, touched, guard.counters(), instance.users() / 16, workers);
        last = event.last();
        taken = event.taken();
        scored += event.loaded();
      }
      for (int c = 0; c < classes; c++) {
        if (allowed[c] && taken[c] > 0) {
          guard.commit(fund, c, taken[c]);
          left[c] -= taken[c];
        }
      }
      Bound cut = last;
      workers.run(queue.chunks(), (shard, slot) -> queue.commit(shard, cut, assignment));
      rounds++;
    }

    long left() {
      return Arrays.stream(left).sum();
    }

    Map<String, Long> statistics() {
      Map<String, Long> statistics = new LinkedHashMap<>();
      statistics.put("rounds", rounds);
      statistics.put("scores_computed", scored);
      return statistics;
    }
  }
}
