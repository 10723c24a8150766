package eoca.insight.whatif;

import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.CertificateReport.FundTotals;
import eoca.inputs.campaign.Fund;
import eoca.insight.page.PageModel;
import eoca.insight.page.PageModel.Chart;
import eoca.insight.page.PageModel.Section;
import eoca.insight.page.PageModel.Table;
import eoca.insight.page.PageModel.Tile;
import eoca.insight.run.LoadedRun;
import eoca.job.cli.TextTable;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The answer to a what-if: one point, or those of a sweep, beside the run. Told as a table, as JSON
 * and as a page.
 *
 * @param runId the run that was asked
 * @param campaign its campaign's name
 * @param funds the campaign's funds
 * @param base the run's result
 * @param sweep what was swept, or null
 * @param points in the order asked
 */
public record WhatIfAnswer(
    String runId,
    String campaign,
    List<Fund> funds,
    RunResult base,
    Sweep sweep,
    List<Point> points) {

  /** An answer about a run. */
  public static WhatIfAnswer of(LoadedRun run, Sweep sweep, List<Point> points) {
    return new WhatIfAnswer(
        run.manifest().runId(),
        run.campaign().name(),
        run.campaign().funds(),
        run.result(),
        sweep,
        List.copyOf(points));
  }

  private int sweptFund() {
    for (int j = 0; j < funds.size(); j++) {
      if (sweep != null && funds.get(j).id().equals(sweep.fund())) {
        return j;
      }
    }
    return -1;
  }

  /** As a JSON tree; docs/reference/whatif.md has the keys. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run_id", runId);
    tree.put("campaign", campaign);
    tree.put("users", base.users());
    Map<String, Object> baseTree = new LinkedHashMap<>();
    baseTree.put("objective", base.objective());
    baseTree.put("dual_bound", base.dualBound());
    baseTree.put("relative_gap", base.relativeGap());
    List<Object> baseFunds = new ArrayList<>();
    for (FundResult fund : base.funds()) {
      baseFunds.add(
          fundTree(
              fund.id(),
              fund.quota(),
              fund.assigned(),
              fund.etvTotal(),
              fund.etvMean(),
              fund.price()));
    }
    baseTree.put("funds", baseFunds);
    tree.put("base", baseTree);
    if (sweep != null) {
      Map<String, Object> sweepTree = new LinkedHashMap<>();
      sweepTree.put("fund", sweep.fund());
      sweepTree.put("from", sweep.from());
      sweepTree.put("to", sweep.to());
      sweepTree.put("points", (long) points.size());
      tree.put("sweep", sweepTree);
    }
    tree.put("points", points.stream().map(this::tree).toList());
    return tree;
  }

  private Map<String, Object> tree(Point point) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("quota", point.overrides());
    tree.put("outcome", point.outcome());
    CertificateReport certificate = point.certificate();
    boolean feasible = certificate != null;
    tree.put("objective", feasible ? (Object) certificate.objective() : null);
    tree.put("objective_change", change(point));
    tree.put("dual_bound", feasible ? (Object) certificate.dualBound() : null);
    tree.put("absolute_gap", feasible ? (Object) certificate.absoluteGap() : null);
    tree.put("relative_gap", feasible ? (Object) certificate.relativeGap() : null);
    tree.put("users_moved", feasible ? (Object) point.moved() : null);
    tree.put("unassigned", feasible ? (Object) certificate.unassigned() : null);
    List<Object> fundTrees = new ArrayList<>();
    for (int j = 0; j < funds.size(); j++) {
      FundTotals totals = feasible ? certificate.funds().get(j) : null;
      fundTrees.add(
          fundTree(
              funds.get(j).id(),
              point.quotas() == null ? null : (Long) point.quotas().quotas()[j],
              feasible ? (Long) totals.assigned() : null,
              feasible ? (Double) totals.etvTotal() : null,
              feasible ? totals.etvMean() : null,
              feasible && point.prices() != null ? (Double) point.prices()[j] : null));
    }
    tree.put("funds", fundTrees);
    if (!feasible) {
      tree.put("problem", point.problem());
      if (point.witness() != null) {
        tree.put("witness", point.witness());
      }
    }
    tree.put("wall_seconds", point.seconds());
    return tree;
  }

  private static Map<String, Object> fundTree(
      String id, Long quota, Long assigned, Double total, Double mean, Double price) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("quota", quota);
    tree.put("assigned", assigned);
    tree.put("etv_total", total);
    tree.put("etv_mean", mean);
    tree.put("price", price);
    return tree;
  }

  private Double change(Point point) {
    return point.feasible() && base.objective() != null
        ? (Double) (point.certificate().objective() - base.objective())
        : null;
  }

  /** For people, on a terminal. */
  public String text() {
    return sweep == null ? pointText(points.get(0)) : sweepText();
  }

  /** The first point in a line. */
  public String headline() {
    Point point = points.get(0);
    return String.format(
        Locale.ROOT,
        "%s: %s (%s), objective %s (%s against the run), %s of %s users move",
        campaign,
        point.outcome(),
        gap(point),
        TextTable.money(point.certificate().objective()),
        signed(change(point)),
        TextTable.whole(point.moved()),
        TextTable.whole(base.users()));
  }

  /** The funds at the first point. */
  public Table fundTable() {
    Point point = points.get(0);
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < funds.size(); j++) {
      FundResult before = base.funds().get(j);
      FundTotals now = point.certificate().funds().get(j);
      rows.add(
          List.of(
              funds.get(j).name(),
              Numbers.count(before.quota()),
              Numbers.count(now.quota()),
              Numbers.money(before.etvMean()),
              Numbers.money(now.etvMean()),
              Numbers.money(before.price()),
              point.prices() == null ? Numbers.NONE : Numbers.money(point.prices()[j])));
    }
    return new Table(
        "Funds in the run and then",
        List.of("Fund", "Quota", "then", "Mean ETV", "then", "Price", "then"),
        rows);
  }

  private String pointText(Point point) {
    CertificateReport certificate = point.certificate();
    StringBuilder text = new StringBuilder(headline()).append("\n\n");
    TextTable table =
        new TextTable(
            "lrrrrrr", "fund", "quota", "change", "mean ETV", "change", "price", "change");
    for (int j = 0; j < funds.size(); j++) {
      FundResult before = base.funds().get(j);
      FundTotals now = certificate.funds().get(j);
      Double price = point.prices() == null ? null : (Double) point.prices()[j];
      table.row(
          funds.get(j).id(),
          TextTable.whole(now.quota()),
          String.format(Locale.ROOT, "%+,d", now.quota() - before.quota()),
          TextTable.money(now.etvMean()),
          signed(minus(now.etvMean(), before.etvMean())),
          TextTable.money(price),
          signed(minus(price, before.price())));
    }
    return text.append(table).toString();
  }

  private String sweepText() {
    int fund = sweptFund();
    TextTable table =
        new TextTable(
            "lrrrrrr",
            "quota",
            "users",
            "objective",
            "change",
            "moved",
            "price of " + sweep.fund(),
            "gap");
    for (Point point : points) {
      boolean feasible = point.feasible();
      String quota = point.overrides().get(0);
      table.row(
          quota.substring(quota.indexOf('=') + 1),
          point.quotas() == null ? "-" : TextTable.whole(point.quotas().quotas()[fund]),
          feasible ? TextTable.money(point.certificate().objective()) : "no allocation",
          feasible ? signed(change(point)) : "-",
          feasible ? TextTable.whole(point.moved()) : "-",
          feasible && point.prices() != null ? TextTable.money(point.prices()[fund]) : "-",
          feasible ? gap(point) : "-");
    }
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s from %s to %s, the run has objective %s%n%n",
            campaign,
            sweep.fund(),
            sweep.from(),
            sweep.to(),
            TextTable.money(base.objective())));
    text.append(table);
    points.stream()
        .filter(point -> !point.feasible())
        .findFirst()
        .ifPresent(point -> text.append("\nno allocation: ").append(point.problem()).append('\n'));
    return text.toString();
  }

  private static String gap(Point point) {
    double gap = point.certificate().relativeGap();
    return gap == 0 ? "gap 0" : String.format(Locale.ROOT, "gap %.3g %%", 100 * gap);
  }

  private static Double minus(Double a, Double b) {
    return a == null || b == null ? null : (Double) (a - b);
  }

  private static String signed(Double change) {
    return change == null ? "-" : String.format(Locale.ROOT, "%+,.2f", change);
  }

  /** The page of a sweep. */
  public PageModel page(String command) {
    int fund = sweptFund();
    List<List<String>> rows = new ArrayList<>();
    List<List<String>> prices = new ArrayList<>();
    for (Point point : points) {
      rows.add(row(point, fund));
      List<String> priceRow = new ArrayList<>(List.of(count(point, fund)));
      for (int j = 0; j < funds.size(); j++) {
        priceRow.add(point.prices() == null ? Numbers.NONE : Numbers.money(point.prices()[j]));
      }
      prices.add(priceRow);
    }
    List<String> priceHead = new ArrayList<>(List.of("Quota"));
    funds.forEach(f -> priceHead.add(f.id()));
    String name = funds.get(fund).name();
    Section curve =
        new Section(
            "objective",
            "Objective against the quota of " + name,
            List.of(
                "Every point is a solve of its own, certified on the original input. The dashed"
                    + " line is the run's quota."),
            List.of(
                new Tile("Objective of the run", Numbers.money(base.objective())),
                new Tile("Users", Numbers.count(base.users())),
                new Tile("Points", Integer.toString(points.size()))),
            List.of(
                new Chart("objective", "Objective", "Line chart of the objective; see the table"),
                new Chart("moved", "Users moved", "Line chart of users moved; see the table")),
            List.of(
                new Table(
                    "Points of the sweep",
                    List.of("Quota", "As written", "Objective", "Change", "Users moved", "Gap"),
                    rows)));
    Section priced =
        new Section(
            "prices",
            "Shadow prices",
            List.of("One more user of quota moved from a to b gains about price(b) − price(a)."),
            List.of(),
            List.of(new Chart("prices", "Prices", "Line chart of prices; see the table")),
            List.of(new Table("Prices at each point", priceHead, prices)));
    return new PageModel(
        "What if",
        campaign,
        "run " + runId + " · " + sweep.fund() + " from " + sweep.from() + " to " + sweep.to(),
        List.of(curve, priced),
        command);
  }

  private List<String> row(Point point, int fund) {
    String quota = point.overrides().get(0);
    boolean feasible = point.feasible();
    return List.of(
        count(point, fund),
        quota.substring(quota.indexOf('=') + 1),
        feasible ? Numbers.money(point.certificate().objective()) : "no allocation",
        feasible && change(point) != null ? Numbers.change(change(point)) : Numbers.NONE,
        feasible ? Numbers.count(point.moved()) : Numbers.NONE,
        feasible ? Numbers.percent(point.certificate().relativeGap()) : Numbers.NONE);
  }

  private static String count(Point point, int fund) {
    return point.quotas() == null ? Numbers.NONE : Numbers.count(point.quotas().quotas()[fund]);
  }

  /** The figures of the page's charts. */
  public Map<String, Object> chartData() {
    int fund = sweptFund();
    List<Object> x = new ArrayList<>();
    List<Object> objective = new ArrayList<>();
    List<Object> moved = new ArrayList<>();
    List<List<Object>> prices = new ArrayList<>();
    funds.forEach(f -> prices.add(new ArrayList<>()));
    for (Point point : points) {
      if (point.quotas() == null) {
        continue;
      }
      x.add(point.quotas().quotas()[fund]);
      objective.add(point.feasible() ? (Object) point.certificate().objective() : null);
      moved.add(point.feasible() ? (Object) point.moved() : null);
      for (int j = 0; j < funds.size(); j++) {
        prices.get(j).add(point.prices() == null ? null : (Object) point.prices()[j]);
      }
    }
    Long mark = base.funds().get(fund).quota();
    String label = "quota of " + funds.get(fund).name();
    List<Object> priceSeries = new ArrayList<>();
    for (int j = 0; j < funds.size(); j++) {
      priceSeries.add(series(funds.get(j).name(), prices.get(j)));
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("objective", lines(label, x, List.of(series("objective", objective)), mark));
    data.put("moved", lines(label, x, List.of(series("users moved", moved)), mark));
    data.put("prices", lines(label, x, priceSeries, mark));
    return data;
  }

  private static Map<String, Object> series(String name, List<Object> values) {
    return Map.of("name", name, "values", values);
  }

  private static Map<String, Object> lines(
      String label, List<Object> x, List<Object> series, Long mark) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("x", label);
    tree.put("points", x);
    tree.put("series", series);
    tree.put("mark", mark);
    return tree;
  }
}
