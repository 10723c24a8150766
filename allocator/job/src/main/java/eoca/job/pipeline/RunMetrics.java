package eoca.job.pipeline;

import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.model.RunResult.PhaseTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code metrics.prom}: a run in the Prometheus text exposition format (version 0.0.4), gauges
 * only. Written by hand: the client libraries keep registries for processes that are scraped, and a
 * job has one sample a metric.
 */
final class RunMetrics {
  private final Map<String, List<String>> samples = new LinkedHashMap<>();
  private final String campaign;

  private RunMetrics(String campaign) {
    this.campaign = campaign;
  }

  /**
   * The text.
   *
   * @param exit the exit code
   * @param ended when the run ended
   */
  static String text(String campaign, RunResult result, int exit, Instant ended) {
    RunMetrics metrics = new RunMetrics(campaign);
    metrics.add(
        "run_success", "1 if the run completed and was verified", exit == 0 || exit == 9 ? 1 : 0);
    metrics.add("run_exit_code", "exit code of the run", exit);
    metrics.add(
        "run_end_timestamp_seconds", "when the run ended, Unix time", ended.toEpochMilli() / 1e3);
    metrics.add("run_duration_seconds", "wall time of the run", result.wallSeconds());
    for (PhaseTime phase : result.phases()) {
      metrics.add(
          "phase_duration_seconds",
          "wall time of a phase",
          phase.wallSeconds(),
          "phase",
          phase.name());
    }
    metrics.add("users", "users of the ETV table", result.users());
    metrics.add("unassigned_users", "users without a fund", result.unassigned());
    if (result.locked() != null) {
      metrics.add("locked_users", "users who stay with a fund", result.locked().users());
    }
    if (result.control() != null) {
      metrics.add("control_users", "users of the control group", result.control().users());
    }
    metrics.add("objective", "total ETV of what was assigned", result.objective());
    metrics.add("dual_bound", "upper bound on every allocation's objective", result.dualBound());
    metrics.add(
        "relative_gap", "share that the objective may lie below the optimum", result.relativeGap());
    for (FundResult fund : result.funds()) {
      metrics.add("fund_quota", "users that the fund shall get", fund.quota(), "fund", fund.id());
      metrics.add("fund_assigned", "users that the fund got", fund.assigned(), "fund", fund.id());
      metrics.add("fund_etv", "total ETV of the fund's users", fund.etvTotal(), "fund", fund.id());
      metrics.add("fund_price", "shadow price of the fund", fund.price(), "fund", fund.id());
    }
    metrics.add(
        "peak_resident_bytes",
        "largest resident memory, mapped files included",
        result.peakRssBytes());
    metrics.add("peak_anonymous_bytes", "largest anonymous memory", result.peakAnonBytes());
    metrics.add("threads", "threads used", result.threads());
    return metrics.toString();
  }

  /** Adds a sample; nothing where the value is unknown. */
  private void add(String name, String help, Number value, String... label) {
    if (value == null) {
      return;
    }
    List<String> lines = samples.computeIfAbsent("eoca_" + name, key -> new ArrayList<>());
    if (lines.isEmpty()) {
      lines.add("# HELP eoca_" + name + " " + help);
      lines.add("# TYPE eoca_" + name + " gauge");
    }
    String more = label.length == 0 ? "" : "," + label[0] + "=\"" + label[1] + "\"";
    lines.add("eoca_" + name + "{campaign=\"" + campaign + "\"" + more + "} " + value);
  }

  /** Names and fund ids are of {@code [a-z0-9_-]}: no label needs escaping. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    samples.values().forEach(lines -> lines.forEach(line -> text.append(line).append('\n')));
    return text.toString();
  }
}
