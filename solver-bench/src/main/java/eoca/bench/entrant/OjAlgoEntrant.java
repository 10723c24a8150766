package eoca.bench.entrant;

import eoca.core.Assignment;
import eoca.core.Instance;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.type.CalendarDateUnit;

/** ojAlgo's linear programming (simplex), in pure Java. */
final class OjAlgoEntrant extends LibraryEntrant {
  OjAlgoEntrant() {
    super("ojalgo-lp", "ojAlgo LP", Family.LP, true);
  }

  @Override
  public String version() {
    return "ojAlgo " + LibraryVersion.of(ExpressionsBasedModel.class, "org.ojalgo", "ojalgo");
  }

  @Override
  public Answer solve(Problem problem) {
    Statistics statistics = new Statistics();
    Instance instance = problem.instance();
    int n = instance.users();
    int k = instance.funds();
    float[][] etv = problem.etv();
    ExpressionsBasedModel model = new ExpressionsBasedModel();
    model.options.abort(CalendarDateUnit.MILLIS.newDuration(problem.limitSeconds() * 1000));
    Expression[] quota = new Expression[k];
    for (int j = 0; j < k; j++) {
      quota[j] = model.newExpression("fund" + j).level(instance.quota(j));
    }
    Variable[][] pairs = new Variable[k][n];
    for (int i = 0; i < n; i++) {
      Expression one = model.newExpression("user" + i).level(1);
      for (int j = 0; j < k; j++) {
        if (problem.allowed(i, j)) {
          Variable x = model.newVariable(i + "-" + j).lower(0).weight(etv[j][i]);
          one.set(x, 1);
          quota[j].set(x, 1);
          pairs[j][i] = x;
        }
      }
    }
    statistics.modelBuilt();
    Optimisation.Result result = model.maximise();
    Optimisation.State state = result.getState();
    if (!state.isFeasible()) {
      return Answer.none("state " + state);
    }
    Assignment assignment = new Assignment(n);
    long split =
        SplitUsers.read(
            problem,
            (user, fund) ->
                pairs[fund][user] == null
                    ? 0
                    : result.doubleValue(model.indexOf(pairs[fund][user])),
            assignment);
    statistics.put("split users", split);
    if (split > 0 && !SplitUsers.settle(problem, assignment)) {
      return Answer.none(split + " users are split between funds and could not be settled");
    }
    double tolerance = 2e-6 * Math.abs(result.getValue());
    return new Answer(
        assignment, null, state.isOptimal(), tolerance, "state " + state, statistics.values());
  }
}
