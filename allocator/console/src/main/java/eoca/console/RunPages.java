package eoca.console;

import eoca.inputs.campaign.Fund;
import eoca.insight.page.PageModel.Table;
import eoca.insight.page.PageModel.Tile;
import eoca.job.model.Manifest;
import eoca.job.model.RunFiles;
import eoca.job.model.RunOutcome;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.report.Numbers;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.store.RunId;
import eoca.job.store.RunIndex;
import eoca.job.store.RunQuery.Listed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The list of runs, and a run's page. */
final class RunPages {
  /** Runs of a campaign that are shown before one asks for more. */
  private static final int SHOWN = 50;

  private static final int HISTORY = 30;

  private final Runs runs;
  private final Cli cli;
  private final ProgressPages progress;

  RunPages(Runs runs, Cli cli, ProgressPages progress) {
    this.runs = runs;
    this.cli = cli;
    this.progress = progress;
  }

  Answer home(Request request) {
    HomeView.Filter filter = HomeView.Filter.of(request);
    List<String> campaigns = runs.campaigns();
    Map<String, Object> charts = new LinkedHashMap<>();
    List<HomeView.Campaign> lists = new ArrayList<>();
    for (String campaign : campaigns) {
      if (filter.campaign().isEmpty() || filter.campaign().equals(campaign)) {
        HomeView.Campaign list = list(campaign, filter, charts);
        if (list != null) {
          lists.add(list);
        }
      }
    }
    List<String> command = new ArrayList<>(List.of("runs"));
    if (!filter.campaign().isEmpty()) {
      command.add(filter.campaign());
    }
    filter.options().forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    HomeView view = new HomeView(filter, campaigns, runs.stamp(), progress.running(), lists);
    Frame frame = Frame.of("Runs", "in " + runs.folder(), cli.line(command)).with(charts);
    return Answer.html(200, Html.of("home", Map.of("frame", frame, "view", view)));
  }

  private HomeView.Campaign list(
      String campaign, HomeView.Filter filter, Map<String, Object> charts) {
    CampaignRuns folder = new CampaignRuns(runs.folder(), campaign);
    String current = folder.current();
    List<Listed> all = runs.of(campaign, filter.query());
    if (all.isEmpty()) {
      return null;
    }
    List<Listed> shown = filter.all() ? all : all.subList(0, Math.min(SHOWN, all.size()));
    Map<String, Object> chart = objectives(shown, null);
    if (chart != null) {
      charts.put("objective-" + campaign, chart);
    }
    String more = shown.size() < all.size() ? filter.address(campaign) : "";
    return new HomeView.Campaign(
        campaign,
        current == null ? "" : current,
        folder.published().size() > 1,
        chart != null,
        shown.stream().map(RunPages::row).toList(),
        more,
        all.size() - shown.size());
  }

  private static HomeView.Row row(Listed listed) {
    RunIndex.Entry run = listed.run();
    String state =
        listed.current()
            ? "published"
            : run.failed() ? "failed" : listed.published() ? "published before" : "completed";
    return new HomeView.Row(
        run.id(),
        (run.failed() ? "/progress?run=" : "/run?run=") + run.name(),
        listed.current() ? "good" : run.failed() ? "bad" : "plain",
        state,
        run.outcome() == null ? "unreadable" : run.outcome(),
        Numbers.count(run.users()),
        Numbers.money(run.objective()),
        run.relativeGap() == null ? Numbers.NONE : Numbers.percent(run.relativeGap()),
        run.wallSeconds() == null ? Numbers.NONE : Numbers.seconds(run.wallSeconds()),
        run.parent() == null ? "" : run.parent());
  }

  /** A chart of objectives against time, or null where there are fewer than two. */
  private static Map<String, Object> objectives(List<Listed> newestFirst, String marked) {
    List<Object> times = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    Long mark = null;
    List<Listed> oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    for (Listed listed : oldestFirst) {
      RunIndex.Entry run = listed.run();
      if (!run.failed() && run.objective() != null) {
        long at = RunId.instant(run.id()).toEpochMilli();
        times.add(at);
        values.add(run.objective());
        mark = run.id().equals(marked) ? (Long) at : mark;
      }
    }
    if (times.size() < 2) {
      return null;
    }
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("x", "");
    chart.put("time", true);
    chart.put("points", times);
    chart.put("series", List.of(Map.of("name", "objective", "values", values)));
    chart.put("mark", mark);
    return chart;
  }

