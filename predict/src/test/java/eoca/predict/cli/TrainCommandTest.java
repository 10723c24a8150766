package eoca.predict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.predict.train.ModelFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TrainCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void tables() throws IOException {
    SmallTables.write(folder, 240, 3);
  }

  private int run(String... options) {
    CommandLine line = new CommandLine(new TrainCommand());
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.setExecutionExceptionHandler(
        (e, l, p) -> {
          throw e;
        });
    List<String> args = new ArrayList<>(List.of(folder.resolve("train.yaml").toString()));
    args.addAll(List.of(options));
    return line.execute(args.toArray(String[]::new));
  }

  @Test
  void leavesAModelFolderAndSaysWhatItIs() throws IOException {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains("model folder     " + folder.resolve("model"))
        .contains("samples          720")
        .containsPattern("mean p {11}0\\.\\d+, base rate 0\\.\\d+");
    assertThat(err.toString().lines()).hasSize(3).allMatch(l -> l.startsWith("epoch"));
    assertThat(names(folder.resolve("model")))
        .containsExactlyInAnyOrder(
            "features.json", "model.bin", "profile.json", "training.html", "training.json");
    new ModelFolder(folder.resolve("model")).load().close();
    EocaException again = catchThrowableOfType(EocaException.class, () -> refusal());
    assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    assertThat(again).hasMessageContaining("folder without a model expected");
  }

  /** Runs the command and throws what it throws. */
  private void refusal(String... options) {
    CommandLine line = new CommandLine(new TrainCommand());
    EocaException[] thrown = new EocaException[1];
    line.setExecutionExceptionHandler(
        (e, l, p) -> {
          thrown[0] = (EocaException) e;
          return 1;
        });
    List<String> args = new ArrayList<>(List.of(folder.resolve("train.yaml").toString()));
    args.addAll(List.of(options));
    line.execute(args.toArray(String[]::new));
    if (thrown[0] != null) {
      throw thrown[0];
    }
  }

  @Test
  void theGridKeepsItsBest() throws IOException {
    assertThat(run("--grid")).isZero();
    assertThat(names(folder.resolve("model/grid"))).hasSize(4);
    assertThat(names(folder.resolve("model")))
        .contains("grid.json", "model.bin", "features.json", "training.json");
    assertThat(out.toString()).contains("learning rate    0.003", "dropout          [0");
    assertThat(err.toString().lines())
        .filteredOn(line -> line.startsWith("learning-rate-"))
        .hasSize(4);
    // All of it again: everything is there already, so only the choice is made anew.
    Files.delete(folder.resolve("model/model.bin"));
    err.getBuffer().setLength(0);
    assertThat(run("--grid", "--resume")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void badConfigurationsAreRefused() throws IOException {
    Path config = folder.resolve("train.yaml");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("patience", "patienec"));
    assertThat(catchThrowableOfType(EocaException.class, this::refusal))
        .hasMessageContaining("unknown key (train.patienec)");
    Files.writeString(config, text.replace("model: esdpm", "model: esdmp"));
    assertThat(catchThrowableOfType(EocaException.class, this::refusal).hint())
        .isEqualTo("Maybe esdpm.");
    Files.writeString(config, text.replace("features: features.yaml", "features: f.yaml"));
    assertThat(catchThrowableOfType(EocaException.class, this::refusal).code())
        .isEqualTo(ExitCode.USAGE);
    Files.writeString(config, text);
    Path samples = folder.resolve("samples.csv");
    Files.writeString(samples, Files.readString(samples).replaceFirst(",0,0,0.00", ",0,1,5.00"));
    EocaException e = catchThrowableOfType(EocaException.class, this::refusal);
    assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
    assertThat(e.defects()).hasSize(1);
    assertThat(folder.resolve("model")).as("nothing half-written").doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "grid: {}",
        "grid: {learning-rate: []}",
        "grid: {dropout: []}",
        "grid: {learning-rate: [0.01, 0.001, 0.01]}",
        "grid: {learning-rate: [1.0e+30]}",
        "grid: {dropout: [1]}",
      })
  void aGridWithoutDistinctPointsIsRefused(String grid) throws IOException {
    Path config = folder.resolve("train.yaml");
    String text = Files.readString(config);
    Files.writeString(config, text.substring(0, text.indexOf("grid:")) + grid + "\n");
    EocaException e = catchThrowableOfType(EocaException.class, () -> refusal("--grid"));
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(e).hasMessageContaining("grid");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  /** Many layers and a rate of 10: after one step the outputs are no numbers. */
  private void wild(String more) throws IOException {
    String deep = "64" + ", 64".repeat(11);
    Files.writeString(
        folder.resolve("wild.yaml"),
        "model: wild\nembedding: 8\nshared: {gates: none, layers: ["
            + deep
            + "]}\ntowers: {layers: ["
            + deep
            + "], sigma: [0.05, 3]}\noutputs: {probability: direct, amount: log-normal}\n"
            + "loss: [{term: esj}]\n");
    Files.writeString(
        folder.resolve("train.yaml"),
        "features: features.yaml\nmodel: wild.yaml\nout: model\n"
            + "train: {batch-size: 100000, learning-rate: 10, epochs: 1}\n"
            + more);
  }

  @Test
  void aTrainingThatDivergesLeavesNoModel() throws IOException {
    wild("");
    EocaException e = catchThrowableOfType(EocaException.class, () -> refusal());
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(e).hasMessageContaining("finite validation loss expected in epoch 1");
    assertThat(folder.resolve("model/model.bin")).doesNotExist();
  }

  @Test
  void aGridGoesOnWhereAPointDiverges() throws IOException {
    wild("grid: {learning-rate: [10, 0.001]}\n");
    assertThat(run("--grid")).isZero();
    assertThat(out.toString()).contains("learning rate    0.001");
    assertThat(err.toString()).contains("learning-rate-10.0: finite validation loss expected");
    assertThat(Files.readString(folder.resolve("model/grid.json")))
        .containsPattern("\"diverged\" : \"finite validation loss expected in epoch 1")
        .containsPattern("\"validation_loss\" : [0-9]");
    wild("grid: {learning-rate: [10, 9]}\n");
    EocaException e =
        catchThrowableOfType(
            EocaException.class,
            () -> refusal("--grid", "--out", folder.resolve("none").toString()));
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(e).hasMessageContaining("finite validation loss expected");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKilledTrainingGoesOnToTheSameBits(boolean forcibly) throws Exception {
    SmallTables.config(folder, "esdpm-ncg", 6);
    run("--out", folder.resolve("whole").toString());
    byte[] whole = Files.readAllBytes(folder.resolve("whole/model.bin"));
    Process process = start();
    try (BufferedReader lines = process.errorReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("epoch   2")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
      if (forcibly) {
        process.destroyForcibly();
      } else {
        process.destroy();
      }
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(forcibly ? 137 : 143);
    } finally {
      process.destroyForcibly();
    }
    assertThat(names(folder)).noneMatch(name -> name.startsWith("hs_err"));
    assertThat(names(folder.resolve("model")))
        .contains("checkpoint.bin")
        .doesNotContain("model.bin");
    assertThat(catchThrowableOfType(EocaException.class, this::refusal).hint())
        .startsWith("Maybe --resume");
    assertThat(run("--resume")).isZero();
    assertThat(Files.readAllBytes(folder.resolve("model/model.bin"))).isEqualTo(whole);
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-D") || argument.startsWith("--add-opens")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of(
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            TrainMain.class.getName(),
            folder.resolve("train.yaml").toString()));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
