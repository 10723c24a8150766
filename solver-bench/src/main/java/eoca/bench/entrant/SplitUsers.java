package eoca.bench.entrant;

import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import eoca.core.Assignment;
import eoca.core.Instance;

/**
 * Reads the solution of a linear program, and settles the users that it left between funds by a
 * minimum-cost flow over them and what is left of the quotas.
 */
final class SplitUsers {
  private static final double INTEGRAL = 0.999;

  /** What a solution says. */
  interface Shares {
    /** The share of a user that a fund has; 0 where the pair is not allowed. */
    double of(int user, int fund);
  }

  private SplitUsers() {}

  /** Sets the users that have one fund; returns how many are split. */
  static long read(Problem problem, Shares shares, Assignment assignment) {
    long split = 0;
    for (int i = 0; i < problem.instance().users(); i++) {
      int fund = -1;
      for (int j = 0; j < problem.instance().funds(); j++) {
        if (shares.of(i, j) > INTEGRAL) {
          fund = j;
        }
      }
      if (fund >= 0) {
        assignment.set(i, fund);
      } else {
        split++;
      }
    }
    return split;
  }

  /**
   * Gives every user without a fund one, so that quotas are exact.
   *
   * @return false where what is left of the quotas does not allow it
   */
  static boolean settle(Problem problem, Assignment assignment) {
    OrTools.load();
    Instance instance = problem.instance();
    int k = instance.funds();
    long[] left = instance.quotas();
    int open = 0;
    for (int i = 0; i < instance.users(); i++) {
      int fund = assignment.fund(i);
      if (fund >= 0) {
        left[fund]--;
      } else {
        open++;
      }
    }
    int[] users = new int[open];
    open = 0;
    for (int i = 0; i < instance.users(); i++) {
      if (assignment.fund(i) < 0) {
        users[open++] = i;
      }
    }
    WholeNumbers whole =
        new WholeNumbers(problem, Math.min(0x1p50, 0x1p61 / ((double) (open + k) * (open + k))));
    float[][] etv = problem.etv();
    MinCostFlow flow = new MinCostFlow();
    for (int u = 0; u < open; u++) {
      for (int j = 0; j < k; j++) {
        if (problem.allowed(users[u], j)) {
          flow.addArcWithCapacityAndUnitCost(u, open + j, 1, -whole.of(etv[j][users[u]]));
        }
      }
      flow.setNodeSupply(u, 1);
    }
    for (int j = 0; j < k; j++) {
      if (left[j] < 0) {
        return false;
      }
      flow.setNodeSupply(open + j, -left[j]);
    }
    boolean solved = flow.solve() == MinCostFlowBase.Status.OPTIMAL;
    for (int a = 0; solved && a < flow.getNumArcs(); a++) {
      if (flow.getFlow(a) > 0) {
        assignment.set(users[flow.getTail(a)], flow.getHead(a) - open);
      }
    }
    flow.delete();
    return solved;
  }
}
