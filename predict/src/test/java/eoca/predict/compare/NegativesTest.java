package eoca.predict.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eoca.predict.evaluate.Scored;
import eoca.predict.evaluate.Scorer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NegativesTest {
  private static Map<String, Double> told(double[] p, double[] mu, double[] sigma, byte[] bought) {
    int n = p.length;
    Scored scored =
        new Scored(
            new int[n], bought, new double[n], p, new double[n], new double[n], new boolean[n]);
    return Negatives.told(new Scorer.AllFunds(scored, scored.user(), new double[n], mu, sigma));
  }

  @Test
  void worksOutOnPaper() {
    // N(0; 1, 1) = 0.24197, N(0; 0.5, 0.4) (σ at the floor) = 0.45662, N(0; 7, 1) = 9.1e-12.
    Map<String, Double> told =
        told(
            new double[] {0.1, 0.2, 0.3, 0.5},
            new double[] {1, 0.5, 7, 1},
            new double[] {1, 0.2, 1, 1},
            new byte[] {0, 0, 0, 1});
    assertThat(told.get("near_zero")).isEqualTo(0.75);
    double ziln = -Math.log(0.9) - Math.log(0.8) - Math.log(0.7);
    double esj = -Math.log(0.9 + 0.1 * 0.2419707) - Math.log(0.8 + 0.2 * 0.4566227) - Math.log(0.7);
    assertThat(told.get("esj_ziln_gap")).isCloseTo((ziln - esj) / ziln, within(1e-7));
  }

  @Test
  void farFromZeroTheLossesAreOne() {
    Map<String, Double> told =
        told(new double[] {0.03, 0.9}, new double[] {6.5, 3.6}, new double[] {1, 1}, new byte[2]);
    assertThat(told.get("near_zero")).isZero();
    assertThat(told.get("esj_ziln_gap")).isPositive().isLessThan(0.01);
  }
}
