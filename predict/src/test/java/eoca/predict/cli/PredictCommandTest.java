package eoca.predict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.Progress;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.EtvProvider;
import eoca.inputs.etv.EtvRequest;
import eoca.inputs.etv.EtvRequest.FundColumn;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import eoca.inputs.files.DurableFiles;
import eoca.predict.score.ScoringProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PredictCommandTest {
  private static final int USERS = 240;
  @TempDir static Path trained;
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private EocaException thrown;

  @BeforeAll
  static void train() throws IOException {
    SmallTables.write(trained, USERS, 3);
    int code =
        new CommandLine(new TrainCommand()).execute(trained.resolve("train.yaml").toString());
    assertThat(code).isZero();
  }

  @BeforeEach
  void copy() throws IOException {
    for (String name : List.of("users.csv", "funds.csv", "behaviours.csv", "edges.csv")) {
      Files.copy(trained.resolve(name), folder.resolve(name));
    }
    Files.createDirectories(folder.resolve("model"));
    for (String name : List.of("model.bin", "features.json", "profile.json")) {
      Files.copy(trained.resolve("model").resolve(name), folder.resolve("model").resolve(name));
    }
    config("moment: 2021-06-01\npart-users: 50\n");
  }

  private void config(String more) throws IOException {
    Files.writeString(
        folder.resolve("predict.yaml"),
        """
        model: model
        tables: {users: users.csv, funds: funds.csv, behaviours: behaviours.csv, edges: edges.csv}
        """
            + more);
  }

  private int run(String... options) {
    CommandLine line = new CommandLine(new PredictCommand());
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.setExecutionExceptionHandler(
        (e, l, p) -> {
          thrown = (EocaException) e;
          return thrown.code().code();
        });
    List<String> args = new ArrayList<>(List.of(folder.resolve("predict.yaml").toString()));
    args.addAll(List.of(options));
    return line.execute(args.toArray(String[]::new));
  }

  private String etv(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode report(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("scoring.json").toFile());
  }

  private List<String> names(String name) throws IOException {
    try (Stream<Path> list = Files.list(folder.resolve(name))) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesATableThatAllocateReads() throws IOException {
    assertThat(run("--out", etv("etv"), "--threads", "2")).isZero();
    assertThat(names("etv"))
        .containsExactly(
            "etv-00001.arrow",
            "etv-00002.arrow",
            "etv-00003.arrow",
            "etv-00004.arrow",
            "etv-00005.arrow",
            "scoring.json");
    JsonNode report = report("etv");
    try (EtvTable table = open("etv", "f2", "f0", "f1")) {
      assertThat(table.users()).isEqualTo(USERS);
      byte[] tolerance = new byte[USERS];
      table.copyTolerance(0, tolerance, USERS);
      float[] column = new float[USERS];
      double[] means = new double[3];
      for (int j = 0; j < 3; j++) {
        table.copyEtv(j, 0, column, USERS);
        for (float value : column) {
          assertThat(value).isGreaterThanOrEqualTo(0).isFinite();
          means[j] += (double) value / USERS;
        }
      }
      for (int u = 0; u < USERS; u++) {
        assertThat(tolerance[u]).isEqualTo((byte) (1 + u % 4));
      }
      assertThat(means[0])
          .isCloseTo(
              report.get("funds").get(2).get("mean_etv").doubleValue(), withinPercentage(1e-6));
    }
    assertThat(report.get("users").intValue()).isEqualTo(USERS);
    assertThat(report.get("drift").get("inputs").get("city").doubleValue()).isLessThan(0.1);
    assertThat(report.get("warnings")).isEmpty();
    assertThat(out.toString()).contains("users        240", "clipped      0 below 0, 0 above");
  }

  private EtvTable open(String name, String... funds) throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    return EtvTables.open(
        new EtvRequest(
            folder,
            name + "/*.arrow",
            "user_id",
            "tolerance",
            Stream.of(funds).map(id -> new EtvRequest.FundColumn(id, id)).toList(),
            scratch,
            1,
            EtvRequest.MIN_MEMORY_BYTES,
            Progress.NONE));
  }

  @Test
  void bytesDoNotDependOnThreadsOrOnHowUsersAreCut() throws IOException {
    assertThat(run("--out", etv("one"), "--threads", "1")).isZero();
    assertThat(run("--out", etv("three"), "--threads", "3")).isZero();
    for (String name : names("one")) {
      if (name.endsWith(".arrow")) {
        assertThat(folder.resolve("three").resolve(name))
            .hasSameBinaryContentAs(folder.resolve("one").resolve(name));
      }
    }
    config("moment: 2021-06-01\npart-users: 1000\n");
    assertThat(run("--out", etv("whole"))).isZero();
    try (EtvTable parts = open("one", "f0", "f1", "f2");
        EtvTable whole = open("whole", "f0", "f1", "f2")) {
      assertEqual(parts, whole);
    }
  }

  private static void assertEqual(EtvTable one, EtvTable other) {
    float[] a = new float[USERS];
    float[] b = new float[USERS];
    for (int j = 0; j < 3; j++) {
      one.copyEtv(j, 0, a, USERS);
      other.copyEtv(j, 0, b, USERS);
      assertThat(a).containsExactly(b);
    }
  }

  @Test
  void measuresAndWritesNothing() throws IOException {
    assertThat(run("--measure", "0.4", "--threads", "2")).isZero();
    assertThat(out.toString())
        .containsPattern("threads {12}2\n")
        .containsPattern("users a second {5}[\\d,]+\n")
        .containsPattern("of sgemm {11}\\d+\\.\\d % of \\d+ GFLOP/s\n");
    assertThat(run("--measure", "0")).isEqualTo(2);
    assertThat(run("--measure", "0.4", "--out", etv("etv"))).isEqualTo(2);
    assertThat(thrown).hasMessageContaining("--measure without --out and --resume expected");
    assertThat(run("--measure", "0.4", "--resume")).isEqualTo(2);
    nothingLeft();
  }

  @Test
  void clipsAndCounts() throws IOException {
    config("moment: 2021-06-01\ncap: 0.5\n");
    assertThat(run("--out", etv("etv"))).isZero();
    JsonNode report = report("etv");
    assertThat(report.get("clipped").get("above_cap").intValue()).isPositive();
    assertThat(report.get("cap").doubleValue()).isEqualTo(0.5);
    try (EtvTable table = open("etv", "f0", "f1", "f2")) {
      float[] column = new float[USERS];
      int capped = 0;
      for (int j = 0; j < 3; j++) {
        table.copyEtv(j, 0, column, USERS);
        for (float value : column) {
          assertThat(value).isLessThanOrEqualTo(0.5f);
          capped += value == 0.5f ? 1 : 0;
        }
      }
      assertThat(capped).isEqualTo(report.get("clipped").get("above_cap").intValue());
    }
    assertThat(report.get("warnings").toString()).contains("mean ETV of fund f0");
  }

  @Test
  void tellsDrift() throws IOException {
    String users = Files.readString(folder.resolve("users.csv")).replaceAll(",c[0-3],", ",c9,");
    Files.writeString(folder.resolve("users.csv"), users);
    assertThat(run("--out", etv("etv"))).isZero();
    assertThat(err.toString()).contains("input city drifted since training");
    assertThat(report("etv").get("drift").get("inputs").get("city").doubleValue()).isGreaterThan(1);
    assertThat(report("etv").get("drift").get("inputs").get("age").doubleValue()).isLessThan(0.1);
  }

  @Test
  void goesOnAfterAKill() throws Exception {
    config("moment: 2021-06-01\npart-users: 10\n");
    assertThat(run("--out", etv("whole"), "--threads", "1")).isZero();
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> !a.startsWith("-javaagent") && !a.startsWith("-agent"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            PredictMain.class.getName(),
            folder.resolve("predict.yaml").toString(),
            "--threads",
            "1",
            "--out",
            etv("etv")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Path third = folder.resolve("etv.partial/etv-00003.arrow");
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(third) && process.isAlive() && System.nanoTime() < patience) {
      Thread.sleep(2);
    }
    process.destroyForcibly().waitFor();
    assertThat(third).as(Files.readString(folder.resolve("log"))).exists();
    assertThat(folder.resolve("etv")).doesNotExist();
    // What a kill in the middle of a write leaves, and a part that the disk has spoiled.
    Files.writeString(folder.resolve("etv.partial/etv-00009.arrow.tmp"), "half");
    Files.writeString(folder.resolve("etv.partial/etv-00002.arrow"), "spoiled");
    assertThat(run("--out", etv("etv"))).isEqualTo(2);
    assertThat(thrown.hint()).contains("--resume");
    Object first = Files.getLastModifiedTime(folder.resolve("etv.partial/etv-00001.arrow"));
    assertThat(run("--out", etv("etv"), "--resume", "--threads", "2")).isZero();
    assertThat(Files.getLastModifiedTime(folder.resolve("etv/etv-00001.arrow")))
        .as("a whole part is kept")
        .isEqualTo(first);
    assertThat(names("etv")).isEqualTo(names("whole"));
    try (EtvTable resumed = open("etv", "f0", "f1", "f2");
        EtvTable whole = open("whole", "f0", "f1", "f2")) {
      assertEqual(resumed, whole);
    }
    assertThat(report("etv").get("users").intValue()).isEqualTo(USERS);
  }

  /** What a run does: scores into its folder, which may hold what another left. */
  private EtvProvider.Scored score(String name, Progress progress) throws IOException {
    return new ScoringProvider()
        .score(
            new EtvProvider.Request(
                ConfigNode.read(folder.resolve("predict.yaml")),
                folder,
                Stream.of("f0", "f1", "f2").map(id -> new FundColumn(id, id)).toList(),
                "user_id",
                "tolerance",
                Files.createDirectories(folder.resolve(name)),
                1,
                0,
                Instant.now(),
                progress));
  }

  private void stopAfterTwoParts(String name) {
    assertThatThrownBy(
            () ->
                score(
                    name,
                    (phase, done, total) -> {
                      if (phase.equals("score") && done >= 100) {
                        throw new IllegalStateException("stopped");
                      }
                    }))
        .hasMessage("stopped");
    assertThat(folder.resolve(name).resolve("etv-00002.arrow")).exists();
    assertThat(folder.resolve(name).resolve("etv-00003.arrow")).doesNotExist();
  }

  @Test
  void aRunGoesOnWithTheSameScoring() throws IOException {
    config("part-users: 50\n"); // no moment: now, but the table has one moment
    stopAfterTwoParts("etv");
    Object first = Files.getLastModifiedTime(folder.resolve("etv/etv-00001.arrow"));
    assertThat(score("etv", Progress.NONE).keptParts()).isEqualTo(2);
    assertThat(Files.getLastModifiedTime(folder.resolve("etv/etv-00001.arrow"))).isEqualTo(first);
    String moment = Files.readString(folder.resolve("etv/records/moment"));
    config("part-users: 50\nmoment: " + moment + "\n");
    assertThat(score("whole", Progress.NONE).keptParts()).isZero();
    try (EtvTable resumed = open("etv", "f0", "f1", "f2");
        EtvTable whole = open("whole", "f0", "f1", "f2")) {
      assertEqual(resumed, whole);
    }
    Files.writeString(folder.resolve("etv/etv-00001.arrow"), "spoiled");
    assertThat(score("etv", Progress.NONE).keptParts()).isEqualTo(4);
  }

  @Test
  void aRunScoresAnewWhereAnythingChanged() throws IOException {
    String moment = "moment: 2021-06-01\n";
    List<Runnable> changes =
        List.of(
            () -> append("users.csv", "u999,2,c1,30\n"),
            () -> append("behaviours.csv", "u1,2021-05-01T00:00:00,click,i1,\n"),
            () -> append("predict.yaml", "cap: 3\n"));
    for (Runnable change : changes) {
      config(moment + "part-users: 50\n");
      DurableFiles.deleteTree(folder.resolve("etv"));
      stopAfterTwoParts("etv");
      change.run();
      assertThat(score("etv", Progress.NONE).keptParts()).isZero();
    }
    config("moment: 2021-06-02\npart-users: 100\n");
    assertThat(score("etv", Progress.NONE).keptParts()).isZero();
    assertThat(names("etv"))
        .as("parts of the other size are gone")
        .containsExactly("etv-00001.arrow", "etv-00002.arrow", "etv-00003.arrow", "records");
  }

  private void append(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void refusesPartsOfAnotherScoring() throws IOException {
    Files.createDirectories(folder.resolve("etv.partial/records"));
    Files.writeString(folder.resolve("etv.partial/records/identity"), "another");
    Files.writeString(folder.resolve("etv.partial/etv-00001.arrow"), "another");
    assertThat(run("--out", etv("etv"), "--resume")).isEqualTo(2);
    assertThat(thrown).hasMessageContaining("parts of the same model, tables, moment");
    assertThat(folder.resolve("etv.partial/etv-00001.arrow")).hasContent("another");
  }

  @Test
  void refusesAModelOfAnotherSpecificationAndADamagedOne() throws IOException {
    Path model = folder.resolve("model/model.bin");
    byte[] bytes = Files.readAllBytes(model);
    String features = Files.readString(folder.resolve("model/features.json"));
    Files.writeString(folder.resolve("model/features.json"), features.replace("\"c1\"", "\"c7\""));
    assertThat(run("--out", etv("etv"))).isEqualTo(3);
    assertThat(thrown).hasMessageContaining("model of these features expected");
    Files.writeString(folder.resolve("model/features.json"), features);
    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);
    assertThat(run("--out", etv("etv"))).isEqualTo(3);
    assertThat(thrown.defects())
        .singleElement()
        .satisfies(d -> assertThat(d.file()).isEqualTo(model.toString()));
    Files.delete(model);
    assertThat(run("--out", etv("etv"))).isEqualTo(7);
    nothingLeft();
  }

  @Test
  void refusesBadTablesWithAllDefects() throws IOException {
    String users = Files.readString(folder.resolve("users.csv"));
    Files.writeString(
        folder.resolve("users.csv"), users.replace("u3,4,", "u3,99,").replace("u5,2,", "u4,2,"));
    assertThat(run("--out", etv("etv"))).isEqualTo(3);
    assertThat(thrown.defects()).hasSize(2);
    assertThat(thrown.defects().get(0).row()).isEqualTo(4);
    Files.writeString(folder.resolve("users.csv"), users.replaceFirst("city", "town"));
    assertThat(run("--out", etv("etv"))).isEqualTo(3);
    assertThat(thrown.defects())
        .singleElement()
        .satisfies(d -> assertThat(d.column()).isEqualTo("city"));
    Files.writeString(folder.resolve("users.csv"), users);
    config("moment: 2021-02-01\n");
    assertThat(run("--out", etv("etv"))).isEqualTo(3);
    assertThat(thrown.defects().get(0).rule()).contains("moment of scoring: 2021-02-01");
    nothingLeft();
  }

  @Test
  void refusesBadConfigurations() throws IOException {
    config("momnt: 2021-06-01\n");
    assertThat(run("--out", etv("etv"))).isEqualTo(ExitCode.USAGE.code());
    assertThat(thrown.hint()).contains("moment");
    config("moment: yesterday\n");
    assertThat(run("--out", etv("etv"))).isEqualTo(2);
    config("funds: [f0, f9]\n");
    assertThat(run("--out", etv("etv"))).isEqualTo(2);
    assertThat(thrown).hasMessageContaining("fund of the funds table expected (f9)");
    for (String cap : new String[] {"-1", "0", "1.0e+99", "much"}) {
      config("cap: " + cap + "\n");
      assertThat(run("--out", etv("etv"))).isEqualTo(2);
      assertThat(thrown).hasMessageContaining("number").hasMessageContaining("cap");
    }
    config("columns: {user: f0, tolerance: f0}\n");
    assertThat(run("--out", etv("etv"))).isEqualTo(2);
    Files.delete(folder.resolve("users.csv"));
    config("");
    assertThat(run("--out", etv("etv"))).isEqualTo(7);
    assertThat(run()).isEqualTo(2);
    nothingLeft();
  }

  private void nothingLeft() {
    assertThat(folder.resolve("etv")).doesNotExist();
    assertThat(folder.resolve("etv.partial")).doesNotExist();
  }

  @Test
  void writesTheFundsThatAreAskedFor() throws IOException {
    config("moment: 2021-06-01\nfunds: [f2, f0]\ncolumns: {user: who, tolerance: level}\n");
    assertThat(run("--out", etv("some"))).isZero();
    config("moment: 2021-06-01\n");
    assertThat(run("--out", etv("all"))).isZero();
    assertThat(report("some").get("funds").findValuesAsText("id")).containsExactly("f2", "f0");
    assertThat(report("some").get("funds").get(0).get("mean_etv").doubleValue())
        .isCloseTo(
            report("all").get("funds").get(2).get("mean_etv").doubleValue(),
            withinPercentage(1e-3));
  }
}