  Answer run(Request request) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    Manifest manifest = folder.manifest();
    RunResult result = folder.result();
    Map<?, ?> figures = Runs.reportFigures(folder);
    String campaign = name.substring(0, name.indexOf('/'));
    List<Listed> others = runs.last(campaign, HISTORY);
    Map<String, Object> charts = new LinkedHashMap<>();
    Map<String, Object> history = objectives(others, manifest.runId());
    if (history != null) {
      charts.put("history", history);
    }
    String current = new CampaignRuns(runs.folder(), campaign).current();
    boolean published = manifest.runId().equals(current);
    RunView view =
        new RunView(
            name,
            published ? "good" : "plain",
            published ? "published" : "completed",
            verdict(result),
            tiles(manifest, result),
            pinned(manifest, result),
            published || current == null ? "" : campaign + "/" + current,
            funds(manifest, result),
            margins(figures),
            history == null ? null : history(others),
            phases(result));
    Frame frame =
        Frame.ofRun(name, name, "Run", cli.line("report", name)).with(charts).withFigures(figures);
    return Answer.html(200, Html.of("run", Map.of("frame", frame, "view", view)));
  }

  private static String verdict(RunResult result) {
    if (result.outcome() == RunOutcome.OPTIMAL) {
      return "The optimum, proved by the prices.";
    }
    return result.relativeGap() == null
        ? ""
        : "At most " + Numbers.percent(result.relativeGap()) + " below the optimum.";
  }

  private static List<Tile> tiles(Manifest manifest, RunResult result) {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(new Tile("Objective", Numbers.money(result.objective())));
    tiles.add(new Tile("Users", Numbers.count(result.users())));
    if (result.unassigned() != null && result.unassigned() > 0) {
      tiles.add(new Tile("Without a fund", Numbers.count(result.unassigned())));
    }
    if (result.locked() != null) {
      tiles.add(new Tile("Locked users", Numbers.count(result.locked().users())));
    }
    if (result.control() != null) {
      tiles.add(new Tile("Control group", Numbers.count(result.control().users())));
    }
    tiles.add(new Tile("Strategy", result.strategy().id()));
    tiles.add(new Tile("Time", Numbers.seconds(result.wallSeconds())));
    tiles.add(new Tile("Peak memory", Numbers.bytes(result.peakRssBytes())));
    tiles.add(new Tile("Started", manifest.startedAt().replaceFirst("T(.{8}).*", " $1 UTC")));
    if (manifest.parent() != null) {
      tiles.add(new Tile("Made from", manifest.parent()));
    }
    return tiles;
  }

  /** Whom the plan did not choose for, in words; empty where it chose for everybody. */
  private static List<String> pinned(Manifest manifest, RunResult result) {
    List<String> words = new ArrayList<>();
    if (result.locked() != null) {
      words.add(
          Numbers.count(result.locked().users())
              + " users are locked: they were shown a fund before and keep it, within its quota."
              + " Their ETV is "
              + Numbers.money(result.locked().objective())
              + " of the objective; the other users' is "
              + Numbers.money(result.locked().freeObjective())
              + ", the most there is around the locked ones where the outcome is optimal.");
    }
    if (result.control() != null) {
      words.add(
          Numbers.count(result.control().users())
              + " users ("
              + result.control().share()
              + ", seed "
              + result.control().seed()
              + ") are the control group: no fund, outside all quotas, so that lift can be measured"
              + " later. Their ids are in "
              + RunFiles.CONTROL
              + " of the run folder.");
    }
    long none = result.unassigned() == null ? 0 : result.unassigned();
    long left = none - (result.control() == null ? 0 : result.control().users());
    if (left > 0) {
      words.add(
          Numbers.count(left)
              + " users got no fund because the quotas are fewer than the users ('remainder: "
              + manifest.campaign().remainder().name().toLowerCase(Locale.ROOT)
              + "' in the campaign file).");
    }
    return words;
  }

  private static Table funds(Manifest manifest, RunResult result) {
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < result.funds().size(); j++) {
      FundResult fund = result.funds().get(j);
      Fund stated = manifest.campaign().funds().get(j);
      rows.add(
          List.of(
              stated.name(),
              Integer.toString(fund.risk()),
              Numbers.count(fund.quota()),
              Numbers.count(fund.assigned()),
              Numbers.money(fund.etvTotal()),
              Numbers.money(fund.etvMean()),
              Numbers.money(fund.price())));
    }
    return new Table(
        "Funds in campaign order",
        List.of("Fund", "Risk", "Quota", "Assigned", "ETV total", "ETV mean", "Price"),
        rows);
  }

  private static Table margins(Map<?, ?> figures) {
    if (figures == null
        || !(figures.get("margins") instanceof Map<?, ?> margins)
        || !(margins.get("names") instanceof List<?> names)
        || !(margins.get("boxes") instanceof List<?> boxes)) {
      return null;
    }
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < Math.min(names.size(), boxes.size()); j++) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(names.get(j))));
      if (boxes.get(j) instanceof List<?> box && box.size() == 5) {
        box.forEach(
            value ->
                row.add(
                    value instanceof Number number
                        ? Numbers.money(number.doubleValue())
                        : Numbers.NONE));
        rows.add(row);
      }
    }
    return rows.isEmpty()
        ? null
        : new Table(
            "Margin below which this share of a fund's users lies",
            List.of("Fund", "5 %", "25 %", "50 %", "75 %", "95 %"),
            rows);
  }

  private static Table history(List<Listed> entries) {
    List<List<String>> rows = new ArrayList<>();
    for (Listed listed : entries) {
      RunIndex.Entry run = listed.run();
      if (run.objective() != null) {
        rows.add(
            List.of(
                run.id(),
                Numbers.money(run.objective()),
                Numbers.count(run.users()),
                listed.current() ? "published" : ""));
      }
    }
    return new Table(
        "The campaign's last runs, newest first",
        List.of("Run", "Objective", "Users", "State"),
        rows);
  }

  private static Table phases(RunResult result) {
    List<List<String>> rows =
        result.phases().stream()
            .map(phase -> List.of(phase.name(), Numbers.seconds(phase.wallSeconds())))
            .toList();
    return new Table("Time by phase", List.of("Phase", "Time"), rows);
  }

  /** The report as the run left it: a page of another origin, which may run its own scripts. */
  Answer report(Request request) {
    try {
      return Answer.html(
              200,
              Files.readString(
                  runs.find(request.field("run")).resolve(RunFiles.REPORT), StandardCharsets.UTF_8))
          .with(
              "Content-Security-Policy",
              "sandbox allow-scripts allow-popups; frame-ancestors 'none'");
    } catch (IOException e) {
      throw new Refusal(404, "The run has no report.", "'eoca report' makes it anew.");
    }
  }
}
