package eoca.inputs.campaign;

import java.util.ArrayList;
import java.util.List;

/** Campaign files with one thing wrong each, and where and how that must be told. */
final class BadCampaigns {
  /**
   * One bad file.
   *
   * @param yaml the file
   * @param line line of the problem, 0: of the whole file
   * @param column column of the problem
   * @param message what the message must contain
   * @param hint what the hint must contain, empty: anything
   * @param schema whether the JSON schema sees it too; false where it can't say such a thing
   */
  record Bad(String yaml, int line, int column, String message, String hint, boolean schema) {
    @Override
    public String toString() {
      return message;
    }
  }

  static final String GOOD =
      """
      campaign: june
      period: 2026-06
      funds:
        - {id: money, name: Money, risk: 1, quota: 52000}
        - {id: bond, name: Bonds, risk: 2, quota: 30%, priority: 1}
        - {id: stock, name: Stocks, risk: 4, quota: rest}
      etv:
        path: etv/*.arrow
        user: user_id
        tolerance: tolerance
        columns: {money: etv_money}
      strategy: heuristic
      remainder: error
      output: {format: arrow}
      limits: {seconds: 600, memory: 4GiB}
      """;

  private final List<Bad> all = new ArrayList<>();

  private BadCampaigns() {}

  static List<Bad> all() {
    BadCampaigns bad = new BadCampaigns();
    bad.keys();
    bad.texts();
    bad.numbers();
    bad.quotas();
    bad.references();
    bad.limits();
    bad.pinned();
    bad.shapes();
    bad.syntax();
    return bad.all;
  }

  /**
   * {@code GOOD} with one text replaced; the problem is at the first {@code at} in or after that
   * line.
   */
  private void edit(
      String old, String now, String at, String message, String hint, boolean schema) {
    if (!GOOD.contains(old)) {
      throw new IllegalArgumentException(old);
    }
    String yaml = GOOD.replace(old, now);
    int lineStart = 1 + GOOD.lastIndexOf('\n', GOOD.indexOf(old));
    int place = at.isEmpty() ? 0 : yaml.indexOf(at, lineStart);
    if (place < 0) {
      throw new IllegalArgumentException(at);
    }
    int line = 1 + (int) yaml.substring(0, place).chars().filter(c -> c == '\n').count();
    int column = place - yaml.lastIndexOf('\n', place - 1);
    all.add(new Bad(yaml, line, column, message, hint, schema));
  }

  private void whole(String yaml, int line, int column, String message, String hint) {
    all.add(new Bad(yaml, line, column, message, hint, false));
  }

  private void keys() {
    edit("strategy:", "stratgy:", "stratgy", "unknown key, found stratgy", "Maybe strategy.", true);
    edit("period:", "perod:", "perod", "unknown key, found perod", "Maybe period.", true);
    edit("quota: 30%", "qouta: 30%", "qouta", "unknown key in funds[1]", "Maybe quota.", true);
    edit("path:", "paths:", "paths", "unknown key in etv, found paths", "Maybe path.", true);
    edit("format:", "frmat:", "frmat", "unknown key in output", "Maybe format.", true);
    edit("seconds:", "second:", "second", "unknown key in limits", "Maybe seconds.", true);
    edit("seconds: 600", "zzz: 1", "zzz", "unknown key in limits", "Known: seconds, memory", true);
    edit("strategy:", "<<:", "<<", "merge keys are not used in campaign files", "", false);
    edit(
        "period: 2026-06",
        "predict: {model: m}",
        "{model",
        "the key tables is missing in predict",
        "",
        true);
    edit(
        "period: 2026-06",
        "predict: {modle: m, tables: {users: u, funds: f}}",
        "modle",
        "unknown key in predict",
        "Maybe model.",
        true);
    edit(
        "period: 2026-06",
        "predict: {model: m, tables: {users: u, funds: f, samples: s}}",
        "samples",
        "unknown key in predict.tables",
        "Known: users, funds, behaviours, edges",
        true);
    edit(
        "period: 2026-06",
        "predict: {model: m, tables: {users: u, funds: f}, cap: 0}",
        "0}",
        "predict.cap as a number above 0",
        "",
        true);
    edit(
        "period: 2026-06",
        "campaign: may",
        "campaign: may",
        "the key campaign is given twice",
        "",
        false);
    edit(
        "risk: 1,",
        "risk: 1, risk: 2,",
        "risk: 2",
        "the key funds[0].risk is given twice",
        "",
        false);
    edit(
        "campaign: june\n",
        "",
        "",
        "the key campaign is missing",
        "Maybe campaign: my-campaign",
        true);
    edit(
        "quota: 52000",
        "priority: 2",
        "{id: money",
        "the key quota is missing in funds[0]",
        "quota: 30%",
        true);
    edit("risk: 2, ", "", "{id: bond", "the key risk is missing in funds[1]", "risk: 2", true);
    edit("id: stock, ", "", "{name: Stocks", "the key id is missing in funds[2]", "id: bond", true);
    edit(
        "  path: etv/*.arrow\n",
        "",
        "user",
        "the key path is missing in etv",
        "path: etv.arrow",
        true);
    edit(
        "{format: arrow}",
        "{}",
        "{}",
        "the key format is missing in output",
        "format: arrow",
        true);
    edit("period:", "? [a, b]\n:", "[a, b]", "expected a key, found a list", "", false);
  }

