package eoca.predict.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FittedFeatures;
import eoca.predict.loss.Head;
import eoca.predict.net.Pass;
import eoca.predict.net.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EtvModelTest {
  private static final FeatureData DATA = SmallWorld.data(60, 4);

  static Iterable<String> models() {
    return ModelConfig.BUILT_IN;
  }

  private static ModelConfig config(String name) {
    return ModelConfig.read(name, Path.of("."));
  }

  private static Batch batch(Batches batches, int... users) {
    int[] funds = IntStream.range(0, users.length).map(i -> users[i] % 3).toArray();
    long[] moments = new long[users.length];
    Arrays.fill(moments, SmallWorld.SHOWN);
    return batches.build(users, funds, moments, 12);
  }

  private static float[] outputs(EtvModel model, Batch batch) {
    try (NDManager manager = model.params().batch()) {
      return model
          .forward(batch, model.rows(batch, manager), manager, Pass.INFERENCE)
          .toFloatArray();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyParameterAndEmbeddingLearns(String name) {
    ModelConfig config = config(name);
    assertThat(config.name()).isEqualTo(name);
    try (EtvModel model = new EtvModel(config, DATA.fitted(), 3)) {
      Batch batch = batch(model.batches(DATA), IntStream.range(0, 60).toArray());
      try (NDManager manager = model.params().batch();
          GradientCollector collector = Torch.engine().newGradientCollector()) {
        NDArray rows = model.rows(batch, manager);
        NDArray out = model.forward(batch, rows, manager, new Pass(false));
        assertThat(out.getShape().getShape()).containsExactly(60, config.layout().width());
        collector.backward(out.square().sum());
        for (String parameter : model.params().names()) {
          assertThat(model.params().get(parameter).getGradient().abs().sum().getFloat())
              .as(parameter)
              .isPositive();
        }
        float[] perRow = rows.getGradient().abs().sum(new int[] {1}).toFloatArray();
        int still = 0;
        for (float g : perRow) {
          still += g == 0 ? 1 : 0;
        }
        // Only the three padding rows (item 0 aside, which also occurs) may go without.
        assertThat(still).isLessThanOrEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aCollectionBetweenForwardAndBackwardChangesNothing(String name) {
    // Whatever backward reads must outlive the collector: engine constants once did not.
    try (EtvModel model = new EtvModel(config(name), DATA.fitted(), 3)) {
      Batch batch = batch(model.batches(DATA), IntStream.range(0, 15).toArray());
      List<float[]> calm = gradients(model, batch, false);
      for (int round = 0; round < 3; round++) {
        List<float[]> collected = gradients(model, batch, true);
        for (int i = 0; i < calm.size(); i++) {
          assertThat(collected.get(i)).isEqualTo(calm.get(i));
        }
      }
    }
  }

  private static List<float[]> gradients(EtvModel model, Batch batch, boolean collect) {
    List<float[]> gradients = new ArrayList<>();
    try (NDManager manager = model.params().batch();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray rows = model.rows(batch, manager);
      NDArray loss = model.forward(batch, rows, manager, Pass.INFERENCE).square().sum();
      if (collect) {
        System.gc();
        // Whatever was freed is taken and overwritten.
        for (int i = 1; i < 200; i++) {
          manager.create(new float[i]);
        }
      }
      collector.backward(loss);
      gradients.add(rows.getGradient().toFloatArray());
      for (String parameter : model.params().names()) {
        NDArray gradient = model.params().get(parameter).getGradient();
        gradients.add(gradient.toFloatArray());
        gradient.subi(gradient);
      }
    }
    return gradients;
  }

  @ParameterizedTest
  @MethodSource("models")
  void aPairsOutputDoesNotDependOnItsCompany(String name) {
    try (EtvModel model = new EtvModel(config(name), DATA.fitted(), 3)) {
      Batches batches = model.batches(DATA);
      float[] all = outputs(model, batch(batches, IntStream.range(0, 60).toArray()));
      int width = model.config().layout().width();
      for (int u : new int[] {0, 1, 7, 28, 59}) {
        float[] alone = outputs(model, batch(batches, u));
        for (int h = 0; h < width; h++) {
          assertThat(alone[h])
              .as("user %d, output %d", u, h)
              .isFinite()
              .isCloseTo(all[u * width + h], within(2e-5f));
        }
      }
    }
  }

  @Test
  void sigmaStaysWithinItsBoundsAndHeadsStartAtTheirRates() {
    try (EtvModel model = new EtvModel(config("esdpm"), DATA.fitted(), 3)) {
      model.start(Head.SIGMA, 0.8);
      model.start(Head.MU, 7);
      Batch batch = batch(model.batches(DATA), 1, 2, 3);
      float[] out = outputs(model, batch);
      int mu = model.config().layout().column(Head.MU);
      int sigma = model.config().layout().column(Head.SIGMA);
      for (int row = 0; row < 3; row++) {
        assertThat(out[row * 4 + mu]).isCloseTo(7f, within(1.5f));
        assertThat(out[row * 4 + sigma]).isBetween(0.05f, 3f);
      }
    }
  }

  @Test
  void eventsAtOrAfterTheMomentAreNotSeen() {
    try (EtvModel model = new EtvModel(config("esdpm-ncg"), DATA.fitted(), 3)) {
      Batches batches = model.batches(DATA);
      int u = 6;
      long[] moments = DATA.histories().moment();
      int first = DATA.histories().start()[u];
      Batch early = batches.build(new int[] {u}, new int[] {0}, new long[] {moments[first]}, 1);
      assertThat(early.history().mask()).containsOnly(0);
      Batch late =
          batches.build(new int[] {u}, new int[] {0}, new long[] {moments[first + 2] + 1}, 1);
      float sum = 0;
      for (float m : late.history().mask()) {
        sum += m;
      }
      assertThat(sum).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void whatTheSpecificationLacksIsSaid() {
    FittedFeatures full = DATA.fitted();
    String text =
        "{spec: bare, users: {}, funds: {}, splits: {train: 2021-01-01..2021-01-31, validation: 5%}}";
    FittedFeatures bare =
        new FittedFeatures(
            eoca.inputs.features.FeatureSpec.of(ConfigNode.parse("bare.yaml", text)),
            full.users(),
            full.funds(),
            null,
            null,
            null);
    EocaException e =
        catchThrowableOfType(
            EocaException.class, () -> new EtvModel(config("esdpm"), bare, 1).close());
    assertThat(e).hasMessage("feature specification with behaviours expected, model (esdpm)");
  }

  @Test
  void senselessConfigurationsAreRefused() {
    assertThat(error("outputs: {amount: log-normal}", "esj"))
        .contains("probability direct or product with amount log-normal expected");
    assertThat(error("outputs: {probability: direct}", "esj"))
        .contains(
            "loss term of a head that outputs states [CONVERSION] expected, loss[0].term (esj)");
    assertThat(error("outputs: {probability: direct}, shared: {gates: none, experts: 2}", "ziln"))
        .contains("1 without gates expected, shared.experts (2)");
    assertThat(error("outputs: {probability: direct}, towers: {sigma: [1, 0.5]}", "ziln"))
        .contains("bounds [low, high]");
    assertThat(error("outputs: {probability: direct}, towers: {dropout: [1]}", "ziln"))
        .contains("rates from 0 to below 1 expected, towers.dropout");
    EocaException e = catchThrowableOfType(EocaException.class, () -> config("esmn"));
    assertThat(e.hint()).isEqualTo("Maybe esmm.");
  }

  private static String error(String parts, String term) {
    String shared = parts.contains("shared") ? "" : ", shared: {}";
    String towers = parts.contains("towers") ? "" : ", towers: {}";
    String text = "{model: m, " + parts + shared + towers + ", loss: [{term: " + term + "}]}";
    return catchThrowableOfType(
            EocaException.class, () -> ModelConfig.of(ConfigNode.parse("m.yaml", text)))
        .getMessage();
  }
}
