package eoca.job.report;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.Quota;
import eoca.inputs.campaign.Remainder;
import eoca.inputs.campaign.Strategy;
import eoca.job.model.Manifest;
import eoca.job.model.RunOutcome;
import eoca.job.model.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Made-up runs for the page: any number of funds, names as given. */
final class ReportFixtures {
  /** What a name may try: markup, script ends, template and JSON syntax, bidi controls, length. */
  static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "</script><img src=x onerror=alert(2)>",
          "\"'><svg onload=alert(3)>",
          "${7*7} {{7*7}} $unsafe{x} @if",
          "\u202Ereversed\u2066 \\u003c &lt; &amp; \u2028 line",
          "x".repeat(300),
          "基金 صندوق फंड 🏦");

  private ReportFixtures() {}

  /** Funds with plain names. */
  static List<String> names(int k) {
    List<String> names = new ArrayList<>();
    String[] kinds = {"Money market", "Bond", "Balanced", "Equity index", "Technology equity"};
    for (int j = 0; j < k; j++) {
      names.add(kinds[j % kinds.length] + " fund" + (k > kinds.length ? " " + (j + 1) : "s"));
    }
    return names;
  }

  /** A run with one fund a name. */
  static ReportData data(List<String> names, RunOutcome outcome, boolean previous, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int k = names.size();
    long[] quotas = new long[k];
    double[] means = new double[k];
    double[] prices = new double[k];
    List<Fund> funds = new ArrayList<>();
    for (int j = 0; j < k; j++) {
      quotas[j] = j == k - 1 && k > 3 ? 0 : 1000 + random.nextInt(2_000_000 / k);
      means[j] = Math.exp(random.nextDouble() * 3);
      prices[j] = (random.nextDouble() - 0.5) * 20;
      int risk = 1 + (5 * j) / k;
      Quota quota = new Quota.Users(quotas[j]);
      funds.add(new Fund("fund-" + j, names.get(j), risk, quota, OptionalInt.empty(), "fund-" + j));
    }
    RunResult now = result(funds, quotas, means, prices, outcome);
    RunResult before = null;
    if (previous) {
      long[] old = quotas.clone();
      double[] oldMeans = means.clone();
      for (int j = 0; j < k; j++) {
        old[j] = Math.round(old[j] * (0.9 + 0.2 * random.nextDouble()));
        oldMeans[j] *= 0.95 + 0.1 * random.nextDouble();
      }
      before = result(funds, old, oldMeans, prices, RunOutcome.FEASIBLE);
    }
    return new ReportData(
        manifest(funds, quotas),
        now,
        analysis(funds, quotas, random),
        before,
        previous ? "20260531T230105Z-0a1b2c" : null);
  }

  private static RunResult result(
      List<Fund> funds, long[] quotas, double[] means, double[] prices, RunOutcome outcome) {
    long users = 0;
    double objective = 0;
    List<RunResult.FundResult> results = new ArrayList<>();
    for (int j = 0; j < quotas.length; j++) {
      users += quotas[j];
      double total = quotas[j] * means[j];
      objective += total;
      results.add(
          new RunResult.FundResult(
              funds.get(j).id(),
              funds.get(j).risk(),
              quotas[j],
              quotas[j],
              total,
              quotas[j] == 0 ? null : means[j],
              prices[j]));
    }
    double gap = outcome == RunOutcome.OPTIMAL ? 0 : objective * 0.0088;
    return new RunResult(
        outcome,
        Strategy.HEURISTIC,
        users,
        0L,
        objective,
        objective + gap,
        "prices",
        gap / objective,
        gap,
        results,
        List.of(
            new RunResult.PhaseTime("check", 1.243),
            new RunResult.PhaseTime("feasibility", 0.0123),
            new RunResult.PhaseTime("solve", 0.2251),
            new RunResult.PhaseTime("certify", 0.1014),
            new RunResult.PhaseTime("write", 0.8731),
            new RunResult.PhaseTime("verify", 0.4442)),
        2.951,
        1_363_148_800L,
        214_958_080L,
        4,
        null,
        null,
        null,
        null,
        null);
  }

  private static Manifest manifest(List<Fund> funds, long[] quotas) {
    Campaign campaign =
        new Campaign(
            Path.of("campaign.yaml"),
            "june-funds",
            "2026-06-01..2026-06-30",
            funds,
            new Campaign.EtvLocation("etv/*.arrow", "user_id", "tolerance"),
            Strategy.HEURISTIC,
            Remainder.ERROR,
            OutputFormat.ARROW,
            Campaign.Limits.NONE);
    List<Long> resolved = new ArrayList<>();
    for (long quota : quotas) {
      resolved.add(quota);
    }
    return new Manifest(
        "20260601T230102Z-3f9a1c",
        campaign,
        resolved,
        List.of(),
        "prices",
        List.of("run", "campaign.yaml"),
        null,
        null,
        "20260531T230105Z-0a1b2c",
        new Manifest.Software("0.1.0", "0123456789ab", "17.0.15"),
        "2026-06-01T23:01:02Z",
        List.of(
            new Manifest.FileEntry(
                "etv",
                "../../../etv/etv-00001.arrow",
                1_234_567,
                10_000_000L,
                "0123456789abcdef".repeat(4))),
        List.of());
  }

  private static RunAnalysis analysis(List<Fund> funds, long[] quotas, SplittableRandom random) {
    List<RunAnalysis.ToleranceRow> rows = new ArrayList<>();
    for (int t = 1; t <= 5; t++) {
      long[] byFund = new long[funds.size()];
      long users = 0;
      for (int j = 0; j < byFund.length; j++) {
        byFund[j] = t >= funds.get(j).risk() ? quotas[j] / 5 + random.nextInt(100) : 0;
        users += byFund[j];
      }
      rows.add(new RunAnalysis.ToleranceRow(t, users, byFund, 0));
    }
    List<RunAnalysis.FundSpread> spreads = new ArrayList<>();
    for (int j = 0; j < funds.size(); j++) {
      double scale = random.nextDouble() * 30;
      double[] margin = {-0.02 * scale, 0.2 * scale, 0.5 * scale, scale, 3 * scale};
      spreads.add(
          new RunAnalysis.FundSpread(
              funds.get(j).id(), quotas[j] == 0 ? null : margin, quotas[j] == 0 ? null : margin));
    }
    return new RunAnalysis(rows, spreads, 100_000);
  }
}
