package eoca.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every figure that README and docs quote is what the committed results say. */
class CommittedFiguresTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void theQuotedTablesAreThoseOfTheCommittedResults() throws IOException {
    List<Table> tables = Tables.all(Results.read(ROOT.resolve("solver-bench").resolve("results")));
    int blocks = 0;
    for (Path file : DocBlocks.files(ROOT)) {
      String text = Files.readString(file);
      assertThat(text)
          .as("%s: maybe run `./eoca bench report --update-docs`", file)
          .isEqualTo(DocBlocks.updated(file, text, tables));
      blocks += text.split("<!-- bench:", -1).length - 1;
    }
    assertThat(blocks).isPositive();
  }

  @Test
  void exactEntrantsAgreeInTheCommittedResults() {
    Results results = Results.read(ROOT.resolve("solver-bench").resolve("results"));
    for (Board board : results.boards()) {
      assertThat(
              eoca.bench.race.Agreement.contradictions(
                  board.all().stream().map(Cell::first).toList()))
          .as(board.name())
          .isEmpty();
    }
  }
}
