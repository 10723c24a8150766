package eoca.predict.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On rows of our own in the form of the published file, which may not be copied. */
class HillstromTest {
  private static final int ROWS = 3_000;
  private static final String[] SEGMENTS = {"No E-Mail", "Mens E-Mail", "Womens E-Mail"};

  @TempDir private Path folder;

  /** Customers visit after the letter of their own goods; {@code bought} makes row 0 buy. */
  private Path source(boolean bought) throws IOException {
    Path source = Files.createDirectories(folder.resolve(bought ? "bought" : "not"));
    Random random = new Random(11);
    try (Writer csv =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(source.resolve("hillstrom_train.csv.gz"))),
            StandardCharsets.UTF_8)) {
      csv.write("row,recency,history_segment,history,mens,womens,zip_code,newbie,channel,segment,");
      csv.write("visit,conversion,spend\n");
      for (int i = 0; i < ROWS; i++) {
        int mens = random.nextInt(2);
        int arm = random.nextInt(3);
        boolean own = arm == (mens == 1 ? 1 : 2);
        boolean first = bought && i == 0;
        boolean comes = random.nextDouble() < (own ? 0.5 : 0.1);
        boolean buys = random.nextDouble() < 0.2;
        boolean visit = comes || first;
        boolean conversion = visit && (buys || first);
        csv.write(i + "," + (1 + random.nextInt(12)) + ",1) $0 - $100,50.5," + mens + ",");
        csv.write(1 - mens + ",Urban,0,Web," + SEGMENTS[arm] + "," + (visit ? 1 : 0) + ",");
        csv.write((conversion ? "1,99.5" : "0,0") + "\n");
      }
    }
    return source;
  }

  @Test
  void purchasesFollowTheVisitsOfTheArm() throws IOException {
    Hillstrom data = new Hillstrom(source(false));
    double[][][] q = data.predict();
    int right = 0;
    int[] best = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      best[i] = q[2][1][i] > q[2][2][i] ? 1 : 2;
      right += q[0][best[i]][i] > 0.3 ? 1 : 0;
      for (int a = 0; a < 3; a++) {
        assertThat(q[1][a][i]).isBetween(0.0, q[0][a][i]);
      }
    }
    assertThat(right).isGreaterThan(ROWS * 95 / 100);
    double plan = OffPolicy.of(data.log(best, 0, q[0]), 0, 1).snips().value();
    double random = OffPolicy.of(data.random(0, q[0]), 0, 1).snips().value();
    assertThat(plan).isBetween(0.45, 0.55);
    assertThat(random).isBetween(0.2, 0.27);
  }

  /** Cross-fitted: a row's ETV does not depend on what the row itself did. */
  @Test
  void aRowsOwnOutcomeDoesNotEnterItsEtv() throws IOException {
    double[][][] q = new Hillstrom(source(false)).predict();
    double[][][] other = new Hillstrom(source(true)).predict();
    for (int a = 0; a < 3; a++) {
      assertThat(other[2][a][0]).isEqualTo(q[2][a][0]);
    }
    assertThat(other[2]).isNotEqualTo(q[2]);
  }

  @Test
  void writesACampaignOfTheArmsSizes() throws IOException {
    Path config = folder.resolve("hillstrom.yaml");
    Files.writeString(config, "off-policy: {set: hillstrom, source: nowhere, out: out}\n");
    assertThat(OffPolicyRun.run(config, source(false))).startsWith("3,000 rows");
    assertThat(folder.resolve("out/campaign.yaml"))
        .content()
        .contains("{id: mens, risk: 1, quota: ");
    assertThat(Files.readAllLines(folder.resolve("out/etv.csv"))).hasSize(ROWS + 1);
  }

  /** The figures of docs/prediction/off-policy.md, where the published file is at hand. */
  @Test
  void thePublishedFileGivesTheDocumentedFigures() throws IOException {
    Path published = Path.of(System.getProperty("eoca.hillstrom", "../../shared/data/hillstrom"));
    assumeThat(published.resolve("hillstrom_train.csv.gz"))
        .as("Skipped: the Hillstrom file is not at hand (-Deoca.hillstrom=DIR names its folder).")
        .exists();
    Hillstrom data = new Hillstrom(published);
    double[][][] q = data.predict();
    int rows = q[0][0].length;
    assertThat(rows).isEqualTo(44_655);
    double[] everybody = new double[3];
    for (int arm = 0; arm < 3; arm++) {
      int[] plan = new int[rows];
      Arrays.fill(plan, arm);
      everybody[arm] = OffPolicy.of(data.log(plan, 0, q[0]), 0, 1).snips().value();
    }
    assertThat(everybody).containsExactly(new double[] {0.10643, 0.18251, 0.15090}, within(1e-5));
    assertThat(OffPolicy.of(data.random(0, q[0]), 0, 1).snips().value())
        .isCloseTo(0.14670, within(1e-5));
  }
}
