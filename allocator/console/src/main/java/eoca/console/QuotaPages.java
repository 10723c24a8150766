package eoca.console;

import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import eoca.insight.page.PageModel.Section;
import eoca.insight.page.PageModel.Tile;
import eoca.insight.run.LoadedRun;
import eoca.insight.whatif.Point;
import eoca.insight.whatif.Sweep;
import eoca.insight.whatif.WhatIf;
import eoca.insight.whatif.WhatIfAnswer;
import eoca.job.model.Json;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.pipeline.JobRequest;
import eoca.job.pipeline.WitnessTree;
import eoca.job.report.Numbers;
import eoca.job.store.RunFolder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The quota editor: whether quotas can be met, what they would give, sweeps, re-runs. */
final class QuotaPages {
  /** Points of a sweep that a page shows. */
  private static final int MOST_POINTS = 101;

  private static final Pattern OPTION = Pattern.compile("--quota ([^= ]+)=([^ ]+)");

  private final Runs runs;
  private final LoadedRuns loaded;
  private final Jobs jobs;
  private final Cli cli;

  QuotaPages(Runs runs, LoadedRuns loaded, Jobs jobs, Cli cli) {
    this.runs = runs;
    this.loaded = loaded;
    this.jobs = jobs;
    this.cli = cli;
  }

  /** Why quotas can't be met, and the change that helps: fund to quota text; empty if unknown. */
  private record Trouble(String problem, String hint, Map<String, String> fix) {}

  /** The editor, with quotas filled in if the address has some. */
  Answer editor(Request request, String csrf) {
    String command = cli.line(words("whatif", request, false));
    if (request.quotas().isEmpty()) {
      command = cli.line("whatif", request.field("run"), "--quota", "FUND=QUOTA");
    }
    RunFolder folder = runs.find(request.field("run"));
    loaded.prepare(folder, folder.result().users());
    return page(200, request, csrf, List.of(), null, Map.of(), command);
  }

