package eoca.bench.entrant;

import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import eoca.core.Assignment;
import eoca.core.Instance;

/**
 * OR-Tools' minimum-cost flow (cost scaling push-relabel): one unit from every user to an allowed
 * fund. Whole-number costs only; their size is limited by 2^63 / (2·nodes²), so that large
 * instances get a coarser scale.
 */
final class MinCostFlowEntrant extends LibraryEntrant {
  MinCostFlowEntrant() {
    super("ortools-flow", "OR-Tools MinCostFlow", Family.FLOW, false);
  }

  @Override
  public Answer solve(Problem problem) {
    OrTools.load();
    Statistics statistics = new Statistics();
    Instance instance = problem.instance();
    int n = instance.users();
    int k = instance.funds();
    WholeNumbers whole = new WholeNumbers(problem, largestCost(n + k));
    float[][] etv = problem.etv();
    MinCostFlow flow = new MinCostFlow(n + k, n * k);
    int[] arcs = new int[n + 1];
    int arc = 0;
    byte[] fundOfArc = new byte[Math.multiplyExact(n, k)];
    for (int i = 0; i < n; i++) {
      arcs[i] = arc;
      for (int j = 0; j < k; j++) {
        if (problem.allowed(i, j)) {
          arc = flow.addArcWithCapacityAndUnitCost(i, n + j, 1, -whole.of(etv[j][i]));
          fundOfArc[arc++] = (byte) j;
        }
      }
      flow.setNodeSupply(i, 1);
    }
    arcs[n] = arc;
    for (int j = 0; j < k; j++) {
      flow.setNodeSupply(n + j, -instance.quota(j));
    }
    statistics.put("arcs", arc).put("scale bits", whole.scaleBits()).modelBuilt();
    MinCostFlowBase.Status status = flow.solve();
    if (status != MinCostFlowBase.Status.OPTIMAL) {
      flow.delete();
      return Answer.none("status " + status);
    }
    Assignment assignment = new Assignment(n);
    for (int i = 0; i < n; i++) {
      for (int a = arcs[i]; a < arcs[i + 1]; a++) {
        if (flow.getFlow(a) > 0) {
          assignment.set(i, fundOfArc[a] & 0xFF);
        }
      }
    }
    flow.delete();
    return new Answer(assignment, null, true, whole.loss(n), "", statistics.values());
  }

  /** The solver multiplies costs by the number of nodes and adds up to as many. */
  private static double largestCost(int nodes) {
    return Math.min(0x1p50, 0x1p61 / ((double) nodes * nodes));
  }
}
