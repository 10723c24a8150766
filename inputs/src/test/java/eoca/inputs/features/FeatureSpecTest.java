package eoca.inputs.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureSpecTest {
  private static EocaException error(String from, String to) {
    assertThat(TinyTables.SPEC).contains(from);
    String text = TinyTables.SPEC.replace(from, to);
    EocaException e =
        catchThrowableOfType(
            EocaException.class, () -> FeatureSpec.of(ConfigNode.parse("spec.yaml", text)));
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    return e;
  }

  @Test
  void errorsNameThePath() {
    assertThat(error("quantiles: 2", "quantils: 2"))
        .hasMessage("spec.yaml:12:45: unknown key (users.features.age.quantils)");
    assertThat(error("buckets: 5", "buckets: 5, vocabulary: 3"))
        .hasMessageContaining("exactly one of vocabulary and buckets expected");
    EocaException misspelt =
        error("{type: categorical, vocabulary: 2}", "{type: categorical, vocabluary: 2}");
    assertThat(misspelt).hasMessageContaining("unknown key (users.features.city.vocabluary)");
    assertThat(misspelt.hint()).isEqualTo("Maybe vocabulary.");
    assertThat(error("type: numeric, log: true", "type: numerical, log: true").hint())
        .isEqualTo("Maybe numeric.");
    assertThat(error("length: 3", "length: 0"))
        .hasMessage("spec.yaml:19:63: whole number from 1 to 1000 expected, behaviours.length (0)");
    assertThat(error("validation: 2021-02-01..2021-02-28", "validation: 100%"))
        .hasMessageContaining("splits.validation (100%)");
    assertThat(error("test: 2021-03-01..2021-03-31", "test: 2021-03-31..2021-03-01"))
        .hasMessageContaining("splits.test (2021-03-31..2021-03-01)");
  }

  @Test
  void reportingOnDaysThatWereFittedOnIsALeak() {
    assertThat(error("test: 2021-03-01..2021-03-31", "test: 2021-02-28..2021-03-31"))
        .hasMessageContaining("days of test expected after those of validation");
    assertThat(error("validation: 2021-02-01..2021-02-28", "validation: 2021-01-31..2021-02-28"))
        .hasMessageContaining("days of validation expected after those of train");
  }

  @Test
  void quantilePositions() {
    NumberScaler scaler = new NumberScaler.Quantile(new double[] {0, 0, 0, 10, 20});
    assertThat(scaler.scale(-5)).isEqualTo(-1f);
    assertThat(scaler.scale(0)).as("the middle of a run").isEqualTo(-0.5f);
    assertThat(scaler.scale(5)).isEqualTo(2 * 2.5f / 4 - 1);
    assertThat(scaler.scale(20)).isEqualTo(1f);
    assertThat(scaler.scale(99)).isEqualTo(1f);
    assertThat(scaler.scale(Double.NaN)).isNaN();
    assertThat(new NumberScaler.Quantile(new double[0]).scale(3)).isZero();
    assertThat(new NumberScaler.Standard(false, 1, 2).scale(5)).isEqualTo(2f);
    assertThat(new NumberScaler.Standard(false, 1, 2).scale(1e9)).isEqualTo(10f);
    assertThat(new NumberScaler.Standard(true, 0, 1).scale(-1.718281828459045)).isEqualTo(-1f);
  }

  @Test
  void hashIsStableAndSpreads() {
    // FNV-1a of the empty input and of "a" are published constants; the finaliser is murmur3's.
    assertThat(CategoryEncoder.Buckets.hash("a")).isEqualTo(finish(0xaf63dc4c8601ec8cL));
    int[] counts = new int[17];
    CategoryEncoder encoder = new CategoryEncoder.Buckets(16);
    for (int i = 0; i < 16_000; i++) {
      counts[encoder.code("user-" + i)]++;
    }
    assertThat(counts[0]).isZero();
    for (int bucket = 1; bucket <= 16; bucket++) {
      assertThat(counts[bucket]).isBetween(850, 1150);
    }
  }

  private static long finish(long hash) {
    long h = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }

  @Test
  void partsComeInNaturalOrder(@TempDir Path folder) throws Exception {
    for (String name : List.of("p-10.csv", "p-9.csv", "p-010.csv", "p.csv", "q.csv")) {
      Files.writeString(folder.resolve(name), "");
    }
    ConfigNode node = ConfigNode.parse("spec.yaml", "{users: 'p*.csv', funds: q.csv}");
    assertThat(TableFiles.of(node, folder).users())
        .extracting(p -> p.getFileName().toString())
        .containsExactly("p-9.csv", "p-010.csv", "p-10.csv", "p.csv");
    EocaException e =
        catchThrowableOfType(
            EocaException.class,
            () -> TableFiles.of(ConfigNode.parse("s", "{users: 'z*.csv'}"), folder));
    assertThat(e).hasMessage("s:1:9: glob that matches a file expected, users (z*.csv)");
  }
}
