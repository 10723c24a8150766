package eoca.predict.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeTest {
  private static double[][] rows(Random random, int n) {
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      x[i] = new double[] {1, random.nextGaussian(), i % 3 == 0 ? 1 : 0};
    }
    return x;
  }

  @Test
  void aLineIsFound() {
    double[][] x = rows(new Random(1), 300);
    double[] y = new double[300];
    for (int i = 0; i < 300; i++) {
      y[i] = 4 - 2 * x[i][1] + 3 * x[i][2];
    }
    double[] b = Ridge.linear(x, y, 1e-9);
    assertThat(b).containsExactly(new double[] {4, -2, 3}, within(1e-6));
  }

  /** At the optimum the gradient of the penalised likelihood is 0, also from a hopeless start. */
  @Test
  void theLogisticOptimumHasNoGradient() {
    Random random = new Random(2);
    double[][] x = rows(random, 2_000);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i][1] *= 8;
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(5 - x[i][1])) ? 1 : 0;
    }
    double ridge = 2;
    double[] b = Ridge.logistic(x, y, ridge);
    double[] g = new double[3];
    for (int i = 0; i < x.length; i++) {
      double p = 1 / (1 + Math.exp(-Ridge.dot(x[i], b)));
      for (int c = 0; c < 3; c++) {
        g[c] += (y[i] - p) * x[i][c];
      }
    }
    g[1] -= ridge * b[1];
    g[2] -= ridge * b[2];
    assertThat(g).containsExactly(new double[3], within(0.05));
  }
}
