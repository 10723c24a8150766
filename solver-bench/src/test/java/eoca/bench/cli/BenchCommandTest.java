package eoca.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.bench.race.Measurement;
import eoca.bench.race.ResultFile;
import eoca.inputs.cli.CommandProvider;
import eoca.inputs.error.EocaException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int bench(String... args) {
    return new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (failure instanceof EocaException e) {
                err.append(e.getMessage()).append(' ').append(e.hint());
                return e.code().code();
              }
              throw failure;
            })
        .execute(args);
  }

  @Test
  void theServiceLoaderFindsIt() {
    assertThat(ServiceLoader.load(CommandProvider.class).stream())
        .anyMatch(provider -> provider.type() == BenchCommands.class);
    assertThat(new BenchCommands().commands()).hasOnlyElementsOfType(BenchCommand.class);
  }

  @Test
  void usageErrorsSayWhatToDo() {
    assertThat(bench()).isEqualTo(2);
    assertThat(bench("race")).isEqualTo(2);
    assertThat(bench("race", "figure7")).isEqualTo(2);
    assertThat(err.toString()).contains("No race is called (figure7)").contains("figure6");
    assertThat(bench("race", "quick", "--entrants", "gurobi")).isEqualTo(2);
    assertThat(err.toString()).contains("No entrant is called (gurobi)").contains("ortools-flow");
    assertThat(bench("race", "quick", "--users", "10")).isEqualTo(2);
    assertThat(bench("race", "quick", "--limit", "0")).isEqualTo(2);
    assertThat(bench("race", "quick", "--threads", "0")).isEqualTo(2);
    assertThat(bench("race", "--users", "10", "--name", "a/b")).isEqualTo(2);
    assertThat(bench("passes", "--users", "10", "--regime", "nosuch")).isEqualTo(2);
    assertThat(err.toString()).contains("No regime is called (nosuch)").contains("few-values");
    assertThat(bench("passes", "--regime", "few-values")).isEqualTo(2);
    assertThat(err.toString()).contains("there are no --users");
    assertThat(bench("report", folder.resolve("none").toString(), "--out", "x")).isEqualTo(2);
    assertThat(bench("kernels", "NoSuchKernel", "--out", folder.toString())).isEqualTo(2);
  }

  @Test
  void withoutArgumentsTheCommittedResultsAreReported() {
    assertThat(bench("report", "--out", folder.toString())).as(err.toString()).isZero();
    assertThat(folder.resolve("index.html")).isNotEmptyFile();
    assertThat(folder.resolve("tables.md")).content().contains("The paper's Figure 6");
  }

  @Test
  void theReportNeedsNoNatives() throws IOException, InterruptedException {
    String without =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*ortools-(linux|darwin|win32)[^/]*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(without).isNotEqualTo(System.getProperty("java.class.path"));
    Process report =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                without,
                ReportAlone.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    assertThat(report.waitFor()).isZero();
    assertThat(folder.resolve("index.html")).isNotEmptyFile();
  }

  /** Reports the committed results in a process of its own. */
  static final class ReportAlone {
    private ReportAlone() {}

    public static void main(String[] args) {
      int exit = new CommandLine(new BenchCommand()).execute("report", "--out", args[0]);
      Runtime.getRuntime().halt(exit);
    }
  }

  @Test
  void aRaceAndItsReport() throws IOException {
    Path results = folder.resolve("results");
    String[] race = {
      "race",
      "--users",
      "200",
      "--funds",
      "3",
      "--entrants",
      "ortools-flow,glop",
      "--rounds",
      "1",
      "--threads",
      "1",
      "--memory",
      "1",
      "--out",
      results.toString()
    };
    assertThat(bench(race)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("ortools-flow").contains("100.00000").contains("optimal");
    assertThat(err.toString()).contains("[1/2]");
    Path report = folder.resolve("report");
    assertThat(bench("report", results.toString(), "--out", report.toString())).isZero();
    assertThat(Files.readString(report.resolve("tables.md")))
        .contains("| OR-Tools MinCostFlow | ")
        .contains(" | 100 | 0 | ");
  }

  @Test
  void aCampaignFileIsAnInstance() {
    String sample = Path.of("..", "inputs", "sample", "campaign.yaml").toString();
    String[] race = {
      "race",
      "--campaign",
      sample,
      "--entrants",
      "ortools-flow,exact", // in arrays, and mapped
      "--name",
      "sample-2",
      "--rounds",
      "1",
      "--threads",
      "1",
      "--memory",
      "1",
      "--out",
      folder.toString()
    };
    assertThat(bench(race)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("27,0").contains("x 5 funds");
    assertThat(new ResultFile(folder.resolve("race-sample-2.jsonl")).read())
        .hasSize(2)
        .extracting(Measurement::objective)
        .allSatisfy(objective -> assertThat(objective).isBetween(18166901.5, 18166901.6));
  }
}
