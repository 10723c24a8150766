package eoca.bench.entrant;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import eoca.core.Assignment;
import eoca.core.Instance;
import java.util.ArrayList;
import java.util.List;

/**
 * The problem as a linear or integer program behind OR-Tools' MPSolver, one variable an allowed
 * pair, one equality a user and one a fund.
 *
 * <p>Integer programs: relative gap 1e-9 (they default to 1e-4), the time limit, the threads, and
 * the {@linkplain Problem#hint() hint} where the interface passes one on without harm (SCIP; the
 * one for CBC drops hints, the one for HiGHS reads past the end of an array). The interface for
 * HiGHS also drops the common gap and threads, so it gets HiGHS's own options. Linear programs: the
 * solution is checked for integrality; a user whose unit is split (first-order methods, degenerate
 * ties) is settled by {@link SplitUsers}.
 */
final class LinearSolverEntrant extends LibraryEntrant {
  /** A solver behind MPSolver, and how it wants to be addressed. */
  enum Solver {
    GLOP("glop", "OR-Tools GLOP", "GLOP"),
    PDLP("pdlp", "OR-Tools PDLP", "PDLP"),
    CLP("clp", "OR-Tools CLP", "CLP"),
    HIGHS_LP("highs-lp", "OR-Tools HiGHS LP", "HIGHS_LP"),
    SCIP("scip", "OR-Tools SCIP", "SCIP"),
    CBC("cbc", "OR-Tools CBC", "CBC"),
    HIGHS_MIP("highs-mip", "OR-Tools HiGHS MIP", "HIGHS");

    private final String id;
    private final String label;
    private final String name;

    Solver(String id, String label, String name) {
      this.id = id;
      this.label = label;
      this.name = name;
    }

    private boolean integer() {
      return this == SCIP || this == CBC || this == HIGHS_MIP;
    }

    private boolean highs() {
      return this == HIGHS_LP || this == HIGHS_MIP;
    }
  }

  private static final double GAP = 1e-9;

  /** What linear solvers promise: primal and dual residuals of about 1e-6, relative. */
  private static final double RELATIVE_TOLERANCE = 2e-6;

  private final Solver solver;

  LinearSolverEntrant(Solver solver) {
    super(solver.id, solver.label, solver.integer() ? Family.MIP : Family.LP, false);
    this.solver = solver;
  }

  @Override
  public String version() {
    OrTools.load();
    MPSolver mp = MPSolver.createSolver(solver.name);
    if (mp == null) {
      return OrTools.version();
    }
    // the interface for HiGHS calls itself "PDLP Solver"
    String inner = solver.highs() ? "HiGHS of that release" : mp.solverVersion();
    mp.delete();
    return OrTools.version() + ", " + inner;
  }

  @Override
  public boolean wantsHint() {
    return solver == Solver.SCIP;
  }

  @Override
  public Answer solve(Problem problem) {
    OrTools.load();
    Statistics statistics = new Statistics();
    MPSolver mp = MPSolver.createSolver(solver.name);
    if (mp == null) {
      return Answer.none(solver.name + " is not in this build of OR-Tools");
    }
    MPSolverParameters parameters = new MPSolverParameters();
    try {
      MPVariable[][] pairs = model(mp, problem);
      setUp(mp, parameters, problem, statistics);
      if (wantsHint() && problem.hint() != null) {
        hint(mp, pairs, problem);
      }
      statistics.modelBuilt();
      MPSolver.ResultStatus status;
      try {
        status = mp.solve(parameters);
      } catch (IllegalArgumentException e) {
        // the interface for HiGHS reports a limit without an answer by a status that Java lacks
        return Answer.outOfTime(e.getMessage());
      }
      boolean optimal = status == MPSolver.ResultStatus.OPTIMAL;
      boolean usable = optimal || (solver.integer() && status == MPSolver.ResultStatus.FEASIBLE);
      if (!usable) {
        return Answer.none("status " + status);
      }
      if (!solver.integer()) {
        statistics.put("iterations", mp.iterations());
      }
      Assignment assignment = new Assignment(problem.instance().users());
      long split =
          SplitUsers.read(
              problem,
              (user, fund) -> pairs[fund][user] == null ? 0 : pairs[fund][user].solutionValue(),
              assignment);
      statistics.put("split users", split);
      if (split > 0 && !SplitUsers.settle(problem, assignment)) {
        return Answer.none(split + " users are split between funds and could not be settled");
      }
      double tolerance = Math.abs(mp.objective().value()) * RELATIVE_TOLERANCE;
      return new Answer(
          assignment, null, optimal, tolerance, "status " + status, statistics.values());
    } finally {
      parameters.delete();
      mp.delete();
    }
  }

  private void setUp(
      MPSolver mp, MPSolverParameters parameters, Problem problem, Statistics statistics) {
    // CBC counts the seconds of all its threads
    double limit = problem.limitSeconds() * (solver == Solver.CBC ? problem.threads() : 1);
    mp.setTimeLimit((long) (limit * 1000));
    boolean threads = true;
    if (solver.highs()) {
      // told false, but the text is kept and reaches HiGHS
      mp.setSolverSpecificParametersAsString(
          "threads=" + problem.threads() + (solver.integer() ? ",mip_rel_gap=" + GAP : ""));
    } else {
      threads = mp.setNumThreads(problem.threads());
    }
    if (solver.integer() && !solver.highs()) {
      parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, GAP);
    }
    statistics.put("threads heeded", threads ? 1 : 0);
  }

  private static void hint(MPSolver mp, MPVariable[][] pairs, Problem problem) {
    Assignment hint = problem.hint();
    List<MPVariable> variables = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < problem.instance().users(); i++) {
      for (int j = 0; j < pairs.length; j++) {
        if (pairs[j][i] != null) {
          variables.add(pairs[j][i]);
          values.add(hint.fund(i) == j ? 1.0 : 0.0);
        }
      }
    }
    mp.setHint(
        variables.toArray(MPVariable[]::new),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private MPVariable[][] model(MPSolver mp, Problem problem) {
    Instance instance = problem.instance();
    int n = instance.users();
    int k = instance.funds();
    float[][] etv = problem.etv();
    MPConstraint[] quota = new MPConstraint[k];
    for (int j = 0; j < k; j++) {
      double users = (double) instance.quota(j);
      quota[j] = mp.makeConstraint(users, users);
    }
    MPObjective objective = mp.objective();
    objective.setMaximization();
    MPVariable[][] pairs = new MPVariable[k][n];
    for (int i = 0; i < n; i++) {
      MPConstraint one = mp.makeConstraint(1, 1);
      for (int j = 0; j < k; j++) {
        if (problem.allowed(i, j)) {
          MPVariable x = mp.makeVar(0, 1, solver.integer(), "");
          one.setCoefficient(x, 1);
          quota[j].setCoefficient(x, 1);
          objective.setCoefficient(x, etv[j][i]);
          pairs[j][i] = x;
        }
      }
    }
    return pairs;
  }
}
