package eoca.bench.entrant;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import eoca.core.Assignment;
import eoca.core.Instance;
import java.util.ArrayList;
import java.util.List;

/**
 * OR-Tools' CP-SAT: exactly one fund a user, a linear equality a fund, whole-number values. Starts
 * from the {@linkplain Problem#hint() hint}, a complete and feasible one as its manual wants it.
 */
final class CpSatEntrant extends LibraryEntrant {
  /** Keeps N · value below 2^62 for every N in use. */
  private static final double LARGEST = 0x1p30;

  CpSatEntrant() {
    super("cp-sat", "OR-Tools CP-SAT", Family.MIP, false);
  }

  @Override
  public boolean wantsHint() {
    return true;
  }

  @Override
  public Answer solve(Problem problem) {
    OrTools.load();
    Statistics statistics = new Statistics();
    Instance instance = problem.instance();
    int n = instance.users();
    int k = instance.funds();
    WholeNumbers whole = new WholeNumbers(problem, LARGEST);
    float[][] etv = problem.etv();
    CpModel model = new CpModel();
    BoolVar[][] pairs = new BoolVar[k][n];
    LinearExprBuilder objective = LinearExpr.newBuilder();
    LinearExprBuilder[] quota = new LinearExprBuilder[k];
    for (int j = 0; j < k; j++) {
      quota[j] = LinearExpr.newBuilder();
    }
    List<Literal> choice = new ArrayList<>(k);
    for (int i = 0; i < n; i++) {
      choice.clear();
      for (int j = 0; j < k; j++) {
        if (problem.allowed(i, j)) {
          BoolVar x = model.newBoolVar("");
          pairs[j][i] = x;
          choice.add(x);
          quota[j].add(x);
          objective.addTerm(x, whole.of(etv[j][i]));
        }
      }
      model.addExactlyOne(choice);
    }
    for (int j = 0; j < k; j++) {
      model.addEquality(quota[j], instance.quota(j));
    }
    model.maximize(objective);
    hint(model, pairs, problem);
    statistics.put("scale bits", whole.scaleBits()).modelBuilt();
    CpSolver solver = new CpSolver();
    solver
        .getParameters()
        .setMaxTimeInSeconds(problem.limitSeconds())
        .setNumWorkers(problem.threads());
    CpSolverStatus status = solver.solve(model);
    if (status == CpSolverStatus.UNKNOWN) {
      return Answer.outOfTime("status UNKNOWN"); // nothing else ends its search without an answer
    }
    if (status != CpSolverStatus.OPTIMAL && status != CpSolverStatus.FEASIBLE) {
      return Answer.none("status " + status);
    }
    Assignment assignment = new Assignment(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        if (pairs[j][i] != null && solver.booleanValue(pairs[j][i])) {
          assignment.set(i, j);
        }
      }
    }
    return new Answer(
        assignment,
        null,
        status == CpSolverStatus.OPTIMAL,
        whole.loss(n),
        "status " + status,
        statistics.put("branches", solver.numBranches()).values());
  }

  private static void hint(CpModel model, BoolVar[][] pairs, Problem problem) {
    Assignment hint = problem.hint();
    if (hint == null) {
      return;
    }
    for (int i = 0; i < problem.instance().users(); i++) {
      for (int j = 0; j < pairs.length; j++) {
        if (pairs[j][i] != null) {
          model.addHint(pairs[j][i], hint.fund(i) == j);
        }
      }
    }
  }
}
