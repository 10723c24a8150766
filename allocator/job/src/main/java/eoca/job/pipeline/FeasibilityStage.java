package eoca.job.pipeline;

import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import eoca.inputs.campaign.Quotas;
import eoca.job.engine.TableInstance;
import java.util.Arrays;

/** Resolves the quotas and decides whether an allocation exists. */
final class FeasibilityStage implements Stage {
  @Override
  public String phase() {
    return "feasibility";
  }

  @Override
  public void run(RunState state) {
    state.quotas = Quotas.resolve(state.campaign, state.participants.quotaUsers(), state.overrides);
    state.log.info(
        "quotas",
        "resolved",
        Arrays.stream(state.quotas.quotas()).boxed().toList(),
        "unassigned",
        state.quotas.unassigned());
    state.instance = TableInstance.of(state.table, state.quotas, state.participants.pins());
    FeasibilityReport report = Feasibility.check(state.instance, state.workers);
    state.log.info("levels", "levels", CheckJob.levels(report));
    if (report.witness().isPresent()) {
      state.witness =
          WitnessTree.of(
              report.witness().get(), state.campaign, state.overrides, state.quotas, state.table);
      WitnessTree.addCommand(state.witness, state.request.command());
      throw WitnessTree.failure(state.witness);
    }
  }
}
