package eoca.predict.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The exponential against the JDK's, and packing against its definition. */
class LanesTest {
  @Test
  void exponentialIsAccurate() {
    for (double x = 0; x >= -87; x -= 0.0137) {
      double exact = StrictMath.exp((float) x);
      assertThat(Lanes.exp((float) x) / exact).as("e^%s", x).isCloseTo(1, within(2e-7));
    }
    assertThat(Lanes.exp(0f)).isEqualTo(1f);
    assertThat(Lanes.exp(Float.NEGATIVE_INFINITY)).isBetween(0f, 2e-38f);
    assertThat(Lanes.exp(Float.NaN)).isNaN();
  }

  /** A network that diverged must show it: a kernel that loses NaN would score it as 0. */
  @Test
  void notANumberSurvivesBothKernels() {
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      LaneKernel lanes = kernels.lanes();
      float[] x = new float[2 * Lanes.USERS];
      x[3] = Float.NaN;
      float[] out = new float[4 * Lanes.USERS];
      lanes.addRelu(x, 0, new float[] {-1}, 0, 1, out, 0);
      assertThat(out[3]).isNaN();
      assertThat(out[4]).isZero();
      lanes.product(x, 2, Lanes.pack(new float[] {1, 1}, 0, 2, 1), new float[4], out, 0, 1, true);
      assertThat(out[3]).isNaN();
      lanes.softmax(x, 0, new float[2], 0, 1, 2, out);
      assertThat(out[3]).isNaN();
      assertThat(out[4]).isEqualTo(0.5f);
      lanes.sigmoid(x, 0, 0, 1);
      assertThat(x[3]).isNaN();
    }
  }

  @Test
  void packsByFourOutputs() {
    float[] matrix = {1, 2, 3, 4, 5, 10, 20, 30, 40, 50}; // [2][5]
    assertThat(Lanes.pack(matrix, 0, 2, 5))
        .containsExactly(1, 2, 3, 4, 10, 20, 30, 40, 5, 0, 0, 0, 50, 0, 0, 0);
    assertThat(Lanes.pad(matrix, 0, 5)).isEqualTo(Arrays.copyOf(new float[] {1, 2, 3, 4, 5}, 8));
  }
}
