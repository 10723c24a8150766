package eoca.console;

import static eoca.console.Pages.h;

import eoca.core.StopSignal;
import eoca.inputs.Progress;
import eoca.inputs.campaign.Fund;
import eoca.inputs.error.EocaException;
import eoca.insight.diff.DiffAnswer;
import eoca.insight.diff.DiffView;
import eoca.insight.diff.RunDiff;
import eoca.insight.explain.UserAnswer;
import eoca.insight.page.Page;
import eoca.insight.page.PageModel;
import eoca.insight.page.PageModel.Section;
import eoca.insight.page.PageModel.Table;
import eoca.insight.page.PageModel.Tile;
import eoca.insight.run.LoadedRun;
import eoca.insight.whatif.Point;
import eoca.insight.whatif.Sweep;
import eoca.insight.whatif.WhatIf;
import eoca.insight.whatif.WhatIfAnswer;
import eoca.job.model.Json;
import eoca.job.model.Manifest;
import eoca.job.model.RunFiles;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.pipeline.JobRequest;
import eoca.job.pipeline.Publication;
import eoca.job.pipeline.WitnessTree;
import eoca.job.report.Numbers;
import eoca.job.report.PageAssets;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What the console's addresses do. Every page is made on the server; scripts only add comfort. */
final class Site implements AutoCloseable {
  private static final String CSS =
      PageAssets.css() + "\n" + PageAssets.resource(Site.class, "console.css");
  private static final String SCRIPT = PageAssets.resource(Site.class, "console.js");
  private static final int PATIENCE_SECONDS = 60;

  private final Runs runs;
  private final int threads;
  private final Clock clock;
  private final Jobs jobs;

  /** Whoever asks a loaded run holds this. */
  private final Semaphore asking = new Semaphore(1);

  private LoadedRun loaded;

  Site(Path folder, int threads, Clock clock) {
    this.runs = new Runs(folder);
    this.threads = threads;
    this.clock = clock;
    this.jobs = new Jobs(folder, threads, clock);
  }

  /** Answers a request that was let in. */
  Answer answer(Request request, Session session) {
    boolean post = request.method().equals("POST");
    return switch (request.path() + (post ? " POST" : "")) {
      case "/" -> home();
      case "/run" -> run(request, session);
      case "/report" -> report(request);
      case "/diff" -> diff(request);
      case "/user" -> user(request);
      case "/job" -> job(request);
      case "/job.json" -> jobJson(request);
      case "/publish" -> confirmPublish(request, session);
      case "/rollback" -> confirmRollback(request, session);
      case "/feasible POST" -> feasible(request);
      case "/whatif POST" -> whatIf(request);
      case "/sweep POST" -> sweep(request);
      case "/rerun POST" -> rerun(request);
      case "/publish POST" -> publish(request);
      case "/rollback POST" -> rollback(request);
      case "/assets/console.css" -> Answer.asset("text/css", CSS);
      case "/assets/console.js" -> Answer.asset("text/javascript", SCRIPT);
      case "/assets/page.js" -> Answer.asset("text/javascript", Page.script());
      case "/assets/echarts.js" -> Answer.asset("text/javascript", PageAssets.charts());
      default -> throw new Refusal(404, "There is no such page.");
    };
  }

  private String runsDir() {
    return runs.folder().toString().equals("runs") ? "" : " --runs-dir " + runs.folder();
  }

  private Answer home() {
    StringBuilder html = new StringBuilder();
    for (Jobs.Job job : jobs.all()) {
      html.append("<section><h2>Re-run ").append(job.number()).append("</h2><p>");
      html.append(job.ended() ? "Ended" : "Going on").append(": <a href=\"/job?n=");
      html.append(job.number()).append("\">").append(h(job.command())).append("</a></p></section>");
    }
    if (runs.campaigns().isEmpty()) {
      html.append("<section><h2>No runs yet</h2><p>'eoca run' makes the first.</p></section>");
    }
    for (String campaign : runs.campaigns()) {
      html.append(campaign(campaign));
    }
    return Pages.page("Runs", html.toString(), "eoca runs" + runsDir(), Map.of());
  }

