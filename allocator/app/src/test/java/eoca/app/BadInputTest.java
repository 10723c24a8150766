package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input over the real command line: a campaign has a published run, then something is made
 * wrong and {@code run} is asked again. Each case has its exit code and a message that names the
 * place; nothing published changes, nothing but the failed run's folder is left, no stack trace is
 * shown.
 */
final class BadInputTest {
  private static final int USERS = 40;

  /** Copies, because the cases write over inputs in place, which a link would show. */
  private static final String CAMPAIGN =
      """
      campaign: june
      funds:
        - {id: money, name: Money, risk: 1, quota: 20}
        - {id: bond, name: Bonds, risk: 2, quota: 12}
        - {id: stock, name: Stocks, risk: 4, quota: rest}
      etv:
        path: etv.csv
      keep_inputs: copy
      """;

  /** What makes the input bad. */
  @FunctionalInterface
  interface Damage {
    void apply(Path folder) throws IOException;
  }

  /**
   * One case.
   *
   * @param arguments added to the command line
   * @param message a pattern on standard error
   */
  record Case(String name, int code, String message, Damage damage, String... arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir Path scratch;
  private Path folder;
  private Path runs;

  static Stream<Case> cases() {
    return Stream.of(configuration(), options(), quotas(), files(), values(), formats())
        .flatMap(List::stream);
  }

  private static List<Case> configuration() {
    return List.of(
        new Case("campaign file missing", 2, "campaign.yaml", f -> remove(f, "campaign.yaml")),
        new Case("campaign file empty", 2, "campaign.yaml", f -> write(f, "campaign.yaml", "")),
        new Case(
            "campaign is a folder",
            2,
            "campaign.yaml",
            f -> {
              remove(f, "campaign.yaml");
              Files.createDirectory(f.resolve("campaign.yaml"));
            }),
        new Case("not YAML", 2, "campaign.yaml.*\\d", f -> write(f, "campaign.yaml", "{{[ a")),
        new Case("a list, not a map", 2, "campaign.yaml", f -> write(f, "campaign.yaml", "- a\n")),
        new Case("alias bomb", 2, "campaign.yaml", f -> write(f, "campaign.yaml", aliasBomb())),
        new Case(
            "deep nesting", 2, "campaign.yaml", f -> write(f, "campaign.yaml", "[".repeat(50_000))),
        new Case(
            "a tag that asks for a class",
            2,
            "campaign.yaml",
            f -> edit(f, "june", "!!javax.script.ScriptEngineManager [x]")),
        new Case(
            "not UTF-8",
            2,
            "campaign.yaml",
            f -> Files.write(f.resolve("campaign.yaml"), new byte[] {'c', ':', (byte) 0xff, '\n'})),
        new Case("control character", 2, "campaign.yaml", f -> edit(f, "Bonds", "Bo\u0007nds")),
        new Case(
            "unknown key", 2, "strategi.*|Maybe strategy", f -> append(f, "strategi: exact\n")),
        new Case("key twice", 2, "campaign", f -> append(f, "campaign: july\n")),
        new Case(
            "scoring without its libraries",
            2,
            "lib-predict",
            f -> append(f, "predict: {model: m, tables: {users: u.csv, funds: f.csv}}\n")),
        new Case("unknown strategy", 2, "strategy.*fast", f -> append(f, "strategy: fast\n")),
        new Case("unknown format", 2, "xml", f -> append(f, "output: {format: xml}\n")),
        new Case(
            "campaign name with a path", 2, "\\.\\./\\.\\./etc", f -> edit(f, "june", "../../etc")),
        new Case("fund id with a path", 2, "\\.\\./x", f -> edit(f, "id: bond", "id: ../x")),
        new Case("fund id twice", 2, "money", f -> edit(f, "id: bond", "id: money")),
        new Case(
            "no funds",
            2,
            "funds",
            f -> write(f, "campaign.yaml", "campaign: june\nfunds: []\netv: {path: etv.csv}\n")),
        new Case("risk too high", 2, "risk.*64", f -> edit(f, "risk: 4", "risk: 64")),
        new Case("risk not a number", 2, "risk.*high", f -> edit(f, "risk: 4", "risk: high")),
        new Case("quota negative", 2, "quota.*-12", f -> edit(f, "quota: 12", "quota: -12")),
        new Case(
            "quota absurd", 2, "quota", f -> edit(f, "quota: 12", "quota: 1" + "0".repeat(40))),
        new Case("quota a word", 2, "quota.*lots", f -> edit(f, "quota: 12", "quota: lots")),
        new Case("two funds take the rest", 2, "rest", f -> edit(f, "quota: 12", "quota: rest")));
  }

  private static List<Case> options() {
    return List.of(
        new Case(
            "quota of an unknown fund", 2, "bonds.*|Maybe bond", f -> {}, "--quota", "bonds=+1"),
        new Case(
            "a minus is 40 users fewer, which it has not: no usage error",
            4,
            "bond=-40 would leave .*negative quota.*(-28)|takes n of them away: at most bond=-12",
            f -> {},
            "--quota",
            "bond=-40"),
        new Case(
            "5 users fewer, and nothing takes them",
            4,
            "5 missing|The smallest change that helps: eoca run",
            f -> {},
            "--quota",
            "bond=-5",
            "--quota",
            "stock=8"),
        new Case("quota twice", 2, "bond", f -> {}, "--quota", "bond=+1", "--quota", "bond=+2"),
        new Case("quota unreadable", 2, "bond.*\\+\\+1", f -> {}, "--quota", "bond=++1"),
        new Case("no threads", 2, "threads", f -> {}, "--threads", "0"),
        new Case("unknown option", 2, "Maybe you meant --threads", f -> {}, "--thread", "2"),
        new Case("format unknown", 2, "xml", f -> {}, "--format", "xml"),
        new Case("strategy unknown", 2, "exakt", f -> {}, "--strategy", "exakt"),
        new Case("two campaigns", 2, "other.yaml", f -> {}, "other.yaml"),
        new Case("out and publish", 2, "publish", f -> {}, "--out", "OUT", "--publish"),
        new Case(
            "out not empty",
            2,
            "out",
            f -> {
              Files.createDirectory(f.resolve("out"));
              write(f, "out/precious", "mine");
            },
            "--out",
            "OUT"));
  }

  private static List<Case> quotas() {
    return List.of(
        new Case("quotas too small", 4, "33, 7 missing", f -> edit(f, "quota: rest", "quota: 1")),
        new Case("quotas too large", 4, "quota", f -> edit(f, "quota: rest", "quota: 20")),
        new Case("rest negative", 4, "62 too many", f -> edit(f, "quota: 20", "quota: 90")),
        new Case("shares beyond 100 %", 4, "quota", f -> edit(f, "quota: 20", "quota: 120%")),
        new Case(
            "a risk level asks too much",
            4,
            "risk 4",
            f -> {},
            "--quota",
            "stock=20",
            "--quota",
            "money=rest"),
        new Case("users nobody may serve", 4, "toleran", f -> cell(f, 7, 1, "0")));
  }

  private static List<Case> files() {
    return List.of(
        new Case("table missing", 7, "etv.csv", f -> remove(f, "etv.csv")),
        new Case(
            "pattern matches nothing",
            7,
            "etv/\\*\\.arrow",
            f -> edit(f, "etv.csv", "etv/*.arrow")),
        new Case(
            "table is a folder",
            7,
            "etv.csv",
            f -> {
              remove(f, "etv.csv");
              Files.createDirectory(f.resolve("etv.csv"));
            }),
        new Case(
            "table is a pipe",
            7,
            "etv.csv.*regular file",
            f -> {
              remove(f, "etv.csv");
              pipe(f.resolve("etv.csv"));
            }),
        new Case(
            "table is an endless device",
            7,
            "etv.csv.*regular file",
            f -> {
              remove(f, "etv.csv");
              Files.createSymbolicLink(f.resolve("etv.csv"), Path.of("/dev/zero"));
            }),
        new Case(
            "runs folder is a file", 7, "file", f -> write(f, "file", "x"), "--runs-dir", "FILE"),
        new Case("out below a file", 7, "file", f -> write(f, "file", "x"), "--out", "FILE/run"));
  }

  private static List<Case> values() {
    List<Case> cases = new ArrayList<>();
    String place = "etv.csv, row 7, column ";
    for (String bad : List.of("NaN", "Infinity", "-inf", "1e39", "", "abc", "1,5")) {
      String text = bad.equals("1,5") ? "\"1,5\"" : bad;
      cases.add(new Case("ETV (" + bad + ")", 3, place + "bond", f -> cell(f, 7, 3, text)));
    }
    for (String bad : List.of("64", "-1", "1.5", "", "x", "99999999999")) {
      cases.add(
          new Case("tolerance (" + bad + ")", 3, place + "tolerance", f -> cell(f, 7, 1, bad)));
    }
    cases.add(new Case("user id empty", 3, place + "user_id", f -> cell(f, 7, 0, "")));
    cases.add(new Case("user twice", 3, "user_id.*u-3", f -> cell(f, 7, 0, "u-3")));
    return cases;
  }

  private static List<Case> formats() {
    return List.of(
        new Case("fund column missing", 3, "bond", f -> replace(f, "etv.csv", "bond", "bnd")),
        new Case("user column missing", 3, "user_id", f -> replace(f, "etv.csv", "user_id", "uid")),
        new Case(
            "column twice", 3, "bond|money", f -> replace(f, "etv.csv", "money,bond", "bond,bond")),
        new Case(
            "header only of another shape",
            3,
            "etv.csv",
            f -> write(f, "etv.csv", "a;b;c\n1;2;3\n")),
        new Case("empty file", 3, "etv.csv", f -> write(f, "etv.csv", "")),
        new Case("row too short", 3, "etv.csv", f -> replace(f, "etv.csv", "u-7,", "u-7\nx-7,")),
        new Case("quote never closed", 3, "etv.csv", f -> replace(f, "etv.csv", "u-7,", "\"u-7,")),
        new Case(
            "CSV not UTF-8",
            3,
            "etv.csv",
            f -> {
              byte[] bytes = Files.readAllBytes(f.resolve("etv.csv"));
              bytes[bytes.length / 2] = (byte) 0xff;
              bytes[bytes.length / 2 + 1] = (byte) 0xfe;
              Files.write(f.resolve("etv.csv"), bytes);
            }),
        new Case("noise called Arrow", 3, "etv.arrow", f -> bytes(f, "etv.arrow", noise(4096))),
        new Case(
            "noise called Parquet", 3, "etv.parquet", f -> bytes(f, "etv.parquet", noise(4096))),
        new Case("empty Arrow", 3, "etv.arrow", f -> bytes(f, "etv.arrow", new byte[0])),
        new Case(
            "Arrow with absurd lengths", 3, "etv.arrow", f -> bytes(f, "etv.arrow", absurdArrow())),
        new Case("noise called gzip", 3, "etv.csv.gz", f -> bytes(f, "etv.csv.gz", noise(512))),
        new Case(
            "gzip in gzip", 3, "etv.csv.gz", f -> bytes(f, "etv.csv.gz", gzip(gzip(tableBytes())))),
        new Case("gzip cut off", 3, "etv.csv.gz", f -> bytes(f, "etv.csv.gz", cutGzip())),
        new Case("Arrow cut off", 3, "etv.arrow", BadInputTest::cutArrow));
  }

  @BeforeEach
  void publishedRun() throws IOException {
    folder = Files.createDirectory(scratch.resolve("campaign"));
    runs = scratch.resolve("runs");
    write(folder, "campaign.yaml", CAMPAIGN);
    write(folder, "etv.csv", table());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedWithItsPlaceAndChangesNothing(Case bad) throws IOException {
    Cli good = run();
    assertThat(good.code()).as(good.err()).isZero();
    Map<String, String> published = tree(runs);
    bad.damage().apply(folder);
    Map<String, String> input = tree(folder);
    Cli cli = run(bad.arguments());
    assertThat(cli.code()).as(cli.err()).isEqualTo(bad.code());
    String message = cli.err().replaceAll("(?m)^eoca: the failed run is kept in .*\\R", "");
    assertThat(message).containsPattern("(?s)" + bad.message()).doesNotContain("\tat ");
    assertThat(cli.err()).doesNotContainPattern("[\\p{Cntrl}&&[^\\n\\r]]");
    assertThat(cli.out()).isEmpty();
    Map<String, String> after = tree(runs);
    List<String> failed =
        after.keySet().stream().filter(name -> name.startsWith("june/failed/")).toList();
    after.keySet().removeAll(failed);
    assertThat(after).as("what is published").isEqualTo(published);
    boolean keepsFailed = bad.code() == 3 || bad.code() == 4;
    assertThat(failed.stream().map(name -> name.replaceFirst(".*/", "")))
        .containsExactlyInAnyOrderElementsOf(
            !keepsFailed
                ? List.of()
                : bad.code() == 3
                    ? List.of(
                        "log.jsonl", "result.json", "metrics.prom", "lineage.json", "rejects.csv")
                    : List.of("log.jsonl", "result.json", "metrics.prom", "lineage.json"));
    assertThat(tree(folder)).as("the input, and nothing beside it").isEqualTo(input);
    try (Stream<Path> beside = Files.list(scratch)) {
      assertThat(beside).containsExactlyInAnyOrder(folder, runs);
    }
  }

  @Test
  void theCatalogueIsLargeAndItsNamesAreDistinct() {
    assertThat(cases().map(Case::name)).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
  }

  private Cli run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("run", folder + "/campaign.yaml"));
    for (String argument : arguments) {
      line.add(
          argument
              .replaceFirst("^OUT", folder.resolve("out").toString())
              .replaceFirst("^FILE", folder.resolve("file").toString()));
    }
    if (!line.contains("--runs-dir") && !line.contains("--out")) {
      line.addAll(List.of("--runs-dir", runs.toString()));
    }
    return Cli.run(line.toArray(String[]::new));
  }

