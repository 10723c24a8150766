package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ErrorReportTest {
  @Test
  void showsTheFirstTenDefectsWithTheirPlaces() {
    List<Defect> defects =
        LongStream.rangeClosed(1, 1234)
            .mapToObj(row -> new Defect("etv/a.csv", row, "money", "NaN", "a finite number"))
            .toList();
    String text = print(EocaException.rejected("The ETV table is unusable.", "Maybe x.", defects));
    assertThat(text.lines())
        .hasSize(13)
        .startsWith(
            "eoca: The ETV table is unusable.",
            "  etv/a.csv, row 1, column money: a finite number (NaN)")
        .endsWith("  ... and 1,224 more", "Maybe x.");
  }

  @Test
  void leavesOutPlacesADefectDoesNotHave() {
    List<Defect> defects = List.of(new Defect("a.arrow", 0, "", "", "a whole file"));
    assertThat(print(EocaException.rejected("No.", "", defects)).lines())
        .containsExactly("eoca: No.", "  a.arrow: a whole file");
  }

  @Test
  void valuesFromInputCannotForgeLines() {
    List<Defect> defects = List.of(new Defect("a\nb", 1, "c\u001b[31m", "d\r\u2028", "rule"));
    assertThat(print(EocaException.rejected("m", "", defects)).lines())
        .containsExactly(
            "eoca: m", "  a\\u000ab, row 1, column c\\u001b[31m: rule (d\\u000d\\u2028)");
  }

  private static String print(EocaException e) {
    StringWriter text = new StringWriter();
    new ErrorReport(new PrintWriter(text)).print(e);
    return text.toString();
  }
}
