package eoca.bench.entrant;

import eoca.core.Assignment;
import eoca.core.Instance;
import java.util.Map;
import org.jgrapht.alg.flow.mincost.CapacityScalingMinimumCostFlow;
import org.jgrapht.alg.flow.mincost.MinimumCostFlowProblem;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;

/**
 * JGraphT's capacity-scaling minimum-cost flow, in pure Java. It reads costs from the graph's edge
 * weights (the problem's cost function is ignored), and they may be fractions. Costs are ETV's
 * largest minus ETV, as it wants them at 0 or above for speed.
 */
final class JgraphtEntrant extends LibraryEntrant {
  JgraphtEntrant() {
    super("jgrapht-flow", "JGraphT capacity scaling", Family.FLOW, true);
  }

  @Override
  public String version() {
    return "JGraphT "
        + LibraryVersion.of(CapacityScalingMinimumCostFlow.class, "org.jgrapht", "jgrapht-core");
  }

  @Override
  public Answer solve(Problem problem) {
    Statistics statistics = new Statistics();
    Instance instance = problem.instance();
    int n = instance.users();
    int k = instance.funds();
    float[][] etv = problem.etv();
    double largest = problem.largest();
    SimpleDirectedWeightedGraph<Integer, DefaultWeightedEdge> graph =
        new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
    for (int v = 0; v < n + k; v++) {
      graph.addVertex(v);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        if (problem.allowed(i, j)) {
          DefaultWeightedEdge edge = graph.addEdge(i, n + j);
          graph.setEdgeWeight(edge, largest - etv[j][i]);
        }
      }
    }
    statistics.modelBuilt();
    var solver = new CapacityScalingMinimumCostFlow<Integer, DefaultWeightedEdge>();
    var flow =
        solver.getMinimumCostFlow(
            new MinimumCostFlowProblem.MinimumCostFlowProblemImpl<>(
                graph, v -> v < n ? 1 : -Math.toIntExact(instance.quota(v - n)), edge -> 1));
    Assignment assignment = new Assignment(n);
    for (Map.Entry<DefaultWeightedEdge, Double> entry : flow.getFlowMap().entrySet()) {
      if (entry.getValue() > 0.5) {
        assignment.set(
            graph.getEdgeSource(entry.getKey()), graph.getEdgeTarget(entry.getKey()) - n);
      }
    }
    double tolerance = 1e-9 * n * Math.max(1, largest);
    return new Answer(assignment, null, true, tolerance, "", statistics.values());
  }
}
