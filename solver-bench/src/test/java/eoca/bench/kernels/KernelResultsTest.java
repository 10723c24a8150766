package eoca.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelResultsTest {
  @TempDir Path folder;

  @Test
  void resultsNameNoFolderOfTheMachine() throws IOException {
    Path file = folder.resolve("kernels.json");
    KernelResults.merge(results(1, "a.B.c", ""), file);
    String text = Files.readString(file);
    assertThat(text).doesNotContain("/home").doesNotContain("C:").doesNotContain("/usr");
    JsonNode result = new ObjectMapper().readTree(text).get(0);
    assertThat(result.get("jvm").asText()).isEqualTo("java");
    assertThat(result.get("jvmArgs").toString())
        .isEqualTo("[\"-Xmx1g\",\"--add-opens=java.base/java.nio=ALL-UNNAMED\"]");
    assertThat(result.get("primaryMetric").get("score").asInt()).isEqualTo(1);
  }

  @Test
  void benchmarksMeasuredAgainReplaceThemselvesAlone() throws IOException {
    Path file = folder.resolve("kernels.json");
    KernelResults.merge(results(1, "a.B.c", ""), file);
    KernelResults.merge(results(2, "a.B.d", ",\"params\":{\"funds\":\"8\"}"), file);
    KernelResults.merge(results(3, "a.B.d", ",\"params\":{\"funds\":\"50\"}"), file);
    KernelResults.merge(results(4, "a.B.c", ""), file);
    JsonNode all = new ObjectMapper().readTree(Files.readString(file));
    assertThat(all.findValues("score")).extracting(JsonNode::asInt).containsExactly(4, 3, 2);
  }

  private Path results(int score, String benchmark, String params) throws IOException {
    String json =
        "[{\"benchmark\":\"%s\",\"jvm\":\"/usr/lib/jvm/x/bin/java\",\"jvmArgs\":[\"-Xmx1g\","
            + "\"--add-opens=java.base/java.nio=ALL-UNNAMED\",\"-XX:ErrorFile=/home/me/x.log\","
            + "\"-Deoca.tmpdir=C:\\\\Users\\\\me\"],\"primaryMetric\":{\"score\":%d}%s}]";
    return Files.writeString(
        folder.resolve("fresh.json"), json.formatted(benchmark, score, params));
  }
}
