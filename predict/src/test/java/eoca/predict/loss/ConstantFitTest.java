package eoca.predict.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eoca.predict.loss.HeadLayout.ValueMeaning;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The whole point of the floor, on the smallest possible model: one p, μ and σ for everybody,
 * fitted to rare log-normal purchases (rate 1/1000, μ 7, sd 0.8) by plain gradient steps on the
 * expected loss.
 */
class ConstantFitTest {
  private static final double RATE = 1e-3;
  private static final double MU = 7;
  private static final double SD = 0.8;
  private static final HeadLayout LAYOUT =
      new HeadLayout(List.of(Head.CONVERSION, Head.MU, Head.SIGMA), false, ValueMeaning.NONE);

  /** Returns p, μ, σ after the fit. */
  private static double[] fit(LossTerm term, double p, double mu, double sigma) {
    Random random = new Random(5);
    double[] amounts = random.doubles(200).map(u -> MU + SD * gaussian(u)).toArray();
    double[] x = {Math.log(p / (1 - p)), mu, Math.log(sigma)};
    double[] first = new double[3];
    double[] second = new double[3];
    for (int step = 1; step <= 4_000; step++) {
      double[] g = new double[3];
      add(term, x, false, 0, 1 - RATE, g);
      for (double v : amounts) {
        add(term, x, true, v, RATE / amounts.length, g);
      }
      for (int i = 0; i < 3; i++) {
        first[i] = 0.9 * first[i] + 0.1 * g[i];
        second[i] = 0.999 * second[i] + 0.001 * g[i] * g[i];
        double a = first[i] / (1 - Math.pow(0.9, step));
        double b = second[i] / (1 - Math.pow(0.999, step));
        x[i] -= 0.01 * a / (Math.sqrt(b) + 1e-10);
      }
    }
    return new double[] {1 / (1 + Math.exp(-x[0])), x[1], Math.exp(x[2])};
  }

  private static void add(
      LossTerm term, double[] x, boolean converted, double v, double weight, double[] g) {
    Point point = new Point();
    point.direct(0, x[0]);
    point.amount(x[1], Math.exp(x[2]), 0);
    point.labels(converted, converted, v);
    term.add(point);
    g[0] += weight * point.conversionGradient();
    g[1] += weight * point.muGradient();
    g[2] += weight * point.sigmaGradient() * Math.exp(x[2]);
  }

  /** A crude inverse of Φ by bisection: the sample's quantiles. */
  private static double gaussian(double u) {
    double low = -8;
    double high = 8;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (Math.exp(Normal.logCumulative(middle)) < u) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double etv(double[] fit) {
    Point point = new Point();
    LAYOUT.fill(
        point,
        new float[] {(float) Math.log(fit[0] / (1 - fit[0])), (float) fit[1], (float) fit[2]},
        0);
    return LAYOUT.etv(point);
  }

  @Test
  void fromTheBaseRateEveryVariantReachesTheHonestFit() {
    double[] honest = fit(new LossTerm.Ziln(), RATE, MU, SD);
    assertThat(honest[0]).isCloseTo(RATE, within(0.02 * RATE));
    for (LossTerm term :
        List.of(new LossTerm.Esj(LossTerm.Esj.DEFAULT_FLOOR), new LossTerm.EsjCensored())) {
      double[] fitted = fit(term, RATE, MU, SD);
      assertThat(fitted[0]).as("%s: p", term).isCloseTo(RATE, within(0.02 * RATE));
      assertThat(fitted[1]).as("%s: mu", term).isCloseTo(honest[1], within(0.01));
      assertThat(fitted[2]).as("%s: sigma", term).isCloseTo(honest[2], within(0.01));
      assertThat(etv(fitted))
          .as("%s: ETV", term)
          .isCloseTo(etv(honest), within(0.02 * etv(honest)));
    }
  }

  @Test
  void asPrintedAFalseOptimumWaits() {
    double[] printed = fit(new LossTerm.Esj(0), 0.99, 0.01, 0.3);
    assertThat(printed[0]).as("p collapses to 1").isGreaterThan(0.9);
    double[] floored = fit(new LossTerm.Esj(LossTerm.Esj.DEFAULT_FLOOR), RATE, MU, SD);
    assertThat(floored[0]).isLessThan(0.01);
  }
}
