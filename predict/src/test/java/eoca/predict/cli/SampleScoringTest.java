package eoca.predict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.Progress;
import eoca.inputs.etv.EtvRequest;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The committed model on the committed night: the committed table, and what has drifted since. */
class SampleScoringTest {
  private static final Path SAMPLE = Path.of("..", "inputs", "sample");
  private static final List<String> FUNDS =
      List.of("cash-bond-funds", "bonds", "mixed-equity-funds", "large-cap-stocks", "other-stocks");

  @TempDir Path folder;

  @Test
  void theCommittedModelGivesTheCommittedTableAndKnowsItsTraining() throws Exception {
    int code =
        new CommandLine(new PredictCommand())
            .execute(
                SAMPLE.resolve("prediction").resolve("predict.yaml").toString(),
                "--out",
                folder.resolve("etv").toString());
    assertThat(code).isZero();
    try (EtvTable committed = open(SAMPLE, "etv.arrow");
        EtvTable scored = open(folder, "etv/*.arrow")) {
      int users = committed.users();
      assertThat(scored.users()).isEqualTo(users);
      float[] expected = new float[users];
      float[] found = new float[users];
      for (int j = 0; j < FUNDS.size(); j++) {
        committed.copyEtv(j, 0, expected, users);
        scored.copyEtv(j, 0, found, users);
        for (int u = 0; u < users; u++) {
          assertThat(found[u]).isCloseTo(expected[u], within(1e-5f * expected[u] + 1e-5f));
        }
      }
    }
    JsonNode report =
        new ObjectMapper().readTree(folder.resolve("etv").resolve("scoring.json").toFile());
    assertThat(report.get("drift").get("known").booleanValue()).isTrue();
    // A questionnaire, a row and a tenure age with the calendar; nothing else has moved.
    assertThat(report.get("warnings"))
        .extracting(JsonNode::asText)
        .allMatch(text -> text.contains("drifted since training"))
        .map(text -> text.replaceFirst("^input (\\S+) .*$", "$1"))
        .containsExactly("questionnaire_days", "row_days", "tenure");
  }

  private EtvTable open(Path base, String path) throws Exception {
    return EtvTables.open(
        new EtvRequest(
            base,
            path,
            "user_id",
            "tolerance",
            FUNDS.stream().map(id -> new EtvRequest.FundColumn(id, id)).toList(),
            Files.createTempDirectory(folder, "scratch"),
            1,
            EtvRequest.MIN_MEMORY_BYTES,
            Progress.NONE));
  }
}