  /** Every file below a folder with its content, locks aside. */
  private static Map<String, String> tree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, String> tree = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals(".lock")) {
          tree.put(
              folder.relativize(file).toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
      return tree;
    }
  }

  private static String table() {
    return "user_id,tolerance,money,bond,stock\n"
        + IntStream.rangeClosed(1, USERS)
            .mapToObj(
                i -> "u-" + i + "," + (i % 4 + 1) + "," + i + "," + (i * 7 % 13) + ".5," + i * i)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static void remove(Path folder, String name) throws IOException {
    Files.delete(folder.resolve(name));
  }

  private static void replace(Path folder, String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(from);
    write(folder, name, text.replaceFirst(java.util.regex.Pattern.quote(from), to));
  }

  private static void edit(Path folder, String from, String to) throws IOException {
    replace(folder, "campaign.yaml", from, to);
  }

  private static void append(Path folder, String line) throws IOException {
    write(folder, "campaign.yaml", CAMPAIGN + line);
  }

  /** Sets one cell of the table: data row from 1, column from 0. */
  private static void cell(Path folder, int row, int column, String value) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("etv.csv")));
    String[] cells = lines.get(row).split(",", -1);
    cells[column] = value;
    lines.set(row, String.join(",", cells));
    write(folder, "etv.csv", String.join("\n", lines) + "\n");
  }

  /** Another table file instead of the CSV. */
  private static void bytes(Path folder, String name, byte[] content) throws IOException {
    edit(folder, "etv.csv", name);
    Files.write(folder.resolve(name), content);
  }

  private static String aliasBomb() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String previous = "*a" + (i - 1);
      yaml.append("a").append(i).append(": &a").append(i).append(" [");
      yaml.append(String.join(", ", java.util.Collections.nCopies(9, previous))).append("]\n");
    }
    return yaml.toString();
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new java.util.SplittableRandom(1).nextBytes(noise);
    return noise;
  }

  /** The file magic, then a message that says it is 2 GiB long, then a footer that says so too. */
  private static byte[] absurdArrow() {
    ByteBuffer file = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    file.put("ARROW1\0\0".getBytes(StandardCharsets.US_ASCII)).putInt(-1).putInt(0x7ffffff0);
    file.position(242);
    file.putInt(0x7ffffff0).put("ARROW1".getBytes(StandardCharsets.US_ASCII));
    return file.array();
  }

  private static byte[] tableBytes() {
    return table().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] cutGzip() throws IOException {
    byte[] whole = gzip(tableBytes());
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static void pipe(Path file) throws IOException {
    Process made = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start();
    assertThat(made.onExit().join().exitValue()).isZero();
  }

  private static void cutArrow(Path folder) throws IOException {
    Path made = folder.resolve("made");
    Cli cli = Cli.run("generate", "--users", "2000", "--funds", "3", "--out", made.toString());
    assertThat(cli.code()).as(cli.err()).isZero();
    byte[] whole = Files.readAllBytes(made.resolve("etv.arrow"));
    bytes(folder, "etv.arrow", Arrays.copyOf(whole, whole.length * 2 / 3));
  }
}
