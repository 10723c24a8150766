package eoca.predict.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eoca.predict.loss.HeadLayout.ValueMeaning;
import eoca.predict.loss.JointLoss.Weighted;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JointLossTest {
  private static final List<Head> ALL = List.of(Head.values());

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientOfTheBatchMeanIsItsSlope(boolean product) {
    HeadLayout layout = new HeadLayout(ALL, product, ValueMeaning.ENTIRE_SPACE);
    JointLoss loss =
        new JointLoss(
            layout,
            List.of(
                new Weighted(new LossTerm.EsjCensored(), 1),
                new Weighted(new LossTerm.Click(), 0.5),
                new Weighted(new LossTerm.ValueMse(true), 0.25)));
    int n = 7;
    Random random = new Random(Long.getLong("eoca.seed", 11));
    float[] outputs = new float[n * ALL.size()];
    byte[] click = new byte[n];
    byte[] conversion = new byte[n];
    float[] logAmount = new float[n];
    float[] weight = new float[n];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < ALL.size(); column++) {
        double x = random.nextGaussian();
        outputs[row * ALL.size() + column] =
            (float) (ALL.get(column) == Head.SIGMA ? Math.abs(x) + 0.3 : x);
      }
      click[row] = (byte) (row % 2);
      conversion[row] = (byte) (row % 4 == 1 ? 1 : 0);
      logAmount[row] = conversion[row] * 2.5f;
      weight[row] = 0.5f + row;
    }
    JointLoss.Labels labels = new JointLoss.Labels(click, conversion, logAmount, weight);
    float[] gradient = new float[outputs.length];
    double mean = loss.mean(outputs, labels, gradient);
    assertThat(loss.mean(outputs, labels, null)).isEqualTo(mean);
    for (int i = 0; i < outputs.length; i++) {
      float[] up = outputs.clone();
      float[] down = outputs.clone();
      up[i] += 0.01f;
      down[i] -= 0.01f;
      double slope =
          (loss.mean(up, labels, null) - loss.mean(down, labels, null)) / (up[i] - down[i]);
      assertThat((double) gradient[i])
          .as("output %d of row %d", i % ALL.size(), i / ALL.size())
          .isCloseTo(slope, within(2e-3 * Math.abs(slope) + 2e-4));
    }
  }

  @Test
  void weightsAndTheMean() {
    HeadLayout layout = new HeadLayout(List.of(Head.VALUE), false, ValueMeaning.ENTIRE_SPACE);
    JointLoss loss = new JointLoss(layout, List.of(new Weighted(new LossTerm.ValueMse(true), 2)));
    float[] gradient = new float[2];
    double mean =
        loss.mean(
            new float[] {1, 5},
            new JointLoss.Labels(null, new byte[] {0, 1}, new float[] {0, 3}, new float[] {1, 10}),
            gradient);
    assertThat(mean).isEqualTo(2 * (1 * 1 + 10 * 4) / 2.0);
    assertThat(gradient).containsExactly(2, 40);
  }

  @Test
  void expectedTransactionValues() {
    Point point = new Point();
    HeadLayout logNormal =
        new HeadLayout(
            List.of(Head.CLICK, Head.CONVERSION, Head.MU, Head.SIGMA), true, ValueMeaning.NONE);
    logNormal.fill(point, new float[] {0, 0, 2, 1}, 0);
    assertThat(logNormal.etv(point)).isCloseTo(0.25 * (Math.exp(2.5) - 1), within(1e-12));
    assertThat(logNormal.logValue(point)).isCloseTo(0.5, within(1e-12));
    HeadLayout tiny =
        new HeadLayout(List.of(Head.CONVERSION, Head.MU, Head.SIGMA), false, ValueMeaning.NONE);
    tiny.fill(point, new float[] {-800, 5, 1}, 0);
    assertThat(tiny.etv(point)).as("no underflow to a wrong value").isZero();
    HeadLayout probability = new HeadLayout(List.of(Head.CONVERSION), false, ValueMeaning.NONE);
    probability.fill(point, new float[] {9, 0}, 1);
    assertThat(probability.etv(point)).isEqualTo(0.5);
    assertThat(probability.logValue(point)).isNaN();
    HeadLayout given =
        new HeadLayout(List.of(Head.CONVERSION, Head.VALUE), false, ValueMeaning.GIVEN_CONVERSION);
    given.fill(point, new float[] {0, 2}, 0);
    assertThat(given.etv(point)).isCloseTo(0.5 * Math.expm1(2), within(1e-12));
    HeadLayout entire = new HeadLayout(List.of(Head.VALUE), false, ValueMeaning.ENTIRE_SPACE);
    entire.fill(point, new float[] {1}, 0);
    assertThat(entire.etv(point)).isCloseTo(Math.expm1(1), within(1e-12));
    assertThat(entire.hasProbability()).isFalse();
  }

  @Test
  void senselessLayoutsAreRefused() {
    assertThatThrownBy(() -> new HeadLayout(List.of(Head.CONVERSION), true, ValueMeaning.NONE))
        .hasMessageContaining("product head without click");
    assertThatThrownBy(() -> new HeadLayout(List.of(Head.MU), false, ValueMeaning.NONE))
        .hasMessageContaining("mu and sigma come together");
    assertThatThrownBy(() -> new HeadLayout(List.of(Head.VALUE), false, ValueMeaning.NONE))
        .hasMessageContaining("value head and its meaning");
  }
}
