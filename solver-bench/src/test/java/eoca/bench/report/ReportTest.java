package eoca.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.bench.race.InstanceKey;
import eoca.bench.race.Machine;
import eoca.bench.race.Measurement;
import eoca.bench.race.Measurement.Ending;
import eoca.bench.race.ResultFile;
import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Machine MACHINE = new Machine("cpu <x>", 4, 8L << 30, "os", "jdk");

  @TempDir Path folder;

  private static Measurement measurement(
      String entrant, int users, Ending ending, double objective, Double... seconds) {
    return measurement(entrant, users, ending, objective, 2, Map.of(), seconds);
  }

  private static Measurement measurement(
      String entrant,
      int users,
      Ending ending,
      double objective,
      int threads,
      Map<String, Long> statistics,
      Double... seconds) {
    boolean solved = ending.solved();
    return new Measurement(
        entrant,
        "1.0",
        new InstanceKey("lognormal", users, 4, 4, 1),
        0,
        threads,
        60,
        1L << 30,
        ending,
        ending == Ending.OPTIMAL,
        solved ? objective : null,
        solved ? 100.0 : null,
        solved ? 100 - objective : null,
        solved ? (100 - objective) / 100 : null,
        statistics.isEmpty() ? 0 : 0.5,
        List.of(seconds),
        List.of(),
        300L << 20,
        200L << 20,
        100 << 20,
        "",
        statistics,
        MACHINE,
        entrant.equals("exact") ? "abc" : "def");
  }

  private Path results(String name, double exactSeconds) {
    Path results = folder.resolve(name);
    ResultFile file = new ResultFile(results.resolve("race-figure6.jsonl"));
    for (int users : new int[] {1000, 200_000}) {
      file.append(
          measurement(
              "exact", users, Ending.OPTIMAL, 100, exactSeconds, exactSeconds, exactSeconds));
      file.append(measurement("heuristic", users, Ending.FEASIBLE, 98.75, 0.02));
      file.append(measurement("manual", users, Ending.FEASIBLE, 80, 0.01));
    }
    file.append(measurement("scip", 1000, Ending.OPTIMAL, 100, 4.0, 6.0));
    file.append(measurement("scip", 200_000, Ending.TIME_OUT, 0));
    file.append(measurement("cbc", 1000, Ending.OUT_OF_MEMORY, 0));
    file.append(measurement("cbc", 200_000, Ending.SKIPPED, 0));
    return results;
  }

  private static Table table(Path results, String name) {
    return Tables.all(Results.read(results)).stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theFigureSixTableSaysWhatThePaperSays() {
    assertThat(table(results("a", 0.01), "figure6").markdown())
        .isEqualTo(
            """
            | users | IP | by | exact, % | × faster | heuristic, % | × faster | manual, % | × faster |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            | 1,000 | 5.00 s | SCIP | 100 | 500 | 98.75 | 250 | 80.00 | 500 |
            | 200,000 | > 60.0 s | – | 100 | > 6,000 | 98.75 | > 3,000 | 80.00 | > 6,000 |

            IP is the fastest of SCIP, CBC, HiGHS and CP-SAT that proved the optimum; % is of the optimum; where none proved it within the limit, × is a lower bound from the limit.
            """);
  }

  @Test
  void everyEndingHasItsMark() {
    assertThat(table(results("a", 0.01), "figure6-time").rows())
        .contains(
            List.of("OR-Tools SCIP", "5.00 s", "> 60.0 s"),
            List.of("OR-Tools CBC", "> memory", "–"),
            List.of("eoca exact", "10.0 ms ± 0 %", "10.0 ms ± 0 %"));
  }

  @Test
  void thePageNeedsNothingElse() throws IOException {
    new Report(results("a", 0.01), null).write(folder.resolve("out"));
    String page = Files.readString(folder.resolve("out").resolve("index.html"));
    assertThat(page).doesNotContain("@BODY@").doesNotContain("@LIBRARY@").contains("cpu &lt;x&gt;");
    String own = page.replaceAll("(?s)<script>.*?</script>", "");
    assertThat(own).doesNotContain("src=").doesNotContain("http").doesNotContain("@import");
    assertThat(own).contains("id=\"chart-figure6-4-time\"").contains("role=\"img\"");
    assertThat(page.split("<script", -1)).hasSize(4);
    assertThat(Files.readString(folder.resolve("out").resolve("tables.md")))
        .contains("| OR-Tools SCIP | 5.00 s | > 60.0 s |");
  }

  @Test
  void onlyWhatIsBeyondNoiseCountsAsSlower() {
    Path before = results("before", 0.010);
    assertThat(new Report(results("same", 0.0114), before).changes()).isEmpty();
    assertThat(new Report(results("slow", 0.013), before).changes())
        .hasSize(2)
        .allMatch(line -> line.startsWith("slower: eoca exact, lognormal-"));
    assertThat(new Report(before, folder.resolve("slow")).changes())
        .hasSize(2)
        .allMatch(line -> line.startsWith("faster: eoca exact"));
  }

  @Test
  void timesOfAnotherNumberOfThreadsAreNotCompared() {
    Path before = results("before", 0.010);
    Path other = folder.resolve("other");
    new ResultFile(other.resolve("race-figure6.jsonl"))
        .append(measurement("exact", 1000, Ending.OPTIMAL, 100, 1, Map.of(), 0.5, 0.5, 0.5));
    assertThat(new Report(other, before).changes()).isEmpty();
    new ResultFile(other.resolve("race-figure6.jsonl"))
        .append(measurement("exact", 200_000, Ending.OPTIMAL, 100, 0.5, 0.5, 0.5));
    assertThat(new Report(other, before).changes())
        .singleElement()
        .asString()
        .contains("lognormal-200000x4");
  }

  @Test
  void theLossOfWholeNumbersIsStated() {
    Path results = results("a", 0.01);
    new ResultFile(results.resolve("race-figure6.jsonl"))
        .append(
            measurement("cp-sat", 1000, Ending.OPTIMAL, 99.75, 2, Map.of("scale bits", 22L), 3.0));
    assertThat(table(results, "figure6-scaling").rows())
        .containsExactly(List.of("OR-Tools CP-SAT", "2.5e-03 of 5.0e-03", "–"));
  }

  @Test
  void kernelsAreNamedWithTheirParameters() throws IOException {
    Path results = Files.createDirectories(folder.resolve("kernels"));
    Files.writeString(
        results.resolve("kernels.json"),
        """
        [{"benchmark": "eoca.a.Pass.scalar", "params": {"funds": "8"},
          "primaryMetric": {"score": 12.25, "scoreError": 0.5}},
         {"benchmark": "eoca.a.Pass.vector", "primaryMetric": {"score": 3.0, "scoreError": "NaN"}}]
        """);
    assertThat(table(results, "kernels").rows())
        .containsExactly(
            List.of("Pass.scalar (funds 8)", "12.3", "± 0.50"),
            List.of("Pass.vector", "3.00", "–"));
  }

  @Test
  void theSpreadIsHalfTheDistanceOfTheQuartiles() {
    Path results = folder.resolve("spread");
    ResultFile file = new ResultFile(results.resolve("race-figure6.jsonl"));
    file.append(measurement("exact", 1000, Ending.OPTIMAL, 100, 1.0, 2.0, 3.0, 4.0, 50.0));
    file.append(measurement("exact", 2000, Ending.OPTIMAL, 100, 1.0, 2.0));
    assertThat(table(results, "figure6-time").rows())
        .containsExactly(List.of("eoca exact", "3.00 s ± 33 %", "1.50 s"));
  }

  @Test
  void settingsNameEveryCommitAndWhoWasMeasuredAtIt() {
    assertThat(Tables.settings(Results.read(results("a", 0.01))))
        .hasSize(2)
        .anyMatch(line -> line.contains("2 threads") && line.endsWith("sources abc: eoca exact"))
        .anyMatch(line -> line.contains("sources def: eoca heuristic, manual, OR-Tools SCIP"));
  }

  @Test
  void oneInstanceIsOneTable() {
    Path results = folder.resolve("one");
    new ResultFile(results.resolve("race-sample.jsonl"))
        .append(measurement("exact", 1000, Ending.OPTIMAL, 100, 0.002));
    Table table = table(results, "sample");
    assertThat(table.caption()).isEqualTo("lognormal values, 1,000 users, k = 4");
    assertThat(table.rows())
        .containsExactly(
            List.of("eoca exact", "2.00 ms", "100", "0", "300 MiB", "200 MiB", "optimal"));
  }

  @Test
  void docsAreRewrittenBetweenTheMarksOnly() throws IOException {
    Path root = folder.resolve("root");
    Files.createDirectories(root.resolve("docs"));
    Path doc = root.resolve("docs").resolve("x.md");
    String text =
        "before\n<!-- bench:figure6-time -->\nold\n<!-- /bench:figure6-time -->\nafter $1\n";
    Files.writeString(doc, text);
    Files.writeString(root.resolve("README.md"), "nothing\n");
    Report report = new Report(results("a", 0.01), null);
    assertThat(report.updateDocs(root)).containsExactly(doc);
    assertThat(Files.readString(doc))
        .startsWith("before\n<!-- bench:figure6-time -->\n\n|  | 1,000 users |")
        .endsWith("met a limit.\n\n<!-- /bench:figure6-time -->\nafter $1\n");
    assertThat(report.updateDocs(root)).isEmpty();
    Files.writeString(doc, text.replace("figure6-time", "none-such"));
    assertThatThrownBy(() -> report.updateDocs(root))
        .isInstanceOf(EocaException.class)
        .hasMessageContaining("bench:none-such");
  }

  @Test
  void aFolderWithoutResultsIsAUsageError() {
    assertThatThrownBy(() -> new Report(folder.resolve("nowhere"), null))
        .isInstanceOf(EocaException.class)
        .hasMessageContaining("does not exist");
  }
}
