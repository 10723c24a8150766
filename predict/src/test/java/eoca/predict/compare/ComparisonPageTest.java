package eoca.predict.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/prediction are those of the committed records. */
class ComparisonPageTest {
  /** Surefire runs in the module's folder. */
  private static final Path RESULTS = Path.of("results").toAbsolutePath();

  private static final Path DOCS = Path.of("..", "docs", "prediction");

  /** Replaces a block with -Deoca.update=true. */
  private static void holds(Path page, String begin, String end, String expected)
      throws IOException {
    String text = Files.readString(page);
    int from = text.indexOf(begin) + begin.length() + 1;
    int to = text.indexOf(end, from);
    assertThat(to).as("%s has %s", page, begin).isPositive();
    if (Boolean.getBoolean("eoca.update")) {
      text = text.substring(0, from) + expected + text.substring(to);
      Files.writeString(page, text);
      to = text.indexOf(end, from);
    }
    assertThat(text.substring(from, to)).isEqualTo(expected);
  }

  @Test
  void tablesOfModelsAreTheRecords() throws IOException {
    for (String set :
        List.of(
            "world", "world-wealth", "world-amount-2.5", "world-amount-1", "far-trans-models")) {
      holds(
          DOCS.resolve("comparison.md"),
          "<!-- comparison:" + set + " -->",
          "<!-- /comparison -->",
          ComparisonPages.markdown(RESULTS.resolve(set).resolve("records")));
    }
  }

  @Test
  void tablesOfPlansAreTheRecords() throws IOException {
    for (String set : List.of("world", "world-40k")) {
      holds(
          DOCS.resolve("comparison.md"),
          "<!-- plans:" + set + " -->",
          "<!-- /plans -->",
          Files.readString(RESULTS.resolve(set).resolve("plans.md")));
    }
    StringBuilder seeds = new StringBuilder();
    for (int seed = 1; seed <= 3; seed++) {
      Path plans = RESULTS.resolve("world-wealth/plans-" + seed + ".md");
      seeds.append(seed == 1 ? "" : "\n").append("**Models of seed ").append(seed).append("**: ");
      seeds.append(Files.readString(plans));
    }
    holds(
        DOCS.resolve("comparison.md"),
        "<!-- plans:world-wealth -->",
        "<!-- /plans -->",
        seeds.toString());
    StringBuilder nights = new StringBuilder();
    nights.append("**Night 2021-07-01**, learnt from 2020-07-01, 2021-01-01: ");
    nights.append(Files.readString(RESULTS.resolve("far-trans/2021-07-01/plans.md")));
    nights.append("\n**Night 2022-01-01**, learnt from 2021-01-01, 2021-07-01: ");
    nights.append(Files.readString(RESULTS.resolve("far-trans/2022-01-01/plans.md")));
    holds(
        DOCS.resolve("far-trans.md"),
        "<!-- plans:far-trans -->",
        "<!-- /plans -->",
        nights.append('\n').toString());
  }

  @Test
  void everyRecordHasTheSameBudget() throws IOException {
    sameBudget("world", 6);
    sameBudget("world-wealth", 4);
    sameBudget("world-amount-2.5", 4);
    sameBudget("world-amount-1", 4);
    sameBudget("far-trans-models", 3);
  }

  private static void sameBudget(String set, int epochs) throws IOException {
    try (Stream<Path> records = Files.list(RESULTS.resolve(set).resolve("records"))) {
      for (Path record : records.sorted().toList()) {
        JsonNode root = new ObjectMapper().readTree(record.toFile());
        assertThat(root.path("epochs").intValue()).as("%s", record).isEqualTo(epochs);
        assertThat(root.path("learning_rate").doubleValue()).isEqualTo(0.002);
        assertThat(root.path("batch_size").intValue()).isEqualTo(512);
      }
    }
  }
}
