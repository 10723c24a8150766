package eoca.insight.diff;

import eoca.inputs.campaign.Fund;
import eoca.insight.diff.DiffAnswer.Move;
import eoca.insight.page.PageModel;
import eoca.insight.page.PageModel.Chart;
import eoca.insight.page.PageModel.Section;
import eoca.insight.page.PageModel.Table;
import eoca.insight.page.PageModel.Tile;
import eoca.job.cli.TextTable;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult.FundResult;
import eoca.job.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A comparison for people: on a terminal and as a page. */
public final class DiffView {
  /** Flows a person can still tell apart. */
  private static final int FLOWS = 60;

  private static final int TOLD_MOVES = 20;

  private final DiffAnswer diff;
  private final List<Line> lines = new ArrayList<>();

  /** A view of a comparison. */
  public DiffView(DiffAnswer diff) {
    this.diff = diff;
    for (int j = 0; j < diff.funds().size(); j++) {
      Fund fund = diff.funds().get(j);
      lines.add(
          new Line(
              fund,
              DiffAnswer.fund(diff.resultA(), fund.id()),
              DiffAnswer.fund(diff.resultB(), fund.id()),
              diff.moved(j, false),
              diff.moved(j, true)));
    }
  }

  /**
   * A fund of either run.
   *
   * @param inA as run A has it, or null
   * @param inB as run B has it, or null
   * @param came users who moved to it
   * @param went users who moved away from it
   */
  private record Line(Fund fund, FundResult inA, FundResult inB, long came, long went) {
    <T> T a(Function<FundResult, T> figure) {
      return inA == null ? null : figure.apply(inA);
    }

    <T> T b(Function<FundResult, T> figure) {
      return inB == null ? null : figure.apply(inB);
    }
  }

