package eoca.job.pipeline;

import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.job.engine.Strategies;
import eoca.job.engine.TableInstance;
import eoca.job.store.Staging.CancelledException;
import eoca.job.verify.StoredRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs the strategy. */
final class SolveStage implements Stage {
  @Override
  public String phase() {
    return "solve";
  }

  @Override
  public void run(RunState state) {
    Strategy strategy = state.campaign.strategy();
    if (state.parent != null && state.request.rerun().stays()) {
      state.stay = stay(state);
    }
    StopSignal.Limit early = state.control.stopAt();
    if (early != null) {
      throw stopped(early);
    }
    Outcome outcome =
        Strategies.allocator(strategy, state.quotas, warmPrices(state), state.stay)
            .allocate(state.instance, state.workers, state.control);
    if (outcome instanceof Outcome.Infeasible) {
      throw new IllegalStateException(
          strategy + " found no allocation where feasibility says there is one");
    }
    if (outcome instanceof Outcome.Solved solved) {
      state.assignment = solved.assignment();
      state.prices = solved.prices();
      state.log.info("solved", "strategy", strategy.id(), "statistics", tree(solved.statistics()));
    } else if (outcome instanceof Outcome.Stopped stop) {
      state.log.warn(
          "stopped", "limit", stop.limit().name(), "statistics", tree(stop.statistics()));
      if (stop.best() == null) {
        throw stopped(stop.limit());
      }
      state.limit = stop.limit();
      state.assignment = stop.best();
      state.prices = stop.prices();
    }
    state.tell("%s", strategy.id());
  }

  /** Whom the run this one is made from gave what. */
  private static Stay stay(RunState state) {
    JobRequest.Rerun rerun = state.request.rerun();
    Instance before =
        TableInstance.of(state.table, StoredRun.quotas(state.parent, state.table.users()));
    return new Stay(
        StoredRun.assignment(rerun.parent(), state.parent, state.table, before, state.workers),
        rerun.stickiness(),
        rerun.keep());
  }

  /** Prices to try first: those of the run this one is made from, if it has any. */
  static double[] warmPrices(RunState state) {
    return state.parent == null
        ? null
        : StoredRun.prices(state.request.rerun().parent().result(), state.instance);
  }

  /** The failure of a job that met a limit. */
  static RuntimeException stopped(StopSignal.Limit limit) {
    return switch (limit) {
      case SECONDS ->
          new EocaException(
              ExitCode.STOPPED,
              "the time limit was met first (limits.seconds)",
              "Maybe raise limits.seconds in the campaign file, or give it more --threads.");
      case MEMORY ->
          new EocaException(
              ExitCode.STOPPED,
              "the memory limit was met first (limits.memory)",
              "Maybe raise limits.memory in the campaign file.");
      case INTERRUPTED -> new CancelledException();
    };
  }

  private static Map<String, Object> tree(Map<String, Long> statistics) {
    return new LinkedHashMap<>(statistics);
  }
}
