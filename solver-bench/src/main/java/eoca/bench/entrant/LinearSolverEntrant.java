package eoca.bench.entrant;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import eoca.core.Assignment;
import eoca.core.Instance;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The problem as a linear or integer program behind OR-Tools' MPSolver, one variable an allowed
 * pair, one equality a user and one a fund.
 *
 * <p>Integer programs: relative gap 1e-9 (some default to 1e-4), the time limit and the threads are
 * passed on as far as the solver heeds them. Linear programs: the solution is checked for
 * integrality; a user whose unit is split (first-order methods, degenerate ties) is settled by a
 * minimum-cost flow over the split users and what is left of the quotas.
 */
final class LinearSolverEntrant implements Entrant {
  private static final double GAP = 1e-9;
  private static final double INTEGRAL = 0.999;

  /** What linear solvers promise: primal and dual residuals of about 1e-6, relative. */
  private static final double RELATIVE_TOLERANCE = 2e-6;

  private final String id;
  private final String label;
  private final String solver;
  private final boolean integer;

  LinearSolverEntrant(String id, String label, String solver, boolean integer) {
    this.id = id;
    this.label = label;
    this.solver = solver;
    this.integer = integer;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Family family() {
    return integer ? Family.MIP : Family.LP;
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public String version() {
    OrTools.load();
    MPSolver mp = MPSolver.createSolver(solver);
    return OrTools.version() + (mp == null ? "" : ", " + mp.solverVersion());
  }

  @Override
  public boolean java() {
    return false;
  }

  @Override
  public Answer solve(Problem problem) {
    OrTools.load();
    MPSolver mp = MPSolver.createSolver(solver);
    if (mp == null) {
      return Answer.none(solver + " is not in this build of OR-Tools");
    }
    try {
      MPVariable[][] pairs = model(mp, problem);
      mp.setTimeLimit((long) (problem.limitSeconds() * 1000));
      boolean threadsHeeded = mp.setNumThreads(problem.threads());
      MPSolverParameters parameters = new MPSolverParameters();
      if (integer) {
        parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, GAP);
      }
      MPSolver.ResultStatus status = mp.solve(parameters);
      parameters.delete();
      boolean optimal = status == MPSolver.ResultStatus.OPTIMAL;
      boolean usable = optimal || (integer && status == MPSolver.ResultStatus.FEASIBLE);
      if (!usable) {
        return Answer.none("status " + status);
      }
      Map<String, Long> statistics = new LinkedHashMap<>();
      statistics.put("iterations", integer ? 0 : mp.iterations());
      statistics.put("threads heeded", threadsHeeded ? 1L : 0L);
      Assignment assignment = new Assignment(problem.instance().users());
      long split = read(problem, pairs, assignment);
      statistics.put("split users", split);
      if (split > 0 && !SplitUsers.settle(problem, assignment)) {
        return Answer.none(split + " users are split between funds and could not be settled");
      }
      double tolerance = Math.abs(mp.objective().value()) * RELATIVE_TOLERANCE;
      return new Answer(assignment, null, optimal, tolerance, "status " + status, statistics);
    } finally {
      mp.delete();
    }
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
          MPVariable x = mp.makeVar(0, 1, integer, "");
          one.setCoefficient(x, 1);
          quota[j].setCoefficient(x, 1);
          objective.setCoefficient(x, etv[j][i]);
          pairs[j][i] = x;
        }
      }
    }
    return pairs;
  }

  /** Sets the users that have one fund; returns how many are split. */
  private static long read(Problem problem, MPVariable[][] pairs, Assignment assignment) {
    long split = 0;
    for (int i = 0; i < problem.instance().users(); i++) {
      int fund = -1;
      for (int j = 0; j < pairs.length; j++) {
        if (pairs[j][i] != null && pairs[j][i].solutionValue() > INTEGRAL) {
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
}
