package eoca.job.report;

import eoca.inputs.campaign.Fund;
import eoca.job.model.Manifest;
import eoca.job.model.RunOutcome;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.report.ReportView.CompareFund;
import eoca.job.report.ReportView.CompareRow;
import eoca.job.report.ReportView.Comparison;
import eoca.job.report.ReportView.FundRow;
import eoca.job.report.ReportView.PhaseRow;
import eoca.job.report.ReportView.SpreadRow;
import eoca.job.report.ReportView.Tile;
import eoca.job.report.ReportView.ToleranceCell;
import eoca.job.report.ReportView.ToleranceRow;
import eoca.job.report.ReportView.Tolerances;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a run's values into the page's text. */
final class ViewBuilder {
  private static final Map<String, String> PHASES =
      Map.of(
          "score", "computing the ETV table",
          "check", "reading, hashing and checking the input",
          "feasibility", "quotas against tolerances",
          "solve", "the allocation",
          "certify", "the independent check and the bound",
          "write", "the assignment, forced to disk",
          "verify", "reading the assignment back",
          "report", "this page");

  private final ReportData data;
  private final RunResult result;
  private final Manifest manifest;
  private final List<Fund> funds;

  ViewBuilder(ReportData data) {
    this.data = data;
    this.result = data.result();
    this.manifest = data.manifest();
    this.funds = manifest.campaign().funds();
  }

  ReportView build(ReportView.Assets assets) {
    boolean priced = result.funds().stream().anyMatch(fund -> fund.price() != null);
    List<FundRow> rows = new ArrayList<>();
    for (int j = 0; j < result.funds().size(); j++) {
      rows.add(row(funds.get(j).name(), result.funds().get(j)));
    }
    int hidden = result.funds().size() - ChartData.SHOWN;
    return new ReportView(
        manifest.campaign().name() + " · " + manifest.runId(),
        manifest.campaign().name(),
        manifest.campaign().period() == null ? "" : manifest.campaign().period(),
        manifest.runId(),
        manifest.startedAt(),
        kind(),
        verdict(),
        verdictText(),
        tiles(),
        rows,
        total(),
        priced,
        tolerances(),
        spreads(),
        phases(),
        comparison(),
        facts(),
        hidden > 0
            ? "Charts show the " + ChartData.SHOWN + " largest funds; the tables have all."
            : "",
        assets);
  }

  private String kind() {
    return switch (result.outcome()) {
      case OPTIMAL -> "good";
      case FEASIBLE, STOPPED -> "fair";
      case INFEASIBLE, REJECTED -> "bad";
    };
  }

  private String verdict() {
    return switch (result.outcome()) {
      case OPTIMAL -> "Optimal, and certified";
      case FEASIBLE ->
          result.relativeGap() == null
              ? "Feasible"
              : "Feasible, at most " + Numbers.percent(result.relativeGap()) + " below the bound";
      case STOPPED -> "Stopped at a limit";
      case INFEASIBLE -> "Infeasible";
      case REJECTED -> "Rejected";
    };
  }

  private String verdictText() {
    String rules =
        "Every user has one fund, every quota is met exactly and no risk rule is broken. ";
    if (result.outcome() == RunOutcome.OPTIMAL && result.pricesRounded()) {
      return rules
          + "No allocation with these quotas has a higher total ETV: the certificate found in the"
          + " original input that no exchange of funds between users gains anything.";
    }
    if (result.outcome() == RunOutcome.OPTIMAL) {
      return rules
          + "No allocation with these quotas has a higher total ETV: the upper bound that the"
          + " certificate computed from the original input exceeds the objective by "
          + Numbers.money(result.absoluteGap())
          + " (relative gap "
          + Numbers.percent(result.relativeGap())
          + ").";
    }
    if (result.outcome() == RunOutcome.FEASIBLE && result.absoluteGap() != null) {
      String loose =
          "row-max".equals(result.boundSource())
              ? " The bound adds up every user's best fund and ignores quotas, so the true distance"
                  + " to the best allocation is smaller."
              : "";
      return rules
          + "No allocation with these quotas can have a total ETV more than "
          + Numbers.money(result.absoluteGap())
          + " higher."
          + loose;
    }
    if (result.error() != null) {
      return result.error().message() + " " + result.error().hint();
    }
    return result.outcome() == RunOutcome.STOPPED
        ? "This is the best allocation that was found until then; its certified gap is "
            + (result.relativeGap() == null ? "unknown" : Numbers.percent(result.relativeGap()))
            + "."
        : "";
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(new Tile("Users", Numbers.count(result.users())));
    if (result.unassigned() != null && result.unassigned() > 0) {
      tiles.add(new Tile("Without a fund", Numbers.count(result.unassigned())));
    }
    if (result.locked() != null) {
      tiles.add(new Tile("Locked", Numbers.count(result.locked().users())));
    }
    if (result.control() != null) {
      tiles.add(
          new Tile(
              "Control group, " + result.control().share(),
              Numbers.count(result.control().users())));
    }
    tiles.add(new Tile("Funds", Numbers.count((long) result.funds().size())));
    tiles.add(new Tile("Total ETV (objective)", Numbers.money(result.objective())));
    if (result.objective() != null && result.users() != null && result.users() > 0) {
      tiles.add(new Tile("ETV per user", Numbers.money(result.objective() / result.users())));
    }
    if (result.relativeGap() != null) {
      tiles.add(new Tile("Certified gap", Numbers.percent(result.relativeGap())));
    }
    if (data.previous() != null && both(result.objective(), data.previous().objective())) {
      double before = data.previous().objective();
      tiles.add(new Tile("ETV against the run before", share(result.objective() - before, before)));
    }
    tiles.add(new Tile("Time", Numbers.seconds(result.wallSeconds())));
    return tiles;
  }