  private String campaign(String campaign) {
    StringBuilder html = new StringBuilder();
    html.append("<section aria-labelledby=\"c-").append(h(campaign)).append("\"><h2 id=\"c-");
    html.append(h(campaign)).append("\">").append(h(campaign)).append("</h2>");
    for (Runs.Running running : runs.running(campaign)) {
      html.append("<p role=\"status\"><strong>")
          .append(h(running.id()))
          .append("</strong> is running");
      html.append(
          running.phases().isEmpty() ? "" : ", done: " + String.join(", ", running.phases()));
      html.append("</p>");
    }
    html.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Runs of ");
    html.append(h(campaign)).append("\"><table><thead><tr><th scope=\"col\">Run</th>");
    html.append("<th scope=\"col\" class=\"text\">State</th><th scope=\"col\">Outcome</th>");
    html.append("<th scope=\"col\">Users</th><th scope=\"col\">Objective</th></tr></thead><tbody>");
    for (Runs.Entry entry : runs.of(campaign)) {
      RunResult result = entry.result();
      html.append("<tr><th scope=\"row\">");
      html.append(entry.failed() ? h(entry.id()) : link(entry.name(), entry.id()));
      html.append("</th><td class=\"text\">").append(entry.current() ? "★ published" : "");
      html.append(entry.failed() ? "failed" : "").append("</td><td>");
      html.append(result == null ? "unreadable" : h(result.outcome().json())).append("</td><td>");
      html.append(h(Numbers.count(result == null ? null : result.users()))).append("</td><td>");
      html.append(h(Numbers.money(result == null ? null : result.objective())));
      html.append("</td></tr>");
    }
    html.append("</tbody></table></div><p><a class=\"button\" href=\"/rollback?campaign=");
    return html.append(h(campaign)).append("\">Roll back …</a></p></section>").toString();
  }

  private static String link(String run, String text) {
    return "<a href=\"/run?run=" + h(run) + "\">" + h(text) + "</a>";
  }

