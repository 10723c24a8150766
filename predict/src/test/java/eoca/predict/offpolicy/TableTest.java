package eoca.predict.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a published data set may not hold is told with its place. */
class TableTest {
  private static final String HILLSTROM =
      "row,recency,history_segment,history,mens,womens,zip_code,newbie,channel,segment,visit,"
          + "conversion,spend\n";
  private static final String BANDIT = "timestamp,item_id,position,click,propensity_score\n";

  @TempDir private Path folder;

  private void gzip(String name, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String row(int row, String arm, String outcome) {
    return row + ",3,1) $0 - $100,50.5,1,0,Urban,0,Web," + arm + "," + outcome + "\n";
  }

  private EocaException refusal(Runnable read) {
    EocaException e = catchThrowableOfType(EocaException.class, read::run);
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
    assertThat(e.defects()).isNotEmpty();
    return e;
  }

  @Test
  void hillstromsRows() throws IOException {
    // The file's rows, which are not in the order of their numbers.
    gzip(
        "hillstrom_train.csv.gz",
        HILLSTROM
            + row(9, "No E-Mail", "0,0,0")
            + row(8, "Dogs E-Mail", "1,0,0")
            + row(7, "Mens E-Mail", "2,1,-5")
            + row(6, "", "x,,nan"));
    EocaException e = refusal(() -> new Hillstrom(folder));
    assertThat(e).hasMessageContaining("found (7)");
    assertThat(e.defects())
        .extracting(Defect::row, Defect::column, Defect::value)
        .map(Object::toString)
        .containsExactly(
            "(2L, \"segment\", \"Dogs E-Mail\")",
            "(3L, \"visit\", \"2\")",
            "(3L, \"spend\", \"-5\")",
            "(4L, \"segment\", \"\")",
            "(4L, \"visit\", \"x\")",
            "(4L, \"conversion\", \"\")",
            "(4L, \"spend\", \"nan\")");
  }

  @Test
  void everyArmTeachesEitherHalf() throws IOException {
    StringBuilder text = new StringBuilder(HILLSTROM);
    for (int i = 0; i < 12; i++) {
      text.append(row(i, i % 2 == 0 ? "No E-Mail" : "Mens E-Mail", "0,0,0"));
    }
    gzip("hillstrom_train.csv.gz", text.toString());
    assertThat(refusal(() -> new Hillstrom(folder)))
        .hasMessageContaining("rows of No E-Mail in either half expected");
  }

  @Test
  void openBanditsRows() throws IOException {
    gzip("random_men.csv.gz", BANDIT + "t1,3,1,0,0.029\nt2,4,2,1,0\nt3,4,2,maybe,0.029\n");
    gzip("bts_men.csv.gz", BANDIT + "t1,3,1,0,0.029\n");
    assertThat(refusal(() -> new OpenBandit(folder)).defects())
        .extracting(Defect::row, Defect::column, Defect::value)
        .map(Object::toString)
        .containsExactly("(2L, \"propensity_score\", \"0\")", "(3L, \"click\", \"maybe\")");
    gzip("random_men.csv.gz", BANDIT);
    assertThat(refusal(() -> new OpenBandit(folder))).hasMessageContaining("at least one row");
  }

  @Test
  void aFileThatIsCutOffOrLacksColumns() throws IOException {
    gzip("hillstrom_train.csv.gz", "a,b\n1,2\n");
    assertThat(refusal(() -> new Hillstrom(folder)))
        .hasMessageContaining("readable CSV with columns");
    StringBuilder text = new StringBuilder(HILLSTROM);
    for (int i = 0; i < 2_000; i++) {
      text.append(row(i * 7919 % 2_003, "No E-Mail", "0,0," + i * 31 % 97));
    }
    gzip("hillstrom_train.csv.gz", text.toString());
    Path file = folder.resolve("hillstrom_train.csv.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    refusal(() -> new Hillstrom(folder));
  }
}
