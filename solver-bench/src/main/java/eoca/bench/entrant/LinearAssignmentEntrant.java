package eoca.bench.entrant;

import com.google.ortools.graph.LinearSumAssignment;
import eoca.core.Assignment;
import eoca.core.Instance;

/**
 * OR-Tools' linear assignment solver (push-relabel with cost scaling). It gives every row a column
 * of its own, so a fund becomes as many equal columns as it has places: up to N² arcs, which is why
 * it fits small instances only. Whole-number costs.
 */
final class LinearAssignmentEntrant extends LibraryEntrant {
  LinearAssignmentEntrant() {
    super("ortools-assignment", "OR-Tools linear assignment", Family.FLOW, false);
  }

  @Override
  public Answer solve(Problem problem) {
    OrTools.load();
    Statistics statistics = new Statistics();
    Instance instance = problem.instance();
    int n = instance.users();
    int k = instance.funds();
    WholeNumbers whole = new WholeNumbers(problem, largestCost(n));
    float[][] etv = problem.etv();
    int[] firstPlace = new int[k + 1];
    for (int j = 0; j < k; j++) {
      firstPlace[j + 1] = Math.toIntExact(firstPlace[j] + instance.quota(j));
    }
    LinearSumAssignment solver = new LinearSumAssignment();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        if (problem.allowed(i, j)) {
          long cost = -whole.of(etv[j][i]);
          for (int place = firstPlace[j]; place < firstPlace[j + 1]; place++) {
            solver.addArcWithCost(i, place, cost);
          }
        }
      }
    }
    statistics.put("arcs", solver.getNumArcs()).put("scale bits", whole.scaleBits()).modelBuilt();
    LinearSumAssignment.Status status = solver.solve();
    if (status != LinearSumAssignment.Status.OPTIMAL) {
      solver.delete();
      return Answer.none("status " + status);
    }
    Assignment assignment = new Assignment(n);
    for (int i = 0; i < n; i++) {
      int place = solver.getRightMate(i);
      int fund = 0;
      while (place >= firstPlace[fund + 1]) {
        fund++;
      }
      assignment.set(i, fund);
    }
    solver.delete();
    return new Answer(assignment, null, true, whole.loss(n), "", statistics.values());
  }

  /** The solver multiplies costs by the number of rows, and prices move by as many of them. */
  private static double largestCost(int rows) {
    return Math.min(0x1p50, 0x1p58 / ((rows + 1.0) * (rows + 1.0)));
  }
}