  private Answer run(Request request, Session session) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    Manifest manifest = folder.manifest();
    RunResult result = folder.result();
    StringBuilder html = new StringBuilder();
    html.append("<section><h2>Result</h2>");
    html.append(
        Pages.tiles(
            List.of(
                new Tile("Outcome", result.outcome().json()),
                new Tile("Strategy", result.strategy().id()),
                new Tile("Objective", Numbers.money(result.objective())),
                new Tile("Users", Numbers.count(result.users())),
                new Tile("Made from", manifest.parent() == null ? "–" : manifest.parent()))));
    html.append("<p class=\"actions\"><a class=\"button\" href=\"/report?run=").append(h(name));
    html.append("\">Report</a> <a class=\"button\" href=\"/publish?run=").append(h(name));
    html.append("\">Publish …</a></p></section>");
    html.append(editor(name, manifest, result, session));
    html.append(compare(name, manifest.campaign().name()));
    html.append(
        "<section><h2 id=\"h-user\">Why did a user get a fund?</h2><form action=\"/user\">");
    html.append("<input type=\"hidden\" name=\"run\" value=\"").append(h(name)).append("\">");
    html.append("<label>User <input name=\"id\" required autocomplete=\"off\"></label> ");
    html.append("<button>Explain</button></form></section>");
    html.append("<section><h2>Report</h2><iframe class=\"report\" title=\"Report of the run\"");
    html.append(" src=\"/report?run=").append(h(name)).append("\"></iframe></section>");
    return Pages.page(name, html.toString(), "eoca report " + name + runsDir(), Map.of());
  }

  private static String editor(String name, Manifest manifest, RunResult result, Session session) {
    StringBuilder html = new StringBuilder();
    html.append(
        "<section><h2>Other quotas</h2><form method=\"post\" action=\"/whatif\" id=\"editor\">");
    html.append(hidden("csrf", session.form())).append(hidden("run", name));
    html.append(
        "<p class=\"note\">A number, p%, +n, -n, +p%, -p% or rest; empty leaves a quota as it");
    html.append(" is. Something must give way: another fund, or one that is rest.</p>");
    html.append(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Quotas\"><table>");
    html.append("<thead><tr><th scope=\"col\">Fund</th><th scope=\"col\">New quota</th>");
    html.append("<th scope=\"col\">Quota</th><th scope=\"col\">Risk</th>");
    html.append("<th scope=\"col\">Mean ETV</th><th scope=\"col\">Price</th></tr></thead><tbody>");
    for (int j = 0; j < result.funds().size(); j++) {
      FundResult fund = result.funds().get(j);
      Fund stated = manifest.campaign().funds().get(j);
      html.append("<tr><th scope=\"row\"><bdi>").append(h(stated.name())).append("</bdi> <span");
      html.append(" class=\"id\">").append(h(fund.id())).append("</span></th><td>");
      html.append("<input name=\"quota.").append(h(fund.id())).append("\" size=\"9\"");
      html.append(" autocomplete=\"off\" aria-label=\"New quota of ").append(h(fund.id()));
      html.append("\"></td><td>").append(h(Numbers.count(fund.quota()))).append("</td><td>");
      html.append(fund.risk()).append("</td><td>").append(h(Numbers.money(fund.etvMean())));
      html.append("</td><td>").append(h(Numbers.money(fund.price()))).append("</td></tr>");
    }
    html.append(
        "</tbody></table></div><p id=\"feasible\" role=\"status\" aria-live=\"polite\"></p>");
    html.append("<fieldset><legend>Moves</legend><label><input type=\"checkbox\" name=\"keep\">");
    html.append(
        " Keep users at ties</label> <label>Moving a user costs <input name=\"stickiness\"");
    html.append(" size=\"6\" inputmode=\"decimal\" placeholder=\"0\"></label></fieldset>");
    html.append("<p class=\"actions\"><button>What if?</button> ");
    html.append("<button formaction=\"/rerun\" class=\"strong\">Make it a run</button></p>");
    html.append("<fieldset><legend>Sweep</legend><label>Fund and range <input name=\"sweep\"");
    html.append(" placeholder=\"bond=-20%..+20%/9\" size=\"24\" autocomplete=\"off\"></label> ");
    html.append(
        "<button formaction=\"/sweep\">Draw the sweep</button></fieldset></form></section>");
    return html.toString();
  }

  private static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\"" + h(name) + "\" value=\"" + h(value) + "\">";
  }

  private String compare(String name, String campaign) {
    StringBuilder html = new StringBuilder("<section><h2>Compare with</h2><form action=\"/diff\">");
    html.append(hidden("b", name)).append("<label>Run <select name=\"a\">");
    for (Runs.Entry entry : runs.of(campaign)) {
      if (!entry.failed() && !entry.name().equals(name)) {
        html.append("<option value=\"").append(h(entry.name())).append("\">").append(h(entry.id()));
        html.append(entry.current() ? " (published)" : "").append("</option>");
      }
    }
    return html.append("</select></label> <button>Compare</button></form></section>").toString();
  }

  private Answer report(Request request) {
    Path file = runs.find(request.field("run")).resolve(RunFiles.REPORT);
    try {
      return Answer.html(Files.readString(file, StandardCharsets.UTF_8))
          .with("Content-Security-Policy", ConsoleServer.REPORT_POLICY);
    } catch (IOException e) {
      throw new Refusal(404, "The run has no report: 'eoca report' makes it anew.");
    }
  }

  private Answer diff(Request request) {
    RunFolder a = runs.find(request.field("a"));
    RunFolder b = runs.find(request.field("b"));
    DiffAnswer diff = new RunDiff(a, b, Progress.NONE).compare();
    DiffView view = new DiffView(diff);
    String command = "eoca diff " + request.field("a") + " " + request.field("b") + runsDir();
    PageModel page = view.page(command);
    return Pages.page(
        page.kind(),
        "<p class=\"sub\">" + h(page.subtitle()) + "</p>" + Pages.sections(page.sections()),
        command,
        view.chartData());
  }

  private Answer user(Request request) {
    String name = request.field("run");
    String id = request.field("id");
    UserAnswer answer = ask(name, run -> UserAnswer.of(run, id));
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < answer.options().size(); j++) {
      UserAnswer.Option option = answer.options().get(j);
      String state = option.allowed() ? "" : "not allowed";
      rows.add(
          List.of(
              option.fund().name(),
              Numbers.money((double) option.etv()),
              answer.priced() ? Numbers.money(option.price()) : Numbers.NONE,
              answer.priced() ? Numbers.money(option.value()) : Numbers.NONE,
              j == answer.fund() ? "this one" : state));
    }
    Table table = new Table("Funds", List.of("Fund", "ETV", "Price", "ETV − price", "Note"), rows);
    Section section =
        new Section("user", "Why", answer.words(), List.of(), List.of(), List.of(table));
    return Pages.page(
        "User " + id,
        Pages.sections(List.of(section)) + "<p>" + link(name, "Back to the run") + "</p>",
        "eoca explain " + name + " --user " + id + runsDir(),
        Map.of());
  }

  /** Asks a run whose data stay loaded until another run is asked. */
  private <T> T ask(String name, Function<LoadedRun, T> question) {
    RunFolder folder = runs.find(name);
    try {
      if (!asking.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new Refusal(503, "Another question is still being answered: try again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "The console is stopping.");
    }
    try {
      if (loaded == null || !loaded.folder().path().equals(folder.path())) {
        if (loaded != null) {
          loaded.close();
          loaded = null;
        }
        loaded = LoadedRun.open(folder, threads, Progress.NONE);
      }
      return question.apply(loaded);
    } finally {
      asking.release();
    }
  }

  private static WhatIf whatIf(Request request, LoadedRun run) {
    return new WhatIf(run, !request.field("keep").isEmpty(), stickiness(request), StopSignal.NEVER);
  }

  private static float stickiness(Request request) {
    String text = request.field("stickiness");
    try {
      float cost = text.isEmpty() ? 0 : Float.parseFloat(text);
      if (cost >= 0 && cost <= Float.MAX_VALUE) {
        return cost;
      }
    } catch (NumberFormatException e) {
      throw new Refusal(400, "What moving a user costs must be a number.");
    }
    throw new Refusal(400, "What moving a user costs must be at least 0.");
  }

  private Answer feasible(Request request) {
    Map<String, Object> tree = new LinkedHashMap<>();
    try {
      Point point =
          ask(
              request.field("run"),
              run -> new WhatIf(run, false, 0, StopSignal.NEVER).check(request.quotas()));
      tree.put("feasible", point == null);
      tree.put("problem", point == null ? "" : point.problem());
      tree.put(
          "hint",
          point == null || point.witness() == null ? "" : WitnessTree.hint(point.witness()));
    } catch (EocaException e) {
      tree.put("feasible", false);
      tree.put("problem", e.getMessage());
      tree.put("hint", e.hint());
    }
    return Answer.json(Json.line(tree));
  }

  private String words(String command, Request request) {
    StringBuilder words = new StringBuilder("eoca " + command + " " + request.field("run"));
    request.quotas().forEach(quota -> words.append(" --quota ").append(quota));
    if (!request.field("keep").isEmpty()) {
      words.append(" --keep");
    }
    if (stickiness(request) > 0) {
      words.append(" --stickiness ").append(request.field("stickiness"));
    }
    return words + runsDir();
  }

  private static void requireFeasible(Point point) {
    if (!point.feasible()) {
      throw new Refusal(
          422,
          "No allocation exists: "
              + point.problem()
              + ". "
              + (point.witness() == null ? "" : WitnessTree.hint(point.witness())));
    }
  }

  private Answer whatIf(Request request) {
    WhatIfAnswer answer =
        ask(
            request.field("run"),
            run -> WhatIfAnswer.of(run, null, List.of(whatIf(request, run).ask(request.quotas()))));
    requireFeasible(answer.points().get(0));
    Section section =
        new Section(
            "whatif",
            "What these quotas would give",
            List.of(answer.headline()),
            List.of(),
            List.of(),
            List.of(answer.fundTable()));
    return Pages.page(
        "What if",
        Pages.sections(List.of(section))
            + "<p>"
            + link(request.field("run"), "Back to the run")
            + "</p>",
        words("whatif", request),
        Map.of());
  }

  private Answer sweep(Request request) {
    Sweep sweep = Sweep.parse(request.field("sweep"));
    if (sweep.quotas().size() > 101) {
      throw new Refusal(400, "At most 101 points here; 'eoca whatif' takes more.");
    }
    WhatIfAnswer answer =
        ask(
            request.field("run"),
            run -> {
              WhatIf whatIf = whatIf(request, run);
              List<Point> points = new ArrayList<>();
              for (String quota : sweep.quotas()) {
                List<String> all = new ArrayList<>(List.of(quota));
                all.addAll(request.quotas());
                points.add(whatIf.ask(all));
              }
              return WhatIfAnswer.of(run, sweep, points);
            });
    if (answer.points().stream().noneMatch(Point::feasible)) {
      requireFeasible(answer.points().get(0));
    }
    String command = words("whatif", request) + " --sweep " + request.field("sweep");
    PageModel page = answer.page(command);
    return Pages.page(
        "Sweep of " + sweep.fund(),
        Pages.sections(page.sections())
            + "<p>"
            + link(request.field("run"), "Back to the run")
            + "</p>",
        command,
        answer.chartData());
  }

  private Answer rerun(Request request) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    Point refused =
        ask(name, run -> new WhatIf(run, false, 0, StopSignal.NEVER).check(request.quotas()));
    if (refused != null) {
      requireFeasible(refused);
    }
    List<String> words = List.of(words("rerun", request).substring("eoca ".length()).split(" "));
    boolean keep = !request.field("keep").isEmpty();
    Jobs.Job job =
        jobs.start(
            folder.manifest().campaign().name(),
            folder,
            request.quotas(),
            words,
            new JobRequest.Rerun(folder, keep, stickiness(request)));
    return Answer.redirect("/job?n=" + job.number());
  }

  private Jobs.Job jobOf(Request request) {
    return jobs.all().stream()
        .filter(job -> Integer.toString(job.number()).equals(request.field("n")))
        .findFirst()
        .orElseThrow(() -> new Refusal(404, "There is no such re-run."));
  }

  private Answer job(Request request) {
    Jobs.Job job = jobOf(request);
    StringBuilder html = new StringBuilder("<section><h2>Progress</h2><pre id=\"progress\"");
    html.append(job.ended() ? "" : " data-job=\"" + job.number() + "\"");
    html.append(" role=\"status\" aria-live=\"polite\">").append(h(job.lines())).append("</pre>");
    if (job.run() != null) {
      html.append("<p>Completed: ").append(link(job.run(), job.run())).append("</p>");
    } else if (job.ended()) {
      html.append("<p class=\"no\">").append(h(job.problem())).append("</p><p>");
      html.append(h(job.hint())).append("</p>");
    }
    html.append("</section>");
    return Pages.page("Re-run " + job.number(), html.toString(), job.command(), Map.of());
  }

  private Answer jobJson(Request request) {
    Jobs.Job job = jobOf(request);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("lines", job.lines());
    tree.put("ended", job.ended());
    return Answer.json(Json.line(tree));
  }

  private Answer confirmPublish(Request request, Session session) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    CampaignRuns campaign = runs.campaign(folder.manifest().campaign().name());
    String current = campaign.current();
    String text =
        current == null
            ? "Nothing is published yet."
            : "Published now: " + current + ". Readers will see the new run at once.";
    return confirm(
        "Publish " + name + "?",
        text,
        "/publish",
        hidden("run", name) + hidden("was", current == null ? "" : current),
        "eoca publish " + name + runsDir(),
        session);
  }

  private Answer confirmRollback(Request request, Session session) {
    CampaignRuns campaign = runs.campaign(request.field("campaign"));
    String current = campaign.current();
    return confirm(
        "Roll back " + campaign.campaign() + "?",
        "Published now: "
            + current
            + ". CURRENT will name the run published before; none is deleted.",
        "/rollback",
        hidden("campaign", campaign.campaign()) + hidden("was", current == null ? "" : current),
        "eoca rollback " + campaign.campaign() + runsDir(),
        session);
  }

  private static Answer confirm(
      String title, String text, String action, String fields, String command, Session session) {
    String html =
        "<section><h2>Sure?</h2><p>"
            + h(text)
            + "</p><form method=\"post\" action=\""
            + action
            + "\">"
            + hidden("csrf", session.form())
            + fields
            + "<p class=\"actions\"><button class=\"strong\">Yes</button> <a class=\"button\""
            + " href=\"/\">No</a></p></form></section>";
    return Pages.page(title, html, command, Map.of());
  }

  /** What was confirmed must still be so: somebody else may have published meanwhile. */
  private static void requireSame(CampaignRuns campaign, Request request) {
    String current = campaign.current();
    if (!request.field("was").equals(current == null ? "" : current)) {
      throw new Refusal(409, "Another run was published meanwhile: look again before you confirm.");
    }
  }

  private synchronized Answer publish(Request request) {
    RunFolder folder = runs.find(request.field("run"));
    CampaignRuns campaign = Publication.campaignOf(folder, runs.folder());
    requireSame(campaign, request);
    Publication.publish(campaign, folder, clock.instant());
    return Answer.redirect("/");
  }

  private synchronized Answer rollback(Request request) {
    CampaignRuns campaign = runs.campaign(request.field("campaign"));
    requireSame(campaign, request);
    Publication.rollback(campaign, clock.instant());
    return Answer.redirect("/");
  }

  @Override
  public void close() {
    if (loaded != null && asking.tryAcquire()) {
      loaded.close();
    }
  }
}