  private void texts() {
    edit(
        "june",
        "June Funds",
        "June",
        "expected campaign as 1..100 of a-z",
        "Maybe june-funds.",
        true);
    edit("june", "../etc", "../etc", "found ../etc", "Maybe etc.", true);
    edit("june", "a/b", "a/b", "found a/b", "Maybe a-b.", true);
    edit("june", "june_1", "june_1", "found june_1", "Maybe june-1.", true);
    edit("june", "\"\"", "\"\"", "expected campaign as a text that is not blank", "", true);
    edit(
        "june",
        "2026",
        "2026",
        "expected campaign as text, found the number 2026",
        "\"2026\" in quotes",
        true);
    edit(
        "june",
        "true",
        "true",
        "expected campaign as text, found (true)",
        "\"true\" in quotes",
        true);
    edit("june", "~", "~", "expected campaign as text, found nothing", "", true);
    edit("june", "x".repeat(101), "xxx", "1..100 of a-z", "", true);
    edit(
        "id: money",
        "id: ../money",
        "../money",
        "expected funds[0].id as 1..100",
        "Maybe money.",
        true);
    edit("id: money", "id: -money", "-money", "a-z or 0-9 first", "Maybe money.", true);
    edit("id: money", "id: Money", "Money", "funds[0].id", "Maybe money.", true);
    edit("id: money", "id: \"mo\\u0000ney\"", "\"mo", "found mo\\u0000ney", "", true);
    edit(
        "id: money",
        "id: 7",
        "7,",
        "expected funds[0].id as text, found the number 7",
        "\"7\" in quotes",
        true);
    edit(
        "id: bond", "id: [bond]", "[bond]", "expected funds[1].id as text, found a list", "", true);
    edit(
        "name: Money",
        "name: \"a\\nb\"",
        "\"a",
        "one line of printable characters, found a\\u000Ab",
        "",
        false);
    edit(
        "name: Money",
        "name: \"a\\u202Eb\"",
        "\"a",
        "printable characters, found a\\u202Eb",
        "",
        false);
    edit(
        "name: Money",
        "name: \"\\e[2J\"",
        "\"",
        "printable characters, found \\u001B[2J",
        "",
        false);
    edit("name: Money", "name: " + "n".repeat(1001), "nnn", "at most 1000 characters", "", true);
    edit(
        "etv/*.arrow", "\" \"", "\" \"", "expected etv.path as a text that is not blank", "", true);
    edit(
        "etv/*.arrow", "\"a\\0b\"", "\"a", "expected etv.path as one line of printable", "", false);
    edit(
        "heuristic",
        "heurstic",
        "heurstic",
        "one of exact, heuristic, manual, found (heurstic)",
        "Maybe heuristic.",
        true);
    edit("heuristic", "Exact", "Exact", "found (Exact)", "Maybe exact.", true);
    edit(
        "remainder: error",
        "remainder: drop",
        "drop",
        "one of error, unassigned, found (drop)",
        "",
        true);
    edit(
        "format: arrow",
        "format: [arrow]",
        "[arrow]",
        "one of arrow, parquet, csv, found a list",
        "",
        true);
    edit("format: arrow", "format: parket", "parket", "found (parket)", "Maybe parquet.", true);
  }