  private static FundRow row(String name, FundResult fund) {
    return new FundRow(
        fund.id(),
        name,
        Integer.toString(fund.risk()),
        Numbers.count(fund.quota()),
        Numbers.count(fund.assigned()),
        fund.quota() != null && fund.quota().equals(fund.assigned()),
        Numbers.money(fund.etvTotal()),
        Numbers.money(fund.etvMean()),
        Numbers.money(fund.price()));
  }

  private FundRow total() {
    long quota = 0;
    long assigned = 0;
    double etv = 0;
    for (FundResult fund : result.funds()) {
      quota += fund.quota() == null ? 0 : fund.quota();
      assigned += fund.assigned() == null ? 0 : fund.assigned();
      etv += fund.etvTotal() == null ? 0 : fund.etvTotal();
    }
    return new FundRow(
        "",
        "All funds",
        "",
        Numbers.count(quota),
        Numbers.count(assigned),
        quota == assigned,
        Numbers.money(etv),
        assigned == 0 ? Numbers.NONE : Numbers.money(etv / assigned),
        "");
  }

  private Tolerances tolerances() {
    if (data.analysis() == null || data.analysis().tolerances().isEmpty()) {
      return null;
    }
    List<RunAnalysis.ToleranceRow> levels = data.analysis().tolerances();
    List<ToleranceRow> rows = new ArrayList<>();
    for (int j = 0; j < funds.size(); j++) {
      int fund = j;
      int risk = funds.get(j).risk();
      long all = levels.stream().mapToLong(level -> level.byFund()[fund]).sum();
      List<ToleranceCell> cells = new ArrayList<>();
      for (RunAnalysis.ToleranceRow level : levels) {
        cells.add(cell(level.byFund()[j], all, level.tolerance() >= risk));
      }
      rows.add(new ToleranceRow(funds.get(j).name(), Integer.toString(risk), cells));
    }
    long none = levels.stream().mapToLong(RunAnalysis.ToleranceRow::unassigned).sum();
    if (none > 0) {
      List<ToleranceCell> cells = new ArrayList<>();
      for (RunAnalysis.ToleranceRow level : levels) {
        cells.add(cell(level.unassigned(), none, true));
      }
      rows.add(new ToleranceRow("No fund", "", cells));
    }
    return new Tolerances(
        levels.stream().map(level -> Integer.toString(level.tolerance())).toList(), rows);
  }

  private static ToleranceCell cell(long users, long all, boolean allowed) {
    int share = all == 0 ? 0 : (int) Math.round(100.0 * users / all);
    return new ToleranceCell(Numbers.count(users), share, allowed);
  }

  private List<SpreadRow> spreads() {
    List<SpreadRow> rows = new ArrayList<>();
    if (data.analysis() == null) {
      return rows;
    }
    Map<String, String> names = new HashMap<>();
    funds.forEach(fund -> names.put(fund.id(), fund.name()));
    for (RunAnalysis.FundSpread spread : data.analysis().funds()) {
      if (spread.margin() != null) {
        List<String> margins = new ArrayList<>();
        for (double quantile : spread.margin()) {
          margins.add(Numbers.money(quantile));
        }
        rows.add(new SpreadRow(names.getOrDefault(spread.id(), spread.id()), margins));
      }
    }
    return rows;
  }

