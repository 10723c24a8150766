package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.synthetic.Regime;
import eoca.job.model.Json;
import eoca.job.testing.Campaigns;
import eoca.job.testing.JobMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code log.jsonl} says of a solve: the same columns in every line, whoever solves. */
class SolveLogTest {
  private static final int USERS = 20_000;
  private static final List<String> COLUMNS =
      List.of("seconds", "step", "pass", "settled", "boundary", "surplus", "augmentations");

  @TempDir Path temp;

  @Test
  void everyStepHasTheSameColumns() throws IOException {
    for (String strategy : List.of("exact", "heuristic", "manual")) {
      List<Map<?, ?>> steps = steps(strategy);
      assertThat(steps).as(strategy).hasSizeGreaterThan(2);
      double seconds = 0;
      double pass = 0;
      for (Map<?, ?> step : steps) {
        assertThat(step.keySet().stream().map(String::valueOf).toList())
            .startsWith("at", "level", "event")
            .endsWith(COLUMNS.toArray(String[]::new))
            .hasSize(3 + COLUMNS.size());
        assertThat(number(step, "seconds")).isGreaterThanOrEqualTo(seconds);
        assertThat(number(step, "pass")).isGreaterThanOrEqualTo(pass);
        assertThat(number(step, "settled")).isBetween(0.0, (double) USERS);
        seconds = number(step, "seconds");
        pass = number(step, "pass");
      }
    }
  }

  @Test
  void theExactSolversLastStepSettlesEverybody() throws IOException {
    List<Map<?, ?>> steps = steps("exact");
    assertThat(steps)
        .extracting(step -> (String) step.get("step"))
        .contains("sample", "parts", "fix")
        .endsWith("boundary");
    Map<?, ?> fix = steps.get(steps.size() - 2);
    assertThat(number(fix, "settled") + number(fix, "boundary")).isEqualTo(USERS);
    assertThat(number(steps.get(steps.size() - 1), "settled")).isEqualTo(USERS);
  }

  private static double number(Map<?, ?> step, String column) {
    return ((Number) step.get(column)).doubleValue();
  }

  private List<Map<?, ?>> steps(String strategy) throws IOException {
    Path campaign =
        Campaigns.synthetic(
            temp.resolve("g-" + strategy), USERS, 5, Regime.LOGNORMAL, 3, OutputFormat.CSV);
    Path out = temp.resolve(strategy);
    JobMain.Result run =
        JobMain.run(
            "allocate", campaign.toString(), "--strategy", strategy, "--out", out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    List<Map<?, ?>> steps = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("log.jsonl"))) {
      Map<?, ?> event = (Map<?, ?>) Json.read(line);
      if (event.get("event").equals("solve_step")) {
        steps.add(event);
      }
    }
    return steps;
  }
}
