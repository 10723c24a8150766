package eoca.predict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.Progress;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.features.FittedFeatures;
import eoca.inputs.files.DurableFiles;
import eoca.predict.model.EtvModel;
import eoca.predict.train.ModelFolder;
import eoca.predict.train.TrainConfig;
import eoca.predict.train.Trainer.Hooks;
import eoca.predict.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flipped bits, cut files and changed surroundings of what a training leaves. */
class DamagedFilesTest {
  private static final long SEED = Long.getLong("eoca.seed", 17);

  @TempDir static Path trained;
  @TempDir Path folder;
  private final Random random = new Random(SEED);

  @BeforeAll
  static void train() throws IOException {
    SmallTables.write(trained, 120, 2);
    new Training(config(trained), trained.resolve("model"), false, Hooks.NONE).run();
    boolean[] stop = {false};
    Hooks first = new Hooks(Progress.NONE, () -> stop[0], epoch -> stop[0] = true);
    new Training(config(trained), trained.resolve("part"), false, first).run();
    assertThat(names(trained.resolve("part"))).containsExactly("checkpoint.bin");
  }

  private static TrainConfig config(Path in) {
    return TrainConfig.read(in.resolve("train.yaml"));
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(trained)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(trained.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  /** One flipped bit, or a cut, of the bytes; never the bytes themselves. */
  private byte[] damaged(byte[] whole, int trial) {
    if (trial == 0) {
      return new byte[0];
    }
    if (trial % 3 == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] flipped = whole.clone();
    // every other flip is where the header is
    int at = random.nextInt(trial % 3 == 1 ? Math.min(400, whole.length) : whole.length);
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private static void rejected(EocaException thrown, Path file, String about) {
    assertThat(thrown).as(about).isNotNull();
    assertThat(thrown.code()).as(about).isEqualTo(ExitCode.REJECTED);
    assertThat(thrown.defects())
        .as(about)
        .singleElement()
        .satisfies(defect -> assertThat(defect.file()).isEqualTo(file.toString()));
    assertThat(thrown.hint()).as(about).startsWith("Maybe ");
  }

  private EocaException resumed() {
    return catchThrowableOfType(
        EocaException.class,
        () -> new Training(config(folder), folder.resolve("part"), true, Hooks.NONE).run());
  }

  @Test
  void aDamagedCheckpointIsRefusedAndLeftAsItIs() throws IOException {
    Path file = folder.resolve("part/checkpoint.bin");
    byte[] whole = Files.readAllBytes(file);
    for (int trial = 0; trial < 15; trial++) {
      byte[] damaged = damaged(whole, trial);
      Files.write(file, damaged);
      rejected(resumed(), file, "-Deoca.seed=" + SEED + ", trial " + trial);
      assertThat(names(folder.resolve("part"))).containsExactly("checkpoint.bin");
      assertThat(file).hasBinaryContent(damaged);
    }
    Files.write(file, whole);
    assertThat(resumed()).isNull();
    assertThat(folder.resolve("part/model.bin"))
        .hasSameBinaryContentAs(trained.resolve("model/model.bin"));
  }

  @Test
  void aCheckpointOfOtherDataOrFeaturesIsRefused() throws IOException {
    for (String changed : List.of("features.yaml", "behaviours.csv", "edges.csv", "users.csv")) {
      Path file = folder.resolve(changed);
      String text = Files.readString(file);
      String other =
          switch (changed) {
            case "features.yaml" -> text.replace("quantiles: 10", "quantiles: 11");
            case "behaviours.csv" -> text.replaceFirst(",f0,", ",f1,");
            case "edges.csv" -> text.replaceFirst(",m1,", ",m2,");
            default -> text.replaceFirst("u0,1,c.", "u0,2,c1");
          };
      assertThat(other).as(changed).isNotEqualTo(text);
      Files.writeString(file, other);
      EocaException thrown = resumed();
      assertThat(thrown).as(changed).isNotNull();
      assertThat(thrown.code()).as(changed).isEqualTo(ExitCode.USAGE);
      assertThat(thrown).hasMessageContaining("checkpoint of the same model, data and options");
      assertThat(names(folder.resolve("part"))).containsExactly("checkpoint.bin");
      Files.writeString(file, text);
    }
    assertThat(resumed()).isNull();
  }

  @Test
  void aDamagedModelIsRefused() throws IOException {
    ModelFolder model = new ModelFolder(folder.resolve("model"));
    String fingerprint = FittedFeatures.read(model.path().resolve("features.json")).fingerprint();
    int harmless = 0;
    for (String name : List.of("model.bin", "features.json", "profile.json")) {
      Path file = model.path().resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int trial = 0; trial < 100; trial++) {
        Files.write(file, damaged(whole, trial));
        EocaException thrown =
            catchThrowableOfType(
                EocaException.class,
                () -> {
                  try (EtvModel loaded = model.load()) {
                    assertThat(loaded.fitted().fingerprint()).isEqualTo(fingerprint);
                    model.profile(fingerprint);
                  }
                });
        if (thrown == null && name.equals("features.json")) {
          harmless++; // white space: the same specification
          continue;
        }
        String about = "-Deoca.seed=" + SEED + ", " + name + ", trial " + trial;
        boolean changed = thrown != null && thrown.getMessage().contains("model of these features");
        rejected(thrown, changed ? model.path().resolve("model.bin") : file, about);
      }
      Files.write(file, whole);
    }
    assertThat(harmless).isLessThan(50);
    model.load().close();
  }

  @Test
  void aGridOfAnotherSearchIsRefused() throws IOException {
    Path out = folder.resolve("grid-search");
    Files.writeString(
        folder.resolve("train.yaml"),
        Files.readString(folder.resolve("train.yaml"))
            .replace("dropout: [0, 0.3]", "dropout: [0]"));
    new Training(config(folder), out, false, Hooks.NONE).runGrid(point -> {});
    DurableFiles.deleteTree(out.resolve("model.bin"));
    Path samples = folder.resolve("samples.csv");
    String text = Files.readString(samples);
    Files.writeString(samples, text + text.lines().skip(1).findFirst().orElseThrow() + "\n");
    EocaException thrown =
        catchThrowableOfType(
            EocaException.class,
            () -> new Training(config(folder), out, true, Hooks.NONE).runGrid(point -> {}));
    assertThat(thrown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(thrown).hasMessageContaining("model of the same tables expected");
    Files.writeString(samples, text);
    Path record = out.resolve("grid/learning-rate-1.0E-4-dropout-0.0/training.json");
    Files.writeString(record, "{");
    rejected(
        catchThrowableOfType(
            EocaException.class,
            () -> new Training(config(folder), out, true, Hooks.NONE).runGrid(point -> {})),
        record,
        "record");
  }
}