  private List<PhaseRow> phases() {
    double all = result.phases().stream().mapToDouble(RunResult.PhaseTime::wallSeconds).sum();
    return result.phases().stream()
        .map(
            phase ->
                new PhaseRow(
                    phase.name(),
                    PHASES.getOrDefault(phase.name(), ""),
                    Numbers.seconds(phase.wallSeconds()),
                    Numbers.percent(all == 0 ? 0 : phase.wallSeconds() / all)))
        .toList();
  }

  private Comparison comparison() {
    RunResult before = data.previous();
    if (before == null) {
      return null;
    }
    List<CompareRow> totals = new ArrayList<>();
    totals.add(counts("Users", before.users(), result.users()));
    totals.add(counts("Without a fund", before.unassigned(), result.unassigned()));
    totals.add(
        new CompareRow(
            "Total ETV",
            Numbers.money(before.objective()),
            Numbers.money(result.objective()),
            both(before.objective(), result.objective())
                ? share(result.objective() - before.objective(), before.objective())
                : Numbers.NONE));
    totals.add(
        new CompareRow(
            "Certified gap",
            before.relativeGap() == null ? Numbers.NONE : Numbers.percent(before.relativeGap()),
            result.relativeGap() == null ? Numbers.NONE : Numbers.percent(result.relativeGap()),
            ""));
    totals.add(
        new CompareRow(
            "Strategy, outcome",
            before.strategy().id() + ", " + before.outcome().json(),
            result.strategy().id() + ", " + result.outcome().json(),
            ""));
    Map<String, FundResult> old = new HashMap<>();
    before.funds().forEach(fund -> old.put(fund.id(), fund));
    List<CompareFund> rows = new ArrayList<>();
    for (int j = 0; j < result.funds().size(); j++) {
      FundResult now = result.funds().get(j);
      rows.add(compare(funds.get(j).name(), old.remove(now.id()), now));
    }
    for (FundResult gone : before.funds()) {
      if (old.containsKey(gone.id())) {
        rows.add(compare(gone.id(), gone, null));
      }
    }
    return new Comparison(data.previousId(), totals, rows);
  }

  private static CompareFund compare(String name, FundResult before, FundResult now) {
    Double etvBefore = before == null ? null : before.etvTotal();
    Double etvNow = now == null ? null : now.etvTotal();
    return new CompareFund(
        name,
        before == null ? "new" : Numbers.count(before.quota()),
        now == null ? "gone" : Numbers.count(now.quota()),
        Numbers.money(etvBefore),
        Numbers.money(etvNow),
        both(etvBefore, etvNow) ? share(etvNow - etvBefore, etvBefore) : Numbers.NONE,
        Numbers.money(before == null ? null : before.price()),
        Numbers.money(now == null ? null : now.price()));
  }

  private static CompareRow counts(String label, Long before, Long now) {
    return new CompareRow(
        label,
        Numbers.count(before),
        Numbers.count(now),
        before == null || now == null ? Numbers.NONE : Numbers.change(now - before));
  }

  private static boolean both(Double before, Double now) {
    return before != null && now != null;
  }

  private static String share(double change, double before) {
    if (before == 0) {
      return Numbers.change(change);
    }
    String percent = Numbers.percent(change / Math.abs(before));
    return change > 0 ? "+" + percent : percent;
  }

  private List<Tile> facts() {
    List<Tile> facts = new ArrayList<>();
    facts.add(new Tile("Run", manifest.runId()));
    facts.add(new Tile("Started", manifest.startedAt()));
    facts.add(new Tile("Strategy", result.strategy().id()));
    facts.add(new Tile("Command", String.join(" ", manifest.command())));
    if (manifest.parent() != null) {
      facts.add(new Tile("Made from run", manifest.parent()));
    }
    for (Manifest.FileEntry input : manifest.inputs()) {
      facts.add(
          new Tile(
              "Input (" + input.role() + ")",
              input.path()
                  + ", "
                  + (input.rows() == null ? "" : Numbers.count(input.rows()) + " rows, ")
                  + "sha256 "
                  + input.sha256()));
      if (facts.size() > 40) {
        facts.add(new Tile("More inputs", "see manifest.json"));
        break;
      }
    }
    facts.add(new Tile("Upper bound", Numbers.money(result.dualBound())));
    facts.add(new Tile("Threads", Integer.toString(result.threads())));
    facts.add(new Tile("Peak resident memory", Numbers.bytes(result.peakRssBytes())));
    facts.add(new Tile("Peak anonymous memory", Numbers.bytes(result.peakAnonBytes())));
    facts.add(
        new Tile(
            "Software",
            "eoca "
                + manifest.software().version()
                + ", commit "
                + manifest.software().commit()
                + ", java "
                + manifest.software().java()));
    return facts;
  }
}
