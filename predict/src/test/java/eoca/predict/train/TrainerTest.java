package eoca.predict.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import eoca.inputs.Progress;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.features.FeatureData;
import eoca.predict.model.EtvModel;
import eoca.predict.model.ModelConfig;
import eoca.predict.model.Profile;
import eoca.predict.model.SmallWorld;
import eoca.predict.train.Trainer.Hooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {
  private static final FeatureData DATA = SmallWorld.data(500, 8);
  private static final TrainOptions SHORT = new TrainOptions(64, 3e-3, 1e-6, 3, 3, 1, 42);
  private static final Origin ORIGIN = new Origin("m", "o", "f", "t");

  @TempDir Path folder;

  static Iterable<String> models() {
    return ModelConfig.BUILT_IN;
  }

  private static EtvModel model(String name) {
    return new EtvModel(ModelConfig.read(name, Path.of(".")), DATA.fitted(), SHORT.seed());
  }

  private static List<float[]> state(EtvModel model) {
    List<float[]> all = new ArrayList<>();
    model.params().names().forEach(name -> all.add(model.params().toFloats(name)));
    all.add(model.table().values().clone());
    return all;
  }

  private static void same(List<float[]> actual, List<float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelLearnsAndKeepsItsBaseRate(String name) {
    try (EtvModel model = model(name)) {
      TrainOptions eight = new TrainOptions(64, 3e-3, 1e-6, 8, 8, 1, 42);
      TrainResult result = new Trainer(model, DATA, eight, Hooks.NONE).train();
      List<Epoch> epochs = result.epochs();
      assertThat(epochs).hasSize(8);
      double late = epochs.subList(5, 8).stream().mapToDouble(Epoch::trainLoss).min().orElseThrow();
      assertThat(late).isLessThan(epochs.get(0).trainLoss());
      assertThat(result.bestEpoch()).isPositive();
      // Later a few hundred samples are overfitted, which is not what this is about.
      for (Epoch epoch : epochs.subList(0, 2)) {
        if (model.config().layout().hasProbability()) {
          assertThat(epoch.meanP()).isCloseTo(epoch.baseRate(), within(0.06));
        } else {
          assertThat(epoch.meanP()).isNaN();
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherDoesNot() {
    List<List<float[]>> runs = new ArrayList<>();
    for (long seed : new long[] {42, 42, 43}) {
      TrainOptions options = new TrainOptions(64, 3e-3, 1e-6, 2, 3, 0.5, seed);
      try (EtvModel model =
          new EtvModel(ModelConfig.read("esdpm", Path.of(".")), DATA.fitted(), seed)) {
        new Trainer(model, DATA, options, Hooks.NONE).train();
        runs.add(state(model));
      }
    }
    same(runs.get(1), runs.get(0));
    assertThat(Arrays.equals(runs.get(2).get(0), runs.get(0).get(0))).isFalse();
  }

  @Test
  void aResumedTrainingGoesOnWithTheSameBits() {
    List<float[]> whole;
    List<Epoch> wholeEpochs;
    try (EtvModel model = model("esdpm")) {
      wholeEpochs = new Trainer(model, DATA, SHORT, Hooks.NONE).train().epochs();
      whole = state(model);
    }
    Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoint.bin"), "same");
    int[] asked = {0};
    // The second epoch has five batches; the training is cut in its midst, as a kill would.
    Hooks cut = new Hooks(Progress.NONE, () -> asked[0]++ > 16, epoch -> {});
    try (EtvModel model = model("esdpm")) {
      TrainResult result = new Trainer(model, DATA, SHORT, checkpoints, cut).train();
      assertThat(result.stopped()).isTrue();
      assertThat(result.epochs()).hasSize(1);
    }
    try (EtvModel model = model("esdpm")) {
      TrainResult result = new Trainer(model, DATA, SHORT, checkpoints, Hooks.NONE).train();
      assertThat(result.stopped()).isFalse();
      assertThat(result.epochs()).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(result.epochs().get(i).validationLoss())
            .isEqualTo(wholeEpochs.get(i).validationLoss());
      }
      same(state(model), whole);
    }
  }

  @Test
  void earlyStoppingKeepsTheBestEpoch() {
    TrainOptions wild = new TrainOptions(64, 0.05, 0, 40, 2, 1, 1);
    try (EtvModel model = model("esdpm-ncg")) {
      List<List<float[]>> best = new ArrayList<>();
      Hooks hooks =
          new Hooks(
              Progress.NONE,
              () -> false,
              epoch -> {
                if (epoch.best()) {
                  best.add(state(model));
                }
              });
      TrainResult result = new Trainer(model, DATA, wild, hooks).train();
      assertThat(result.epochs()).hasSizeLessThan(40).hasSize(result.bestEpoch() + 2);
      double lowest = result.epochs().get(result.bestEpoch() - 1).validationLoss();
      assertThat(result.epochs()).allMatch(e -> e.validationLoss() >= lowest);
      same(state(model), best.get(best.size() - 1));
    }
  }

  @Test
  void droppedNegativesAreWeighedUp() {
    TrainOptions few = new TrainOptions(64, 3e-3, 1e-6, 2, 6, 0.25, 42);
    try (EtvModel model = model("mmoe")) {
      List<Epoch> epochs = new Trainer(model, DATA, few, Hooks.NONE).train().epochs();
      Epoch last = epochs.get(epochs.size() - 1);
      assertThat(last.meanP()).as("calibration stays").isCloseTo(last.baseRate(), within(0.06));
    }
  }

  @Test
  void aLossThatDivergesAmidAnEpochIsRefused() {
    TrainOptions wild = new TrainOptions(64, 1e6, 1e-6, 2, 6, 1, 42);
    List<Epoch> heard = new ArrayList<>();
    try (EtvModel model = model("mmoe")) {
      Trainer trainer =
          new Trainer(model, DATA, wild, new Hooks(Progress.NONE, () -> false, heard::add));
      EocaException e = catchThrowableOfType(EocaException.class, trainer::train);
      assertThat(e.code()).isEqualTo(ExitCode.USAGE);
      assertThat(e).hasMessageMatching("finite loss expected in epoch 1, found \\(.+\\)");
      assertThat(e.hint()).startsWith("Maybe a smaller learning-rate");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void aTrainingWithoutConversionsIsRefused() {
    byte[] conversion = DATA.samples().conversion().clone();
    Arrays.fill(DATA.samples().conversion(), (byte) 0);
    try (EtvModel model = model("mmoe")) {
      Trainer trainer = new Trainer(model, DATA, SHORT, Hooks.NONE);
      EocaException e = catchThrowableOfType(EocaException.class, trainer::train);
      assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
    } finally {
      System.arraycopy(conversion, 0, DATA.samples().conversion(), 0, conversion.length);
    }
  }

  @Test
  void aFolderGivesTheModelBack() {
    ModelFolder saved = new ModelFolder(folder.resolve("model"));
    List<float[]> trained;
    try (EtvModel model = model("esdpm")) {
      TrainResult result = new Trainer(model, DATA, SHORT, Hooks.NONE).train();
      assertThat(saved.isComplete()).isFalse();
      saved.save(model, Profile.of(model, DATA), SHORT, result, ORIGIN);
      trained = state(model);
    }
    assertThat(saved.isComplete()).isTrue();
    try (EtvModel loaded = saved.load()) {
      same(state(loaded), trained);
      assertThat(loaded.config().name()).isEqualTo("esdpm");
    }
    assertThat(folder.resolve("model/training.html")).content().contains("<polyline");
  }

  @Test
  void damagedAndForeignFilesAreRefused() throws Exception {
    ModelFolder saved = new ModelFolder(folder.resolve("model"));
    try (EtvModel model = model("dnn-c")) {
      saved.save(
          model, Profile.of(model, DATA), SHORT, new TrainResult(List.of(), 0, false), ORIGIN);
    }
    Path file = saved.path().resolve("model.bin");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 12, 300, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      refused(saved);
    }
    for (int at : new int[] {2, 9, 40, whole.length / 2, whole.length - 3}) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 4;
      Files.write(file, flipped);
      refused(saved);
    }
    Files.write(file, whole);
    saved.load().close();
    Path features = saved.path().resolve("features.json");
    Files.writeString(features, Files.readString(features).replace("\"x\"", "\"xx\""));
    assertThat(refused(saved)).hasMessageContaining("SHA-256");
    Files.delete(features);
    EocaException e = catchThrowableOfType(EocaException.class, () -> saved.load().close());
    assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM);
  }

  private static EocaException refused(ModelFolder saved) {
    EocaException e = catchThrowableOfType(EocaException.class, () -> saved.load().close());
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
    assertThat(e.defects()).hasSize(1);
    return e;
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefused() {
    Path file = folder.resolve("checkpoint.bin");
    TrainOptions one = new TrainOptions(64, 3e-3, 1e-6, 1, 3, 1, 42);
    try (EtvModel model = model("dnn-c")) {
      new Trainer(model, DATA, one, new Checkpoints(file, "this"), Hooks.NONE).train();
    }
    try (EtvModel model = model("dnn-c")) {
      Trainer other = new Trainer(model, DATA, one, new Checkpoints(file, "that"), Hooks.NONE);
      EocaException e = catchThrowableOfType(EocaException.class, other::train);
      assertThat(e).hasMessageContaining("same model, data and options");
    }
  }
}
