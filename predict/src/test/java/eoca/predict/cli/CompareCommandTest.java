package eoca.predict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private EocaException thrown;

  private int run() {
    CommandLine line = new CommandLine(new EvaluateCommand());
    out.getBuffer().setLength(0);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(new StringWriter()));
    line.setExecutionExceptionHandler(
        (e, l, p) -> {
          if (e instanceof EocaException known) {
            thrown = known;
            return thrown.code().code();
          }
          throw e;
        });
    return line.execute(folder.resolve("compare.yaml").toString());
  }

  private void files(String models) throws IOException, SQLException {
    SmallTables.write(folder, 200, 4);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT user_id, tolerance, 1.0 AS f0, 2.0 AS f1, 4.0 AS f2 FROM '"
              + folder.resolve("users.csv")
              + "') TO '"
              + folder.resolve("truth.parquet")
              + "' (FORMAT parquet)");
    }
    Files.writeString(
        folder.resolve("compare.yaml"),
        "features: features.yaml\nmodels: "
            + models
            + "\nseeds: [1, 2]\ntrain: {batch-size: 64, epochs: 1, patience: 1}\n"
            + "truth: truth.parquet\nbootstrap: 20\nout: comparison\n");
  }

  @Test
  void aRecordAModelAndSeedAndTheSameAgainAfterAnInterruption() throws Exception {
    files("[esmm, esdpm-ncg, dnn-v]");
    assertThat(run()).isZero();
    String printed = out.toString();
    assertThat(printed).contains("Mean of 2 seeds", "| esmm |", "| dnn-v | – |", "THA", "reach");
    Path records = folder.resolve("comparison/records");
    JsonNode record = new ObjectMapper().readTree(records.resolve("esdpm-ncg-2.json").toFile());
    assertThat(record.path("truth").path("etv_error").doubleValue()).isPositive();
    assertThat(record.path("truth").path("reach").doubleValue()).isBetween(0.25, 1.0);
    assertThat(folder.resolve("comparison/comparison.html"))
        .content()
        .contains("<svg", "Figure 5", "Calibration");
    String again = Files.readString(records.resolve("esmm-1.json"));
    Files.delete(records.resolve("esmm-1.json"));
    Files.delete(folder.resolve("comparison/models/esmm-1/model.bin"));
    assertThat(run()).isZero();
    assertThat(records.resolve("esmm-1.json")).as("bit by bit").hasContent(again);
    assertThat(out.toString()).isEqualTo(printed);
  }

  @Test
  void whatIsThereCountsOnlyIfItIsOfThisConfigurationAndTheseTables() throws Exception {
    files("[esmm]");
    assertThat(run()).isZero();
    Path config = folder.resolve("compare.yaml");
    String text = Files.readString(config);
    Path record = folder.resolve("comparison/records/esmm-1.json");
    for (String[] change :
        new String[][] {
          {"batch-size: 64", "batch-size: 64, negatives: 0.5", "options"},
          {"bootstrap: 20", "bootstrap: 30", "bootstrap"},
          {"out:", "split: validation\nout:", "split \"validation\" expected, found \"test\""},
          {"truth.parquet", "other.parquet", "truth"},
        }) {
      if (!Files.exists(folder.resolve("other.parquet"))) {
        Files.writeString(folder.resolve("other.parquet"), "another");
      }
      Files.writeString(config, text.replace(change[0], change[1]));
      assertThat(run()).as("records: %s", change[1]).isEqualTo(ExitCode.REJECTED.code());
      assertThat(thrown).hasMessageContaining(change[2]).hasMessageContaining(record.toString());
    }
    Files.writeString(config, text);
    assertThat(run()).as("as it was").isZero();

    Path users = folder.resolve("users.csv");
    String table = Files.readString(users);
    Files.writeString(users, table.replaceFirst(",c0,", ",c1,"));
    assertThat(run()).as("records of other tables").isEqualTo(ExitCode.REJECTED.code());
    assertThat(thrown).hasMessageContaining("record of the same tables expected");
    Files.delete(record);
    assertThat(run()).as("a model of other tables").isEqualTo(ExitCode.USAGE.code());
    assertThat(thrown).hasMessageContaining("model of the same tables expected");
    assertThat(record).doesNotExist();
    Files.writeString(users, table);
    Path features = folder.resolve("features.yaml");
    String spec = Files.readString(features);
    Files.writeString(features, spec.replace("length: 4", "length: 3"));
    assertThat(run()).isEqualTo(ExitCode.USAGE.code());
    assertThat(thrown).hasMessageContaining("model of the same features expected");
    Files.writeString(features, spec);
    assertThat(run()).as("the record anew").isZero();
  }

  @Test
  void badConfigurationsAndRecords() throws Exception {
    files("[esmm]");
    Path config = folder.resolve("compare.yaml");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("[esmm]", "[esmn]"));
    assertThat(run()).isEqualTo(ExitCode.USAGE.code());
    assertThat(thrown.hint()).contains("esmm");
    Files.writeString(config, text.replace("[esmm]", "esmm"));
    assertThat(run()).isEqualTo(ExitCode.USAGE.code());
    Files.writeString(config, text.replace("[esmm]", "[esmm, esmm]"));
    assertThat(run()).isEqualTo(ExitCode.USAGE.code());
    assertThat(thrown).hasMessageContaining("models of distinct names expected");
    for (String seeds : new String[] {"[1, 1]", "[]"}) {
      Files.writeString(config, text.replace("seeds: [1, 2]", "seeds: " + seeds));
      assertThat(run()).isEqualTo(ExitCode.USAGE.code());
      assertThat(thrown).hasMessageContaining("distinct seeds expected");
    }
    Files.writeString(config, text.replace("truth.parquet", "none.parquet"));
    assertThat(run()).isEqualTo(ExitCode.FILE_SYSTEM.code());
    Files.writeString(config, text);
    assertThat(run()).isZero();
    Files.writeString(config, text.replace("epochs: 1", "epochs: 2"));
    assertThat(run()).as("records of another budget").isEqualTo(ExitCode.REJECTED.code());
    assertThat(thrown).hasMessageContaining("epochs 2 expected, found 1");
    Files.writeString(config, text);
    Files.writeString(folder.resolve("comparison/records/esmm-2.json"), "{}");
    assertThat(run()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(thrown).hasMessageContaining("record of a comparison");
  }
}
