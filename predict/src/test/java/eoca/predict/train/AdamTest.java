package eoca.predict.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import eoca.predict.net.Params;
import eoca.predict.net.Torch;
import org.junit.jupiter.api.Test;

/** The engine's kernel against Adam written out in doubles. */
class AdamTest {
  @Test
  void followsTheDefinition() {
    double rate = 0.01;
    double l2 = 0.1;
    try (Params params = new Params(DataType.FLOAT32, 1)) {
      NDArray x = params.uniform("x", 1, 3);
      double[] expected = doubles(params.toFloats("x"));
      double[] m = new double[3];
      double[] v = new double[3];
      double[] slopes = {3, -0.02, 40};
      try (Adam adam = new Adam(params)) {
        for (int step = 1; step <= 25; step++) {
          try (NDManager batch = params.batch();
              GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray scaled = x.square().mul(batch.create(new float[] {3, -0.02f, 40}));
            collector.backward(scaled.sum());
            adam.step(rate, l2);
          }
          for (int i = 0; i < 3; i++) {
            double g = 2 * slopes[i] * expected[i] + l2 * expected[i];
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            double mHat = m[i] / (1 - Math.pow(0.9, step));
            double vHat = v[i] / (1 - Math.pow(0.999, step));
            expected[i] -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
          }
        }
      }
      assertThat(doubles(params.toFloats("x")))
          .usingComparatorWithPrecision(2e-5)
          .containsExactly(expected);
    }
  }

  private static double[] doubles(float[] x) {
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    return wide;
  }
}