  private void numbers() {
    edit("risk: 1", "risk: -1", "-1", "expected funds[0].risk as a whole number 0..63", "", true);
    edit("risk: 1", "risk: 64", "64", "found the number 64", "", true);
    edit("risk: 1", "risk: 1.5", "1.5", "found the number 1.5", "", true);
    edit("risk: 1", "risk: low", "low", "found (low)", "", true);
    edit("risk: 1", "risk: \"1\"", "\"1\"", "found (1)", "", true);
    edit("risk: 1", "risk: 0x1", "0x1", "found the number 0x1", "", false);
    edit("risk: 1", "risk: 99999999999999999999", "999", "0..63, found the number 9999", "", true);
    edit("risk: 1", "risk: .nan", ".nan", "found the number .nan", "", true);
    edit(
        "priority: 1",
        "priority: 0",
        "0}",
        "expected funds[1].priority as a whole number 1..",
        "",
        true);
    edit("risk: 1", "risk: !risk 1", "!risk", "of the unknown type !risk", "", false);
  }

  private void quotas() {
    String expected =
        "expected funds[0].quota as a whole number of users, a share such as 30%, or rest";
    edit("52000", "-5", "-5", expected + ", found the number -5", "", true);
    edit("52000", "5.5", "5.5", expected, "", true);
    edit("52000", "1e3", "1e3", expected, "", false); // JSON says: a whole number
    edit("52000", "52_000", "52_000", expected, "Maybe 52000.", true);
    edit("52000", "\"52,000\"", "\"52", expected, "Maybe 52000.", true);
    edit("52000", "\"52000\"", "\"52", expected, "Maybe 52000 without quotes.", true);
    edit("52000", "052000", "052000", expected, "Maybe 52000.", false);
    edit("52000", "1000000000000001", "1000", expected, "At most 1000000000000000 users", true);
    edit("52000", "99999999999999999999999", "999", expected, "At most", true);
    edit("52000", "30 %", "30 %", expected, "Maybe 30%.", true);
    edit("52000", "-3%", "-3%", expected, "", true);
    edit("52000", ".5%", ".5%", expected, "Maybe 0.5%.", true);
    edit("52000", "0.3", "0.3", expected, "Maybe 30%.", true);
    edit("52000", "1e400%", "1e400%", expected, "", true);
    edit("52000", "12345678%", "123", expected, "At most", true);
    edit("52000", "Rest", "Rest", expected, "Maybe rest.", true);
    edit("52000", "remainder", "remainder", expected, "Maybe rest.", true);
    edit("52000", "many", "many", expected + ", found (many)", "", true);
    edit("52000", "[1]", "[1]", expected + ", found a list", "", true);
    edit("52000", "", " }", expected + ", found nothing", "", true);
    edit("52000", "rest", "rest}\netv", "at most one fund is rest", "", false);
  }

  private void references() {
    edit(
        "id: bond",
        "id: money",
        "money, name: Bonds",
        "two funds have one id, found (money) of line 4 again",
        "",
        false);
    edit(
        "{money: etv_money}",
        "{mony: etv}",
        "mony",
        "etv.columns names an unknown fund, found (mony)",
        "Maybe money.",
        false);
    edit(
        "etv_money",
        "user_id",
        "money: user_id",
        "(user_id), which is the column of etv.user",
        "",
        false);
    edit("etv_money", "tolerance", "money: tolerance", "the column of etv.tolerance", "", false);
    edit("etv_money", "7", "7}", "expected etv.columns.money as text", "\"7\" in quotes", true);
    edit(
        "tolerance: tolerance",
        "tolerance: user_id",
        "tolerance: user_id",
        "two columns for etv.user and etv.tolerance",
        "",
        false);
  }

  private void limits() {
    edit("600", "0", "0,", "expected limits.seconds as a number above 0", "", true);
    edit("600", "-1", "-1", "limits.seconds", "", true);
    edit("600", "ten", "ten", "limits.seconds", "", true);
    edit("600", ".inf", ".inf", "limits.seconds", "", true);
    edit("600", "1e9", "1e9", "below 1000000000", "", true);
    edit("4GiB", "4GB", "4GB", "expected limits.memory as a size in KiB", "Maybe 4GiB.", true);
    edit("4GiB", "4g", "4g", "limits.memory", "Maybe 4GiB.", true);
    edit("4GiB", "4294967296", "4294967296", "limits.memory", "", true);
    edit("4GiB", "0GiB", "0GiB", "limits.memory", "", true);
    edit("4GiB", "-4GiB", "-4GiB", "limits.memory", "", true);
  }

