package eoca.predict.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import eoca.inputs.features.FeatureData;
import eoca.predict.net.Kernels;
import eoca.predict.net.Pass;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inference by blocks against the plain forward pass over every pair. */
class InferenceTest {
  private static final int USERS = 60;
  private static final FeatureData DATA = SmallWorld.data(USERS, 4);

  static Iterable<String> models() {
    return ModelConfig.BUILT_IN;
  }

  @ParameterizedTest
  @MethodSource("models")
  void equalsThePlainForwardPass(String name) {
    ModelConfig config = ModelConfig.read(name, Path.of("."));
    int[] funds = {2, 0, 1};
    try (EtvModel model = new EtvModel(config, DATA.fitted(), 3)) {
      // A bias that is zero at first would hide a missing one.
      for (String bias : model.params().names()) {
        if (bias.endsWith("bias")) {
          float[] values = model.params().toFloats(bias);
          for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f * (i % 7) - 0.2f;
          }
          model.params().set(bias, values);
        }
      }
      int[] users = new int[USERS * funds.length];
      int[] shown = new int[users.length];
      long[] moments = new long[users.length];
      Arrays.setAll(users, i -> i / funds.length);
      Arrays.setAll(shown, i -> funds[i % funds.length]);
      Arrays.setAll(moments, i -> moment(i / funds.length));
      float[] plain;
      try (NDManager manager = model.params().batch()) {
        Batch batch = model.batches(DATA).build(users, shown, moments, Inference.SEED);
        plain =
            model
                .forward(batch, model.rows(batch, manager), manager, Pass.INFERENCE)
                .toFloatArray();
      }
      float[] scalar = outputs(model, funds, Kernels.scalar(), 1, 23);
      for (int i = 0; i < plain.length; i++) {
        assertThat(scalar[i]).as("output %d", i).isCloseTo(plain[i], within(2e-5f));
      }
      assertThat(Kernels.vector())
          .as("tests run with the Vector API")
          .isNotSameAs(Kernels.scalar());
      assertThat(outputs(model, funds, Kernels.vector(), 1, 23)).containsExactly(scalar);
      assertThat(outputs(model, funds, Kernels.vector(), 32, 33)).containsExactly(scalar);
    }
  }

  /** In three blocks. */
  private static float[] outputs(
      EtvModel model, int[] funds, Kernels kernels, int first, int second) {
    Inference.Worker worker =
        new Inference(model, DATA.funds(), funds, DATA.graph(), DATA.users(), kernels).worker();
    float[] whole = new float[0];
    for (int[] block : new int[][] {{0, first}, {first, second}, {second, USERS}}) {
      float[] part =
          worker.outputs(
              DATA.users(),
              DATA.histories(),
              user -> user,
              InferenceTest::moment,
              block[0],
              block[1]);
      int at = whole.length;
      whole = Arrays.copyOf(whole, at + part.length);
      System.arraycopy(part, 0, whole, at, part.length);
    }
    return whole;
  }

  /** Some see all of their events, some see a part, some none. */
  private static long moment(int user) {
    return SmallWorld.SHOWN - (user % 3) * 20L * SmallWorld.DAY;
  }
}
