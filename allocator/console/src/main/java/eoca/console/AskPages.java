package eoca.console;

import eoca.inputs.Progress;
import eoca.inputs.campaign.Fund;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.insight.diff.DiffAnswer;
import eoca.insight.diff.DiffView;
import eoca.insight.diff.RunDiff;
import eoca.insight.explain.FundAnswer;
import eoca.insight.explain.UserAnswer;
import eoca.insight.page.PageModel;
import eoca.insight.page.PageModel.Section;
import eoca.insight.page.PageModel.Table;
import eoca.insight.page.PageModel.Tile;
import eoca.job.report.Numbers;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.store.RunQuery.Listed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a user got a fund, what a fund's quota is worth, and who moves between two runs. */
final class AskPages {
  /** Comparisons that are kept: completed runs never change. */
  private static final int KEPT = 8;

  private static final int CHOICES = 200;

  private final Runs runs;
  private final LoadedRuns loaded;
  private final Cli cli;
  private final Map<String, Compared> compared =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Compared> eldest) {
          return size() > KEPT;
        }
      };

  AskPages(Runs runs, LoadedRuns loaded, Cli cli) {
    this.runs = runs;
    this.loaded = loaded;
    this.cli = cli;
  }

  /** A comparison's page and the figures of its charts. */
  private record Compared(PageModel page, Map<String, Object> charts) {}

  Answer user(Request request) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    String id = request.raw("id");
    if (id.isEmpty()) {
      String command = cli.line("explain", name, "--user", "ID");
      return page(200, folder, name, "", "", List.of(), command, null);
    }
    String command = cli.line("explain", name, "--user", id);
    try {
      Section section =
          loaded.ask(
              folder,
              run -> {
                String known = run.table().userIds().find(id) < 0 ? id.strip() : id;
                return section(UserAnswer.of(run, known));
              });
      return page(200, folder, name, id, "", List.of(section), command, null);
    } catch (EocaException e) {
      if (e.code() != ExitCode.USAGE) {
        throw e;
      }
      return page(404, folder, name, id, "", List.of(), command, e);
    }
  }

  Answer fund(Request request) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    String fund = request.field("fund");
    String command = cli.line("explain", name, "--fund", fund);
    try {
      Section section =
          loaded.solve(folder, run -> section(FundAnswer.of(run, fund, loaded.stopSignal()), fund));
      return page(200, folder, name, "", fund, List.of(section), command, null);
    } catch (EocaException e) {
      if (e.code() != ExitCode.USAGE) {
        throw e;
      }
      return page(404, folder, name, "", fund, List.of(), command, e);
    }
  }

  private static Answer page(
      int status,
      RunFolder folder,
      String name,
      String user,
      String fund,
      List<Section> answer,
      String command,
      EocaException problem) {
    List<Fund> funds = folder.manifest().campaign().funds();
    AskView view =
        new AskView(
            name,
            user,
            fund,
            funds,
            problem == null ? "" : problem.getMessage(),
            problem == null ? "" : problem.hint());
    Frame frame = Frame.ofRun("Users and funds", name, "Users and funds", command);
    return Answer.html(
        status, Html.of("ask", Map.of("frame", frame, "view", view, "answer", answer)));
  }

  private static Section section(UserAnswer answer) {
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < answer.options().size(); j++) {
      UserAnswer.Option option = answer.options().get(j);
      boolean locked = answer.pin() == UserAnswer.Pin.LOCKED;
      String note =
          j == answer.fund()
              ? locked ? "has it, locked" : "has it"
              : option.allowed() ? "" : "not allowed";
      rows.add(
          List.of(
              option.fund().name(),
              note,
              Integer.toString(option.fund().risk()),
              Numbers.money((double) option.etv()),
              answer.priced() ? Numbers.money(option.price()) : Numbers.NONE,
              answer.priced() ? Numbers.money(option.value()) : Numbers.NONE));
    }
    Table table =
        new Table(
            "The funds as this user sees them",
            List.of("Fund", "Note", "Risk", "ETV", "Price", "ETV − price"),
            rows);
    List<Tile> tiles = new ArrayList<>();
    tiles.add(
        new Tile(
            "Fund",
            answer.fund() < 0 ? "none" : answer.options().get(answer.fund()).fund().name()));
    switch (answer.pin()) {
      case LOCKED -> tiles.add(new Tile("Chosen by", "locked: shown before"));
      case CONTROL -> tiles.add(new Tile("Chosen by", "control group: no fund"));
      case FREE -> tiles.add(new Tile("Chosen by", "the plan"));
    }
    tiles.add(new Tile("Tolerance", Integer.toString(answer.tolerance())));
    if (answer.margin() != null) {
      tiles.add(new Tile("Margin", Numbers.money(answer.margin())));
    }
    return new Section(
        "user", "User " + answer.user(), answer.words(), tiles, List.of(), List.of(table));
  }

  private static Section section(FundAnswer answer, String fund) {
    Map<String, Object> tree = answer.toTree();
    List<Table> tables = new ArrayList<>();
    near(tables, tree.get("leaving_first"), "to", "Who would leave first", "To");
    near(tables, tree.get("coming_first"), "from", "Who would come first", "From");
    List<List<String>> worth = new ArrayList<>();
    for (Object entry : (List<?>) tree.get("quota_from")) {
      Map<?, ?> line = (Map<?, ?>) entry;
      worth.add(
          List.of(
              String.valueOf(line.get("fund")),
              money(line.get("price")),
              money(line.get("gain_per_user"))));
    }
    tables.add(
        new Table(
            "What one user of quota taken from another fund gains, about",
            List.of("From", "Price", "Gain"),
            worth));
    return new Section("fund", "Fund " + fund, answer.words(), List.of(), List.of(), tables);
  }

  private static void near(
      List<Table> tables, Object users, String direction, String caption, String head) {
    List<List<String>> rows = new ArrayList<>();
    for (Object entry : (List<?>) users) {
      Map<?, ?> user = (Map<?, ?>) entry;
      Object other = user.get(direction);
      rows.add(
          List.of(
              String.valueOf(user.get("user")),
              other == null ? "no fund" : String.valueOf(other),
              money(user.get("etv")),
              money(user.get("other_etv")),
              money(user.get("price_moves"))));
    }
    if (!rows.isEmpty()) {
      tables.add(
          new Table(
              caption,
              List.of("User", head, "ETV here", "ETV there", "If the price moves by"),
              rows));
    }
  }

  private static String money(Object number) {
    return number instanceof Number value ? Numbers.money(value.doubleValue()) : Numbers.NONE;
  }

  Answer diff(Request request) {
    String b = request.field("b");
    RunFolder folderB = runs.find(b);
    String campaign = b.substring(0, b.indexOf('/'));
    String a = request.field("a");
    List<DiffChoice.Choice> choices = choices(campaign);
    if (a.isEmpty()) {
      Frame frame = Frame.ofRun("Compare", b, "Compare", cli.line("diff", "RUN", b));
      DiffChoice view = new DiffChoice(published(campaign), b, choices);
      return Answer.html(
          200, Html.of("diff", Map.of("frame", frame, "view", view, "answer", List.of())));
    }
    RunFolder folderA = runs.find(a);
    String command = cli.line("diff", a, b);
    Compared found = compare(a, b, folderA, folderB, command);
    Frame frame = Frame.ofRun("Compare", b, "Compare", command).with(found.charts());
    DiffChoice view = new DiffChoice(a, b, choices);
    return Answer.html(
        200,
        Html.of("diff", Map.of("frame", frame, "view", view, "answer", found.page().sections())));
  }

  private Compared compare(
      String a, String b, RunFolder folderA, RunFolder folderB, String command) {
    synchronized (compared) { // one at a time: a comparison reads two whole runs
      Compared known = compared.get(a + " " + b);
      if (known != null) {
        return known;
      }
      DiffAnswer diff = new RunDiff(folderA, folderB, Progress.NONE).compare();
      DiffView view = new DiffView(diff);
      Compared found = new Compared(view.page(command), view.chartData());
      compared.put(a + " " + b, found);
      return found;
    }
  }

  private String published(String campaign) {
    String current = new CampaignRuns(runs.folder(), campaign).current();
    return current == null ? "" : campaign + "/" + current;
  }

  private List<DiffChoice.Choice> choices(String campaign) {
    List<DiffChoice.Choice> choices = new ArrayList<>();
    for (Listed listed : runs.last(campaign, CHOICES)) {
      String text = listed.run().id() + (listed.current() ? " (published)" : "");
      choices.add(new DiffChoice.Choice(listed.run().name(), text));
    }
    return choices;
  }
}