  private void pinned() {
    String old = "remainder: error";
    edit(old, "lockd: x.csv", "lockd", "unknown key, found lockd", "Maybe locked.", true);
    edit(old, "locked: [x]", "[x]", "expected locked as text", "", true);
    edit(old, "locked: {user: u}", "{user", "the key path is missing in locked", "", true);
    edit(old, "locked: {path: x, found: f}", "found", "unknown key in locked", "Maybe fund.", true);
    edit(
        old,
        "locked: {path: x, user: a, fund: a}",
        "fund: a}",
        "two columns for locked.user and locked.fund",
        "",
        false);
    edit(old, "control: 2", "2\n", "expected control as text", "", true);
    edit(old, "control: 0.0%", "0.0%", "expected control as a share above 0%", "", true);
    edit(old, "control: 100%", "100%", "expected control as a share", "", true);
    edit(old, "control: {seed: 1}", "{seed", "the key share is missing in control", "", true);
    edit(old, "control: {share: 2%, seed: -1}", "-1", "control.seed as a whole number", "", true);
    edit(old, "keep_inputs: move", "move", "one of link, copy, none", "", true);
  }

  private void shapes() {
    whole("- a\n", 1, 1, "expected a campaign with campaign, period, funds", "");
    whole("hello\n", 1, 1, "expected a campaign with", "");
    String head = "campaign: c\netv: {path: e}\n";
    whole(head + "funds: []\n", 3, 8, "expected 1..255 funds, found 0", "");
    whole(
        head + "funds: {a: 1}\n",
        3,
        8,
        "expected funds as a list of funds, found keys and values",
        "");
    whole(head + "funds:\n", 3, 7, "expected funds as a list of funds, found nothing", "");
    whole(head + "funds: [bond]\n", 3, 9, "expected funds[0] with id, name, risk", "");
    whole(head + "funds:\n" + funds(256), 4, 3, "expected 1..255 funds, found 256", "");
    whole(
        head + "remainder: unassigned\nfunds:\n" + funds(255),
        5,
        3,
        "expected 1..254 funds with remainder: unassigned, found 255",
        "");
    edit(
        "{format: arrow}",
        "arrow",
        "arrow",
        "expected output with format, found (arrow)",
        "",
        true);
    edit(
        "{seconds: 600, memory: 4GiB}",
        "600",
        "600",
        "expected limits with seconds, memory",
        "",
        true);
    edit(
        "{money: etv_money}",
        "[etv_money]",
        "[etv",
        "expected etv.columns with fund: column",
        "",
        true);
  }

  static String funds(int count) {
    StringBuilder funds = new StringBuilder();
    for (int j = 0; j < count; j++) {
      funds.append("  - {id: f").append(j).append(", risk: 1, quota: 1}\n");
    }
    return funds.toString();
  }

  private void syntax() {
    whole("", 0, 0, "expected a campaign, found an empty file", "");
    whole("# nothing\n", 0, 0, "expected a campaign, found an empty file", "");
    whole("campaign: c\nfunds:\n\t- {id: a}\n", 3, 1, "expected YAML", "tab");
    whole("campaign: c\n---\ncampaign: d\n", 2, 1, "expected one document, found a second one", "");
    whole("campaign: [c\nfunds: 3\n", 2, 6, "expected YAML", "");
    whole("campaign: \"c\n", 2, 1, "expected YAML", "");
    whole("campaign: a: b\n", 1, 12, "expected YAML", "Maybe a text with a colon needs quotes");
    whole("campaign: @c\n", 1, 11, "expected YAML", "quotes");
    whole("campaign: *c\n", 1, 11, "aliases are not used in campaign files, found *c", "");
    whole("campaign: &c c\nperiod: *c\n", 2, 9, "aliases are not used", "");
    whole("[".repeat(100_000), 1, 21, "expected at most 20 levels of nesting", "");
    whole("{a: ".repeat(100_000), 1, 81, "expected at most 20 levels of nesting", "");
    whole("campaign: c\u0007\n", 1, 12, "found the control character U+0007", "");
    whole("a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n", 2, 8, "aliases are not used", "");
    whole("- ".repeat(50_000) + "x", 1, 41, "expected at most 20 levels", "");
    whole("%YAML 3.0\n---\ncampaign: c\n", 1, 1, "expected YAML", "");
    whole("campaign: c\n  funds: 3\n", 2, 8, "expected YAML", "");
  }
}