  private Answer page(
      int status,
      Request request,
      String csrf,
      List<Section> answer,
      Trouble trouble,
      Map<String, Object> charts,
      String command) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    Manifest manifest = folder.manifest();
    QuotaView view = view(request, csrf, manifest, folder.result(), trouble);
    Frame frame = Frame.ofRun("Quotas", name, "Quotas", command).with(charts);
    return Answer.html(
        status, Html.of("quotas", Map.of("frame", frame, "view", view, "answer", answer)));
  }

  private static QuotaView view(
      Request request, String csrf, Manifest manifest, RunResult result, Trouble trouble) {
    List<QuotaView.Line> lines = new ArrayList<>();
    Map<String, String> asked = request.quotaFields();
    for (int j = 0; j < result.funds().size(); j++) {
      FundResult fund = result.funds().get(j);
      Fund stated = manifest.campaign().funds().get(j);
      lines.add(
          new QuotaView.Line(
              fund.id(),
              stated.name(),
              asked.getOrDefault(fund.id(), ""),
              Numbers.count(fund.quota()),
              fund.risk(),
              Numbers.money(fund.etvMean()),
              Numbers.money(fund.price())));
    }
    boolean fixed = trouble != null && !trouble.fix().isEmpty();
    return new QuotaView(
        request.field("run"),
        csrf,
        lines,
        manifest.campaign().strategy() == Strategy.EXACT,
        request.ticked("keep"),
        request.field("stickiness"),
        request.field("sweep-fund"),
        filled(request, "sweep-from", "-20%"),
        filled(request, "sweep-to", "+20%"),
        filled(request, "sweep-points", "9"),
        trouble == null ? "" : trouble.problem(),
        trouble == null ? "" : trouble.hint(),
        fixed ? address(request, trouble.fix()) : "");
  }

  private static String filled(Request request, String field, String otherwise) {
    return request.field(field).isEmpty() ? otherwise : request.field(field);
  }

  private static String address(Request request, Map<String, String> fix) {
    Map<String, String> quotas = new LinkedHashMap<>(request.quotaFields());
    quotas.putAll(fix);
    StringBuilder address = new StringBuilder("/quotas?run=").append(request.field("run"));
    quotas.forEach(
        (fund, value) ->
            address
                .append("&quota.")
                .append(fund)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    for (String field : List.of("keep", "stickiness")) {
      if (request.ticked(field)) {
        String value = URLEncoder.encode(request.field(field), StandardCharsets.UTF_8);
        address.append('&').append(field).append('=').append(value);
      }
    }
    return address.toString();
  }

  private List<String> words(String command, Request request, boolean sweep) {
    List<String> words = new ArrayList<>(List.of(command, request.field("run")));
    if (sweep) {
      words.add("--sweep");
      words.add(sweepText(request));
    }
    for (String quota : request.quotas()) {
      words.add("--quota");
      words.add(quota);
    }
    if (request.ticked("keep")) {
      words.add("--keep");
    }
    if (stickiness(request) > 0) {
      words.add("--stickiness");
      words.add(request.field("stickiness"));
    }
    return words;
  }

  private static String sweepText(Request request) {
    return request.field("sweep-fund")
        + "="
        + request.field("sweep-from")
        + ".."
        + request.field("sweep-to")
        + "/"
        + request.field("sweep-points");
  }

  private static float stickiness(Request request) {
    String text = request.field("stickiness");
    try {
      float cost = text.isEmpty() ? 0 : Float.parseFloat(text);
      if (cost >= 0 && cost <= Float.MAX_VALUE) {
        return cost;
      }
    } catch (NumberFormatException e) {
      throw new Refusal(400, "What moving a user costs must be a number (" + text + ").");
    }
    throw new Refusal(400, "What moving a user costs must be at least 0 (" + text + ").");
  }

  private WhatIf asked(Request request, LoadedRun run) {
    boolean keep = request.ticked("keep");
    float stickiness = stickiness(request);
    if ((keep || stickiness > 0) && run.campaign().strategy() != Strategy.EXACT) {
      throw new Refusal(400, "Users can be kept by the exact strategy only.");
    }
    return new WhatIf(run, keep, stickiness, loaded.stopSignal());
  }

  private WhatIf plain(LoadedRun run) {
    return new WhatIf(run, false, 0, loaded.stopSignal());
  }

  /**
   * Null if the quotas can be met.
   *
   * @param words the command that asks the same, which the hint gives mended
   */
  private Trouble trouble(LoadedRun run, List<String> quotas, List<String> words) {
    WhatIf whatIf = plain(run);
    Point refused = whatIf.check(quotas);
    if (refused == null) {
      return null;
    }
    boolean sum = refused.witness() == null || "quota_sum".equals(refused.witness().get("kind"));
    Trouble balanced = sum ? unbalanced(run, whatIf, quotas, refused.problem(), words) : null;
    if (balanced != null) {
      return balanced;
    }
    if (refused.witness() == null) {
      return new Trouble(refused.problem(), "Say what gives way: rest for another fund.", Map.of());
    }
    WitnessTree.addCommand(refused.witness(), words);
    String hint = WitnessTree.hint(refused.witness());
    Map<String, String> fix = new LinkedHashMap<>();
    Matcher option = OPTION.matcher(hint);
    while (option.find()) {
      fix.put(option.group(1), option.group(2));
    }
    return new Trouble(refused.problem(), hint, fix);
  }

  /**
   * Quotas that do not add up: the fund whose users are worth least to the plan may give way. Null
   * where none can.
   */
  private static Trouble unbalanced(
      LoadedRun run, WhatIf whatIf, List<String> quotas, String problem, List<String> words) {
    int giver = whatIf.givesWay(quotas);
    if (giver < 0) {
      return null;
    }
    Fund fund = run.campaign().funds().get(giver);
    List<String> mended = new ArrayList<>(words);
    mended.addAll(List.of("--quota", fund.id() + "=rest"));
    return new Trouble(
        problem,
        "Let " + fund.name() + " give way: " + Cli.shown(mended),
        Map.of(fund.id(), "rest"));
  }

  /** What the editor's script asks while one types. */
  Answer feasible(Request request) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Trouble trouble;
    try {
      RunFolder folder = runs.find(request.field("run"));
      List<String> words = cli.words(words("whatif", request, false));
      trouble = loaded.ask(folder, run -> trouble(run, request.quotas(), words));
      tree.put("command", Cli.shown(words));
    } catch (EocaException e) {
      trouble = new Trouble(e.getMessage(), e.hint(), Map.of());
    } catch (Refusal e) {
      if (e.status() != 400) {
        throw e;
      }
      trouble = new Trouble(e.getMessage(), e.hint(), Map.of());
    }
    tree.put("feasible", trouble == null);
    tree.put("problem", trouble == null ? "" : trouble.problem());
    tree.put("hint", trouble == null ? "" : trouble.hint());
    tree.put("fix", trouble == null ? Map.of() : trouble.fix());
    return Answer.json(Json.line(tree));
  }

  Answer whatIf(Request request, String csrf) {
    List<String> words = cli.words(words("whatif", request, false));
    String command = Cli.shown(words);
    RunFolder folder = runs.find(request.field("run"));
    if (request.quotas().isEmpty()) {
      throw new Refusal(400, "No quota is changed.", "Fill in at least one, and what gives way.");
    }
    Trouble trouble = loaded.ask(folder, run -> trouble(run, request.quotas(), words));
    if (trouble != null) {
      return page(422, request, csrf, List.of(), trouble, Map.of(), command);
    }
    Section section =
        loaded.solve(
            folder,
            run -> {
              Point point = asked(request, run).ask(request.quotas());
              return whatIfSection(run, point);
            });
    return page(200, request, csrf, List.of(section), null, Map.of(), command);
  }

  private static Section whatIfSection(LoadedRun run, Point point) {
    WhatIfAnswer answer = WhatIfAnswer.of(run, null, List.of(point));
    List<Tile> tiles = new ArrayList<>();
    if (point.feasible()) {
      double objective = point.certificate().objective();
      tiles.add(new Tile("Objective", Numbers.money(objective)));
      if (run.result().objective() != null) {
        tiles.add(
            new Tile("Against the run", Numbers.change(objective - run.result().objective())));
      }
      tiles.add(new Tile("Users who move", Numbers.count(point.moved())));
      tiles.add(new Tile("Gap", Numbers.percent(point.certificate().relativeGap())));
      tiles.add(new Tile("Solved in", Numbers.seconds(point.seconds())));
    }
    return new Section(
        "whatif",
        "What these quotas would give",
        List.of(answer.headline()),
        tiles,
        List.of(),
        List.of(answer.fundTable()));
  }

  Answer sweep(Request request, String csrf) {
    Sweep sweep = Sweep.parse(sweepText(request));
    if (sweep.quotas().size() > MOST_POINTS) {
      throw new Refusal(
          400, "A page shows at most " + MOST_POINTS + " points.", "'eoca whatif' takes more.");
    }
    List<String> words = cli.words(words("whatif", request, true));
    String command = Cli.shown(words);
    RunFolder folder = runs.find(request.field("run"));
    WhatIfAnswer answer =
        loaded.solve(
            folder,
            run -> {
              List<Point> points = asked(request, run).ask(sweep, request.quotas(), done -> {});
              return WhatIfAnswer.of(run, sweep, points);
            });
    if (answer.points().stream().noneMatch(Point::feasible)) {
      Trouble trouble =
          loaded.ask(folder, run -> trouble(run, answer.points().get(0).overrides(), words));
      return page(422, request, csrf, List.of(), trouble, Map.of(), command);
    }
    List<Section> sections = answer.page(command).sections();
    return page(200, request, csrf, sections, null, answer.chartData(), command);
  }

  Answer rerun(Request request, String csrf) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    List<String> words = cli.words(words("rerun", request, false));
    Trouble trouble =
        loaded.ask(
            folder,
            run -> {
              asked(request, run);
              return trouble(run, request.quotas(), words);
            });
    if (trouble != null) {
      return page(422, request, csrf, List.of(), trouble, Map.of(), Cli.shown(words));
    }
    JobRequest.Rerun rerun =
        new JobRequest.Rerun(folder, request.ticked("keep"), stickiness(request));
    Jobs.Job job = jobs.start(name, request.quotas(), words, rerun);
    return Answer.redirect("/job?n=" + job.number());
  }
}