  /** For a terminal. */
  public String text() {
    List<Move> moves = diff.moves();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "A %s/%s  objective %s%nB %s/%s  objective %s (%s)%n%n%s%n%n",
            diff.manifestA().campaign().name(),
            diff.manifestA().runId(),
            TextTable.money(diff.resultA().objective()),
            diff.manifestB().campaign().name(),
            diff.manifestB().runId(),
            TextTable.money(diff.resultB().objective()),
            signed(DiffAnswer.change(diff.resultA().objective(), diff.resultB().objective())),
            users(moves)));
    TextTable funds =
        new TextTable(
            "lrrrrrrr", "fund", "quota A", "quota B", "in", "out", "mean A", "mean B", "price B-A");
    for (Line line : lines) {
      funds.row(
          line.fund().id(),
          TextTable.whole(line.a(FundResult::quota)),
          TextTable.whole(line.b(FundResult::quota)),
          TextTable.whole(line.came()),
          TextTable.whole(line.went()),
          TextTable.money(line.a(FundResult::etvMean)),
          TextTable.money(line.b(FundResult::etvMean)),
          signed(DiffAnswer.change(line.a(FundResult::price), line.b(FundResult::price))));
    }
    text.append(funds);
    if (!moves.isEmpty()) {
      TextTable table = new TextTable("llrrrr", "from", "to", "users", "ETV A", "ETV B", "change");
      for (Move move : moves.subList(0, Math.min(TOLD_MOVES, moves.size()))) {
        table.row(
            diff.name(move.from()),
            diff.name(move.to()),
            TextTable.whole(move.users()),
            TextTable.money(move.etvA()),
            TextTable.money(move.etvB()),
            signed(move.change()));
      }
      text.append('\n').append(table);
      if (moves.size() > TOLD_MOVES) {
        text.append("... and ").append(moves.size() - TOLD_MOVES).append(" more (--json)\n");
      }
    }
    people(text, "largest gains", diff.ledger().gainers());
    people(text, "largest losses", diff.ledger().losers());
    return text.toString();
  }

  private String users(List<Move> moves) {
    long moved = DiffAnswer.users(moves);
    long both = moved + DiffAnswer.users(diff.stays());
    String text =
        String.format(
            Locale.ROOT,
            "%,d of %,d users move (%.2f %%)",
            moved,
            both,
            both == 0 ? 0 : 100.0 * moved / both);
    long arrived = DiffAnswer.users(diff.arrived());
    long left = DiffAnswer.users(diff.left());
    return arrived + left == 0
        ? text
        : text + String.format(Locale.ROOT, "; %,d only in A, %,d only in B", left, arrived);
  }

  private void people(StringBuilder text, String title, List<Ledger.UserChange> users) {
    if (users.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("lllrrr", title, "from", "to", "ETV A", "ETV B", "change");
    for (Ledger.UserChange user : users) {
      table.row(
          user.user(),
          diff.name(user.from()),
          diff.name(user.to()),
          TextTable.money((double) user.a()),
          TextTable.money((double) user.b()),
          signed(user.change()));
    }
    text.append('\n').append(table);
  }

  private static String signed(Double change) {
    return change == null ? "-" : String.format(Locale.ROOT, "%+,.2f", change);
  }

  /** The page. */
  public PageModel page(String command) {
    List<Section> sections = new ArrayList<>();
    Double change = DiffAnswer.change(diff.resultA().objective(), diff.resultB().objective());
    long moved = DiffAnswer.users(diff.moves());
    sections.add(
        new Section(
            "moves",
            "Who moved",
            List.of(
                "A is " + name(diff.manifestA()) + ", B is " + name(diff.manifestB()) + ".",
                users(diff.moves()) + ". The diagram leaves out users who keep their fund."),
            List.of(
                new Tile("Objective of A", Numbers.money(diff.resultA().objective())),
                new Tile("Objective of B", Numbers.money(diff.resultB().objective())),
                new Tile("Change", change == null ? Numbers.NONE : Numbers.change(change)),
                new Tile("Users moved", Numbers.count(moved))),
            flows().isEmpty()
                ? List.of()
                : List.of(
                    new Chart(
                        "flow",
                        "Users from their fund in A (left) to their fund in B (right)",
                        "Flow diagram of users between funds; the figures are in the table")),
            List.of(new Table("Moves", MOVE_HEAD, moveRows()))));
    sections.add(
        new Section(
            "funds", "Funds", List.of(), List.of(), List.of(), List.of(fundTable(), priceTable())));
    sections.add(
        new Section(
            "users",
            "Who gains and loses most",
            List.of("ETV of the user's fund in B against that in A."),
            List.of(),
            List.of(),
            List.of(
                new Table("Largest gains", USER_HEAD, userRows(diff.ledger().gainers())),
                new Table("Largest losses", USER_HEAD, userRows(diff.ledger().losers())))));
    String title = diff.manifestA().campaign().name();
    if (!title.equals(diff.manifestB().campaign().name())) {
      title += " and " + diff.manifestB().campaign().name();
    }
    return new PageModel(
        "Two runs compared",
        title,
        "A " + diff.manifestA().runId() + " · B " + diff.manifestB().runId(),
        sections,
        command);
  }

  private static String name(Manifest run) {
    String parent = run.parent() == null ? "" : " (made from " + run.parent() + ")";
    return run.campaign().name() + "/" + run.runId() + parent;
  }

  private static final List<String> MOVE_HEAD =
      List.of("From", "To", "Users", "ETV in A", "ETV in B", "Change");
  private static final List<String> USER_HEAD =
      List.of("User", "From", "To", "ETV in A", "ETV in B", "Change");

  private List<List<String>> moveRows() {
    List<List<String>> rows = new ArrayList<>();
    for (List<Move> moves : List.of(diff.moves(), diff.arrived(), diff.left())) {
      for (Move move : moves) {
        rows.add(
            List.of(
                diff.name(move.from()),
                diff.name(move.to()),
                Numbers.count(move.users()),
                Numbers.money(move.etvA()),
                Numbers.money(move.etvB()),
                Numbers.change(move.change())));
      }
    }
    return rows;
  }

  private List<List<String>> userRows(List<Ledger.UserChange> users) {
    return users.stream()
        .map(
            user ->
                List.of(
                    user.user(),
                    diff.name(user.from()),
                    diff.name(user.to()),
                    Numbers.money((double) user.a()),
                    Numbers.money((double) user.b()),
                    Numbers.change(user.change())))
        .toList();
  }

  private Table fundTable() {
    List<List<String>> rows = new ArrayList<>();
    for (Line line : lines) {
      rows.add(
          List.of(
              line.fund().name(),
              Numbers.count(line.a(FundResult::quota)),
              Numbers.count(line.b(FundResult::quota)),
              Numbers.count(line.came()),
              Numbers.count(line.went())));
    }
    return new Table(
        "Quotas and movers", List.of("Fund", "Quota in A", "Quota in B", "Came", "Went"), rows);
  }

  private Table priceTable() {
    List<List<String>> rows = new ArrayList<>();
    for (Line line : lines) {
      rows.add(
          List.of(
              line.fund().name(),
              Numbers.money(line.a(FundResult::etvTotal)),
              Numbers.money(line.b(FundResult::etvTotal)),
              Numbers.money(line.a(FundResult::etvMean)),
              Numbers.money(line.b(FundResult::etvMean)),
              Numbers.money(line.a(FundResult::price)),
              Numbers.money(line.b(FundResult::price))));
    }
    return new Table(
        "ETV and prices",
        List.of("Fund", "ETV in A", "ETV in B", "Mean in A", "Mean in B", "Price A", "Price B"),
        rows);
  }

  private List<Move> flows() {
    List<Move> all = new ArrayList<>(diff.moves());
    all.addAll(diff.arrived());
    all.addAll(diff.left());
    return all.subList(0, Math.min(FLOWS, all.size()));
  }

  /** The figures of the page's charts. */
  public Map<String, Object> chartData() {
    List<Object> names = new ArrayList<>();
    for (int j = 0; j <= diff.ledger().absent(); j++) {
      names.add(j < diff.funds().size() ? diff.funds().get(j).name() : diff.name(j));
    }
    Map<String, Object> flow = new LinkedHashMap<>();
    flow.put("left", names);
    flow.put("right", names);
    flow.put(
        "flows",
        flows().stream().map(m -> List.of((long) m.from(), (long) m.to(), m.users())).toList());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("flow", flow);
    return data;
  }
}
