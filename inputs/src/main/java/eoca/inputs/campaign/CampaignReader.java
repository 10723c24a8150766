package eoca.inputs.campaign;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign.EtvLocation;
import eoca.inputs.campaign.Campaign.Limits;
import eoca.inputs.config.Problems;
import eoca.inputs.error.Suggestions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * From a YAML document to a campaign. The grammar is the one of {@code campaign.schema.json}; this
 * reader says what is wrong where, the schema serves editors, and a test holds the two together.
 */
final class CampaignReader {
  static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
  static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  static final int MAX_ID = 100;
  static final int MAX_PRIORITY = 1_000_000;

  private static final List<String> KEYS =
      List.of(
          "campaign",
          "period",
          "funds",
          "etv",
          "predict",
          "strategy",
          "remainder",
          "output",
          "limits",
          "publish",
          "locked",
          "control",
          "keep_inputs");
  private static final List<String> PREDICT_KEYS =
      List.of("model", "tables", "moment", "cap", "part-users");
  private static final List<String> TABLES = List.of("users", "funds", "behaviours", "edges");
  private static final int MAX_PART_USERS = 10_000_000;
  private static final List<String> FUND_KEYS = List.of("id", "name", "risk", "quota", "priority");
  private static final Pattern PERCENT =
      Pattern.compile("(?:0|[1-9][0-9]{0,6})(?:\\.[0-9]{1,6})?%");
  private static final Pattern CONTROL = Pattern.compile("(?:0|[1-9][0-9]?)(?:\\.[0-9]{1,6})?%");
  private static final int MAX_SEED = 999_999_999;
  private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,5})([mhd])");
  private static final Pattern MEMORY =
      Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)(KiB|MiB|GiB|TiB)");
  private static final double MAX_SECONDS = 1e9;
  private static final double MAX_CAP = 1e30;

  private final Path file;
  private final Problems problems;

  CampaignReader(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The campaign, or empty with at least one problem noted. */
  Optional<Campaign> read(Node document) {
    YamlMap root = new YamlMap("", document, KEYS, problems);
    root.require("campaign", "campaign: my-campaign");
    root.require("funds", "funds: with a line such as - {id: bond, risk: 2, quota: 30%}");
    root.require("etv", "etv: with path: etv.arrow");
    root.node("predict").ifPresent(this::predict);
    Optional<String> name =
        root.text("campaign", NAME, MAX_ID, "1.." + MAX_ID + " of a-z, 0-9 and -");
    Optional<String> period = root.text("period");
    Remainder remainder = choice(root, "remainder", Remainder.values()).orElse(Remainder.ERROR);
    Map<String, Node> columns = new HashMap<>();
    EtvLocation etv = etv(root, columns);
    List<Fund> funds = funds(root, remainder, columns, etv);
    Optional<Strategy> strategy = choice(root, "strategy", Strategy.values());
    Optional<OutputFormat> format = output(root);
    Limits limits = limits(root);
    PublishGuards guards = guards(root);
    Campaign.Locked locked = locked(root);
    Campaign.Control control = control(root);
    KeepInputs keep = choice(root, "keep_inputs", KeepInputs.values()).orElse(KeepInputs.DEFAULT);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Campaign(
            file,
            name.orElseThrow(),
            period.orElse(""),
            funds,
            etv,
            strategy.orElse(Strategy.DEFAULT),
            remainder,
            format.orElse(OutputFormat.ARROW),
            limits,
            guards,
            locked,
            control,
            keep));
  }

  /** {@code locked: file}, or a mapping that names the columns too. */
  private Campaign.Locked locked(YamlMap root) {
    Optional<Node> node = root.node("locked");
    if (node.isEmpty()) {
      return null;
    }
    if (!(node.get() instanceof MappingNode)) {
      return root.text("locked").map(Campaign.Locked::of).orElse(null);
    }
    YamlMap map = new YamlMap("locked", node.get(), List.of("path", "user", "fund"), problems);
    map.require("path", "path: shown.csv");
    String user = map.text("user").orElse(Campaign.Locked.DEFAULT_USER);
    String fund = map.text("fund").orElse(Campaign.Locked.DEFAULT_FUND);
    if (user.equals(fund)) {
      map.problem(
          map.keyNode("fund"),
          "expected two columns for locked.user and locked.fund",
          "(" + YamlMap.shown(user) + ") for both",
          "");
    }
    return new Campaign.Locked(map.text("path").orElse(""), user, fund);
  }

  /** {@code control: 2%}, or a mapping with a seed. */
  private Campaign.Control control(YamlMap root) {
    Optional<Node> node = root.node("control");
    if (node.isEmpty()) {
      return null;
    }
    if (!(node.get() instanceof MappingNode)) {
      return control(root, "control", Campaign.Control.DEFAULT_SEED);
    }
    YamlMap map = new YamlMap("control", node.get(), List.of("share", "seed"), problems);
    map.require("share", "share: 2%");
    int seed = map.integer("seed", 0, MAX_SEED).orElse(Campaign.Control.DEFAULT_SEED);
    return control(map, "share", seed);
  }

  private static Campaign.Control control(YamlMap map, String key, int seed) {
    String expected = "a share above 0% and below 100%, such as 2%";
    Optional<String> text = map.text(key, CONTROL, MAX_ID, expected);
    if (text.isEmpty()) {
      return null;
    }
    BigDecimal percent = new BigDecimal(text.get().substring(0, text.get().length() - 1));
    if (percent.signum() == 0) {
      map.problem(
          map.node(key).orElseThrow(),
          "expected " + map.name(key) + " as " + expected,
          YamlMap.shown(text.get()),
          "Maybe leave it away.");
    }
    return new Campaign.Control(percent, seed);
  }

  /** Checks the section's form; what its values mean is the business of who scores. */
  private void predict(Node node) {
    YamlMap map = new YamlMap("predict", node, PREDICT_KEYS, problems);
    map.require("model", "model: models/esdpm");
    map.require("tables", "tables: {users: users.parquet, funds: funds.csv}");
    map.text("model");
    map.text("moment");
    map.integer("part-users", 1, MAX_PART_USERS);
    map.node("cap").ifPresent(n -> cap(map, n));
    map.node("tables")
        .ifPresent(
            n -> {
              YamlMap tables = new YamlMap("predict.tables", n, TABLES, problems);
              tables.require("users", "users: users.parquet");
              tables.require("funds", "funds: funds.csv");
              TABLES.forEach(tables::text);
            });
  }

  private static void cap(YamlMap map, Node node) {
    boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
    double cap = number && node instanceof ScalarNode scalar ? decimal(scalar.getValue()) : 0;
    if (!(cap > 0 && cap <= MAX_CAP)) {
      map.problem(
          node,
          "expected predict.cap as a number above 0, at most " + MAX_CAP,
          YamlMap.found(node),
          "");
    }
  }

  private static <E extends Enum<E>> Optional<E> choice(YamlMap map, String key, E[] values) {
    List<String> ids = Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
    return map.choice(key, List.of(values), ids);
  }

  /** Reads {@code etv}, and the nodes of {@code etv.columns} by fund id. */
  private EtvLocation etv(YamlMap root, Map<String, Node> columns) {
    Optional<Node> node = root.node("etv");
    if (node.isEmpty()) {
      return new EtvLocation("", EtvLocation.DEFAULT_USER, EtvLocation.DEFAULT_TOLERANCE);
    }
    YamlMap map =
        new YamlMap("etv", node.get(), List.of("path", "user", "tolerance", "columns"), problems);
    map.require("path", "path: etv.arrow");
    String user = map.text("user").orElse(EtvLocation.DEFAULT_USER);
    String tolerance = map.text("tolerance").orElse(EtvLocation.DEFAULT_TOLERANCE);
    if (user.equals(tolerance)) {
      map.problem(
          map.keyNode("tolerance"),
          "expected two columns for etv.user and etv.tolerance",
          "(" + YamlMap.shown(user) + ") for both",
          "");
    }
    map.node("columns")
        .ifPresent(
            n -> {
              YamlMap names = new YamlMap("etv.columns", n, List.of(), problems);
              for (String fund : names.keys()) {
                columns.put(fund, names.keyNode(fund));
                names.text(fund).ifPresent(column -> this.columns.put(fund, column));
              }
            });
    return new EtvLocation(map.text("path").orElse(""), user, tolerance);
  }

  private final Map<String, String> columns = new HashMap<>();

  private List<Fund> funds(
      YamlMap root, Remainder remainder, Map<String, Node> columnKeys, EtvLocation etv) {
    List<Node> items = root.list("funds", "a list of funds");
    int max = Campaign.MAX_FUNDS - (remainder == Remainder.UNASSIGNED ? 1 : 0);
    root.node("funds")
        .filter(n -> root.isMapping() && (items.size() > max || isEmptyList(n)))
        .ifPresent(
            n ->
                root.problem(
                    n,
                    "expected 1.."
                        + max
                        + " funds"
                        + (max < Campaign.MAX_FUNDS ? " with remainder: unassigned" : ""),
                    Integer.toString(items.size()),
                    ""));
    List<Fund> funds = new ArrayList<>();
    Map<String, Node> ids = new HashMap<>();
    Map<String, String> fundOfColumn = new HashMap<>();
    Node rest = null;
    for (Node item : items) {
      YamlMap map = new YamlMap("funds[" + funds.size() + "]", item, FUND_KEYS, problems);
      Fund fund = fund(map);
      funds.add(fund);
      if (fund.id().isEmpty()) {
        continue; // told already
      }
      Node idNode = map.node("id").get();
      Node first = ids.putIfAbsent(fund.id(), idNode);
      if (first != null) {
        int line = first.getStartMark().orElseThrow().getLine() + 1;
        map.problem(
            idNode, "two funds have one id", "(" + fund.id() + ") of line " + line + " again", "");
      } else {
        column(map, fund, etv, columnKeys, fundOfColumn);
      }
      if (fund.quota() instanceof Quota.Rest) {
        if (rest != null) {
          int line = rest.getStartMark().orElseThrow().getLine() + 1;
          map.problem(
              map.node("quota").orElseThrow(),
              "at most one fund is rest",
              "a second one after line " + line,
              "");
        }
        rest = map.node("quota").orElseThrow();
      }
    }
    boolean allKnown = funds.stream().noneMatch(f -> f.id().isEmpty());
    for (Map.Entry<String, Node> entry : columnKeys.entrySet()) {
      if (allKnown && !ids.containsKey(entry.getKey())) {
        root.problem(
            entry.getValue(),
            "etv.columns names an unknown fund",
            "(" + YamlMap.shown(entry.getKey()) + ")",
            Suggestions.maybe(entry.getKey(), ids.keySet().stream().sorted().toList()));
      }
    }
    return funds;
  }

  private static boolean isEmptyList(Node node) {
    return node instanceof SequenceNode sequence && sequence.getValue().isEmpty();
  }

  /** Two funds, or a fund and the user or tolerance, must not read one column. */
  private static void column(
      YamlMap map,
      Fund fund,
      EtvLocation etv,
      Map<String, Node> columnKeys,
      Map<String, String> fundOfColumn) {
    Node at = columnKeys.getOrDefault(fund.id(), map.node("id").orElseThrow());
    String before = fundOfColumn.putIfAbsent(fund.column(), "fund " + fund.id());
    if (fund.column().equals(etv.userColumn())) {
      before = "etv.user";
    } else if (fund.column().equals(etv.toleranceColumn())) {
      before = "etv.tolerance";
    }
    if (before != null) {
      map.problem(
          at,
          "expected a column of its own for fund " + fund.id(),
          "(" + YamlMap.shown(fund.column()) + "), which is the column of " + before,
          "Maybe etv.columns: {" + fund.id() + ": another_column}.");
    }
  }

  private Fund fund(YamlMap map) {
    map.require("id", "id: bond");
    map.require("risk", "risk: 2");
    map.require("quota", "quota: 30%");
    String id =
        map.text("id", ID, MAX_ID, "1.." + MAX_ID + " of a-z, 0-9, _ and -, a-z or 0-9 first")
            .orElse("");
    String name = map.text("name").orElse(id);
    int risk = map.integer("risk", 0, Campaign.MAX_RISK).orElse(0);
    Optional<Integer> priority = map.integer("priority", 1, MAX_PRIORITY);
    Quota quota = map.node("quota").flatMap(n -> quota(map, n)).orElse(new Quota.Users(0));
    return new Fund(
        id,
        name,
        risk,
        quota,
        priority.isPresent() ? OptionalInt.of(priority.get()) : OptionalInt.empty(),
        columns.getOrDefault(id, id));
  }

  private static Optional<Quota> quota(YamlMap map, Node node) {
    String text = "";
    String hint = "";
    if (node instanceof ScalarNode scalar) {
      text = scalar.getValue();
      Optional<Quota> quota = QuotaText.parse(text);
      boolean number = quota.isPresent() && quota.get() instanceof Quota.Users;
      if (quota.isPresent() && node.getTag().equals(number ? Tag.INT : Tag.STR)) {
        return quota;
      }
      hint = number ? "Maybe " + text + " without quotes." : QuotaText.hint(text);
    }
    map.problem(
        node,
        "expected " + map.name("quota") + " as " + QuotaText.EXPECTED,
        YamlMap.found(node),
        hint);
    return Optional.empty();
  }

  private Optional<OutputFormat> output(YamlMap root) {
    return root.node("output")
        .flatMap(
            n -> {
              YamlMap map = new YamlMap("output", n, List.of("format"), problems);
              map.require("format", "format: arrow");
              return choice(map, "format", OutputFormat.values());
            });
  }

  private Limits limits(YamlMap root) {
    Optional<Node> node = root.node("limits");
    if (node.isEmpty()) {
      return Limits.NONE;
    }
    YamlMap map = new YamlMap("limits", node.get(), List.of("seconds", "memory"), problems);
    return new Limits(
        map.node("seconds").map(n -> seconds(map, n)).orElse(null),
        map.node("memory").map(n -> memory(map, n)).orElse(null));
  }

  private PublishGuards guards(YamlMap root) {
    Optional<Node> node = root.node("publish");
    if (node.isEmpty()) {
      return PublishGuards.NONE;
    }
    YamlMap map =
        new YamlMap(
            "publish",
            node.get(),
            List.of("users", "objective", "fund_etv", "table_age"),
            problems);
    return new PublishGuards(
        percent(map, "users"),
        percent(map, "objective"),
        percent(map, "fund_etv"),
        map.node("table_age").map(n -> age(map, n)).orElse(null));
  }

  private static Double percent(YamlMap map, String key) {
    return map.text(key, PERCENT, MAX_ID, "a change such as 10%")
        .map(text -> decimal(text.substring(0, text.length() - 1)))
        .orElse(null);
  }

  private static Long age(YamlMap map, Node node) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      Matcher matcher = AGE.matcher(scalar.getValue());
      if (matcher.matches()) {
        long unit = List.of(60L, 3600L, 86_400L).get("mhd".indexOf(matcher.group(2)));
        return Long.parseLong(matcher.group(1)) * unit;
      }
    }
    map.problem(
        node,
        "expected publish.table_age in minutes, hours or days, such as 36h",
        YamlMap.found(node),
        "");
    return null;
  }

  private static Double seconds(YamlMap map, Node node) {
    boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
    if (number && node instanceof ScalarNode scalar) {
      double seconds = decimal(scalar.getValue());
      if (seconds > 0 && seconds < MAX_SECONDS) {
        return seconds;
      }
    }
    map.problem(
        node,
        "expected limits.seconds as a number above 0 and below " + (long) MAX_SECONDS,
        YamlMap.found(node),
        "");
    return null;
  }

  private static double decimal(String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      return Double.NaN; // YAML's .inf, .nan, 0x10
    }
  }

  private static Long memory(YamlMap map, Node node) {
    String hint = "";
    if (node instanceof ScalarNode scalar) {
      Matcher matcher = MEMORY.matcher(scalar.getValue());
      if (scalar.getTag().equals(Tag.STR) && matcher.matches()) {
        int shift = 10 * (1 + List.of("KiB", "MiB", "GiB", "TiB").indexOf(matcher.group(2)));
        BigDecimal bytes =
            new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << shift));
        if (bytes.compareTo(BigDecimal.ONE) >= 0) {
          return bytes.longValue();
        }
      }
      hint = memoryHint(scalar.getValue());
    }
    map.problem(
        node,
        "expected limits.memory as a size in KiB, MiB, GiB or TiB, such as 4GiB",
        YamlMap.found(node),
        hint);
    return null;
  }

  private static String memoryHint(String text) {
    Matcher matcher =
        Pattern.compile("([0-9]{1,6}(?:\\.[0-9]+)?)\\s*([kKmMgGtT])(?:[iI]?[bB])?")
            .matcher(text.strip());
    if (!matcher.matches()) {
      return "";
    }
    String unit = matcher.group(2).toUpperCase(Locale.ROOT);
    return "Maybe " + matcher.group(1) + unit + "iB.";
  }
}
