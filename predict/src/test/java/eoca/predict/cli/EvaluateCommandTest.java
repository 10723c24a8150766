package eoca.predict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
  private static final String TABLES =
      "tables: {users: users.csv, funds: funds.csv, samples: samples.csv, behaviours:"
          + " behaviours.csv, edges: edges.csv}\n";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private EocaException thrown;

  @BeforeEach
  void models() throws IOException {
    SmallTables.write(folder, 240, 3);
    for (String model : new String[] {"esdpm", "esmm", "dnn-v"}) {
      SmallTables.config(folder, model, 2);
      Path target = folder.resolve("models").resolve(model);
      assertThat(run(new TrainCommand(), "train.yaml", "--out", target.toString())).isZero();
    }
    config("test");
  }

  private void config(String split) throws IOException {
    Files.writeString(
        folder.resolve("evaluate.yaml"),
        TABLES
            + "models: {ESDPM: models/esdpm, ESMM: models/esmm, DNN-V: models/dnn-v}\n"
            + "bootstrap: 50\nsplit: "
            + split
            + "\nout: evaluation\n");
  }

  private int run(Object command, String config, String... options) {
    CommandLine line = new CommandLine(command);
    out.getBuffer().setLength(0);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(new StringWriter()));
    line.setExecutionExceptionHandler(
        (e, l, p) -> {
          thrown = (EocaException) e;
          return thrown.code().code();
        });
    String[] args = new String[options.length + 1];
    args[0] = folder.resolve(config).toString();
    System.arraycopy(options, 0, args, 1, options.length);
    return line.execute(args);
  }

  @Test
  void putsModelsSideBySide() throws IOException {
    assertThat(run(new EvaluateCommand(), "evaluate.yaml")).isZero();
    assertThat(out.toString().lines()).hasSize(4);
    assertThat(out.toString()).contains("ESDPM", "log_loss", "thc");
    JsonNode root =
        new ObjectMapper().readTree(folder.resolve("evaluation/evaluation.json").toFile());
    // The test days are the last ten of forty: users with i % 40 ≥ 30, three samples each.
    assertThat(root.path("samples").intValue()).isEqualTo(180);
    assertThat(root.path("models")).hasSize(3);
    JsonNode esdpm = root.path("models").path(0).path("measures");
    for (String key : new String[] {"auc", "log_loss", "mse_log", "gini", "tha"}) {
      JsonNode measure = esdpm.path(key);
      assertThat(measure.path("value").doubleValue())
          .as(key)
          .isBetween(measure.path("low").doubleValue(), measure.path("high").doubleValue());
    }
    JsonNode esmm = root.path("models").path(1);
    assertThat(esmm.path("measures").has("mse_log")).as("no amount, no error of it").isFalse();
    assertThat(esmm.path("reliability")).hasSize(10);
    double share = 0;
    for (JsonNode bin : esmm.path("reliability")) {
      share += bin.path("rate").doubleValue() * bin.path("samples").intValue() / 180;
    }
    assertThat(share).isCloseTo(root.path("conversions").intValue() / 180.0, within(1e-12));
    JsonNode dnnV = root.path("models").path(2);
    assertThat(dnnV.path("measures").has("auc")).isFalse();
    assertThat(dnnV.path("measures").has("mae_log")).isTrue();
    assertThat(folder.resolve("evaluation/evaluation.html"))
        .content()
        .contains("<b>", "Reliability");
    String first = Files.readString(folder.resolve("evaluation/evaluation.json"));
    assertThat(run(new EvaluateCommand(), "evaluate.yaml")).isZero();
    assertThat(folder.resolve("evaluation/evaluation.json")).hasContent(first);
  }

  @Test
  void aModelOfOtherDaysDoesNotStandBesideTheFirst() throws IOException {
    Path features = folder.resolve("features.yaml");
    Files.writeString(
        features, Files.readString(features).replace("test: 2021-05-01", "test: 2021-05-06"));
    SmallTables.config(folder, "esmm", 1);
    Path other = folder.resolve("models/other");
    assertThat(run(new TrainCommand(), "train.yaml", "--out", other.toString())).isZero();
    Path config = folder.resolve("evaluate.yaml");
    Files.writeString(config, Files.readString(config).replace("models/dnn-v", "models/other"));
    assertThat(run(new EvaluateCommand(), "evaluate.yaml")).isEqualTo(ExitCode.REJECTED.code());
    assertThat(thrown).hasMessageContaining("the same samples as the first model");
    assertThat(folder.resolve("evaluation")).as("nothing half-written").doesNotExist();
  }

  @Test
  void missingModelsAndUnknownKeys() throws IOException {
    Path config = folder.resolve("evaluate.yaml");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("models/esmm", "models/none"));
    assertThat(run(new EvaluateCommand(), "evaluate.yaml")).isEqualTo(ExitCode.FILE_SYSTEM.code());
    Files.writeString(config, text.replace("bootstrap", "bootsrap"));
    assertThat(run(new EvaluateCommand(), "evaluate.yaml")).isEqualTo(ExitCode.USAGE.code());
    assertThat(thrown.hint()).isEqualTo("Maybe bootstrap.");
  }

  @Test
  void optionsThatAConfigurationHasNoUseForAreRefused() throws IOException {
    for (String key : new String[] {"off-policy", "next-merchant", "hurdle"}) {
      Files.writeString(folder.resolve("other.yaml"), key + ": {set: none}\n");
      String out = folder.resolve("evaluation").toString();
      assertThat(run(new EvaluateCommand(), "other.yaml", "--out", out)).isEqualTo(2);
      assertThat(thrown).hasMessageContaining("not with " + key);
    }
    assertThat(run(new EvaluateCommand(), "evaluate.yaml", "--source", "any")).isEqualTo(2);
    assertThat(thrown).hasMessageContaining("goes with off-policy and next-merchant alone");
    for (String key : new String[] {"off-policy: {set: obd}", "next-merchant: {set: minsapay}"}) {
      Files.writeString(folder.resolve("other.yaml"), key + "\n");
      assertThat(run(new EvaluateCommand(), "other.yaml")).isEqualTo(2);
      assertThat(thrown).hasMessageContaining("or --source DIR, expected");
      String none = folder.resolve("none").toString();
      int code = run(new EvaluateCommand(), "other.yaml", "--source", none);
      assertThat(code).isEqualTo(ExitCode.FILE_SYSTEM.code());
      assertThat(thrown).hasMessageContaining(none);
    }
  }
}
