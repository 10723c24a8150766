package eoca.job.pipeline;

import eoca.core.Outcome;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.StayCertificate;
import eoca.core.certificate.Violation;
import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.job.engine.Strategies;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Certifies the allocation on the original input. A run that is not exact is certified at the exact
 * solver's prices, unless it was asked not to be or met a limit.
 */
final class CertifyStage implements Stage {
  @Override
  public String phase() {
    return "certify";
  }

  @Override
  public void run(RunState state) {
    boolean exact = state.campaign.strategy() == Strategy.EXACT;
    if (!exact && state.limit == null && state.request.certify() == Certify.PRICES) {
      state.prices = exactPrices(state);
    }
    if (!exact && state.request.certify() == Certify.ROW_MAX) {
      state.prices = null;
    }
    state.certificate =
        Certificate.certify(state.instance, state.assignment, state.prices, state.workers);
    CertificateReport report = state.certificate;
    state.log.info(
        "certificate",
        "objective",
        report.objective(),
        "dual_bound",
        report.dualBound(),
        "absolute_gap",
        report.absoluteGap(),
        "relative_gap",
        report.relativeGap(),
        "bound_source",
        report.boundSource().label(),
        "violations",
        report.violationCount());
    if (!report.valid()) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "the allocation breaks rules ("
              + report.violationCount()
              + "), first: "
              + report.violations().stream()
                  .limit(3)
                  .map(Violation::describe)
                  .collect(Collectors.joining("; ")),
          "This is a bug of eoca: please report it with the campaign and log.jsonl.");
    }
    if (state.stay != null) {
      state.stayed =
          StayCertificate.certify(
              state.instance, state.assignment, state.stay, state.prices, state.workers);
      state.log.info(
          "stickiness",
          "cost",
          (double) state.stay.cost(),
          "keep",
          state.stay.preferred(),
          "users_moved",
          state.stayed.moved(),
          "penalised_objective",
          state.stayed.objective(),
          "penalised_dual_bound",
          state.stayed.dualBound());
    }
    state.tell(
        "%s, relative gap %s (%s)",
        report.optimal() ? "optimal" : "feasible",
        report.relativeGap() == 0 ? "0" : String.format(Locale.ROOT, "%.3g", report.relativeGap()),
        report.boundSource().label());
  }

  private static double[] exactPrices(RunState state) {
    Outcome outcome =
        Strategies.allocator(Strategy.EXACT, state.quotas, SolveStage.warmStart(state), null)
            .allocate(state.instance, state.workers, state.control);
    if (outcome instanceof Outcome.Solved solved) {
      return solved.prices();
    }
    if (outcome instanceof Outcome.Stopped stopped) {
      state.control.check();
      state.log.warn("prices_stopped", "limit", stopped.limit().name());
      return stopped.prices();
    }
    throw new IllegalStateException("exact found no allocation where there is one");
  }
}
