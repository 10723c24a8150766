package eoca.job.pipeline;

import eoca.core.Outcome;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.job.engine.Strategies;
import eoca.job.engine.WarmStart;
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
    Outcome outcome =
        early != null
            ? new Outcome.Stopped(early, null, null, Map.of())
            : Strategies.allocator(strategy, state.quotas, warmStart(state), state.stay)
                .allocate(
                    state.instance,
                    state.workers,
                    new SolveLog(state.control, state.log, state.environment.console()));
    if (outcome instanceof Outcome.Stopped stop && stop.best() == null) {
      outcome = reserve(state, stop);
    }
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
      state.limit = stop.limit();
      state.assignment = stop.best();
      state.prices = stop.prices();
    }
    state.tell("%s%s", strategy.id(), state.limit == null ? "" : ", stopped at a limit");
  }

  /** Whom the run this one is made from gave what. */
  private static Stay stay(RunState state) {
    JobRequest.Rerun rerun = state.request.rerun();
    return new Stay(
        StoredRun.assignment(
            rerun.parent(),
            state.parent,
            state.table,
            state.participants.pins(),
            StoredRun.leavesUsers(rerun.parent().result()),
            state.workers),
        rerun.stickiness(),
        rerun.keep());
  }

  /** What to try first: the prices of the run this one is made from, if it has any. */
  static WarmStart warmStart(RunState state) {
    if (state.parent == null) {
      return null;
    }
    double[] prices = StoredRun.prices(state.request.rerun().parent().result(), state.instance);
    if (prices == null) {
      return null;
    }
    long users = state.participants.quotaUsers();
    long[] quotas = StoredRun.quotas(state.parent, users).engineQuotas();
    return new WarmStart(prices, state.request.locked() == null ? quotas : null);
  }

  /**
   * A feasible allocation for a strategy that was stopped and has none to show: what the exact one
   * hands over when it is stopped at once.
   */
  private static Outcome reserve(RunState state, Outcome.Stopped stopped) {
    if (stopped.limit() == StopSignal.Limit.INTERRUPTED) {
      throw stopped(stopped.limit(), "");
    }
    Outcome outcome =
        Strategies.allocator(Strategy.EXACT, state.quotas, null, null)
            .allocate(
                state.instance,
                state.workers,
                () -> {
                  StopSignal.Limit now = state.control.stopAt();
                  return now == StopSignal.Limit.INTERRUPTED ? now : stopped.limit();
                });
    if (outcome instanceof Outcome.Solved solved) { // so small that it was faster than the limit
      return new Outcome.Stopped(
          stopped.limit(), solved.assignment(), solved.prices(), stopped.statistics());
    }
    if (outcome instanceof Outcome.Stopped other && other.best() == null) {
      throw stopped(other.limit(), "");
    }
    return outcome;
  }

  /**
   * The failure of a job that met a limit.
   *
   * @param best what is said of the best allocation found, or empty
   */
  static RuntimeException stopped(StopSignal.Limit limit, String best) {
    return switch (limit) {
      case SECONDS ->
          new EocaException(
              ExitCode.STOPPED,
              "the time limit was met first (limits.seconds)" + best,
              "Maybe raise limits.seconds in the campaign file, or give it more --threads.");
      case MEMORY ->
          new EocaException(
              ExitCode.STOPPED,
              "the memory limit was met first (limits.memory or the heap of the JVM)" + best,
              "Maybe raise limits.memory in the campaign file, or give the JVM more:"
                  + " EOCA_JAVA_OPTS=-Xmx2g.");
      case INTERRUPTED -> new CancelledException();
    };
  }

  private static Map<String, Object> tree(Map<String, Long> statistics) {
    return new LinkedHashMap<>(statistics);
  }
}
