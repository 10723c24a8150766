package eoca.predict.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Value and gradient of every loss against the formulas of the paper, evaluated literally with 90
 * digits; derivatives by central differences with a step of 1e-25.
 */
class LossTermTest {
  private static final BigDecimal STEP = new BigDecimal("1e-25");
  private static final double[] LOGITS = {-700, -40, -9.2, -0.3, 0, 2, 38, 700};
  private static final double[] MUS = {-3, 0, 0.01, 1.4, 7, 12, 40};
  private static final double[] SIGMAS = {0.05, 0.399, 0.4, 0.81, 2.5, 10};

  /** A loss as a function of (logit or click logit, conversion logit, mu, sigma, value). */
  interface Literal {
    BigDecimal at(BigDecimal[] x, boolean converted, BigDecimal v);
  }

  /** A term, its literal form, and which of the five inputs it reads. */
  record Case(String name, LossTerm term, boolean product, Literal literal) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean product : new boolean[] {false, true}) {
      String suffix = product ? ", product head" : "";
      cases.add(
          new Case(
              "cross-entropy" + suffix,
              new LossTerm.CrossEntropy(),
              product,
              (x, y, v) -> y ? minusLog(p(x, product)) : minusLog(q(x, product))));
      cases.add(
          new Case(
              "ziln" + suffix,
              new LossTerm.Ziln(),
              product,
              (x, y, v) -> y ? positive(x, product, v) : minusLog(q(x, product))));
      for (double floor : new double[] {0, 0.4}) {
        cases.add(
            new Case(
                "esj, floor " + floor + suffix,
                new LossTerm.Esj(floor),
                product,
                (x, y, v) ->
                    y
                        ? positive(x, product, v)
                        : minusLog(
                            mix(
                                x,
                                product,
                                BigMath.density(
                                    BigDecimal.ZERO, x[2], x[3].max(BigMath.of(floor)))))));
      }
      cases.add(
          new Case(
              "esj-censored" + suffix,
              new LossTerm.EsjCensored(),
              product,
              (x, y, v) ->
                  y
                      ? positive(x, product, v)
                      : minusLog(
                          mix(
                              x,
                              product,
                              BigMath.cumulative(x[2].negate().divide(x[3], BigMath.MC))))));
    }
    return cases;
  }

  private static BigDecimal p(BigDecimal[] x, boolean product) {
    BigDecimal conversion = BigMath.sigmoid(x[1]);
    return product ? BigMath.sigmoid(x[0]).multiply(conversion, BigMath.MC) : conversion;
  }

  private static BigDecimal q(BigDecimal[] x, boolean product) {
    // 1 − p without cancellation beyond the 90 digits: (1 − a) + a·(1 − b).
    BigDecimal not = BigMath.sigmoid(x[1].negate());
    return product
        ? BigMath.sigmoid(x[0].negate())
            .add(BigMath.sigmoid(x[0]).multiply(not, BigMath.MC), BigMath.MC)
        : not;
  }

  private static BigDecimal mix(BigDecimal[] x, boolean product, BigDecimal n) {
    return q(x, product).add(p(x, product).multiply(n, BigMath.MC), BigMath.MC);
  }

  private static BigDecimal positive(BigDecimal[] x, boolean product, BigDecimal v) {
    BigDecimal density = BigMath.density(v, x[2], x[3]).divide(BigMath.exp(v), BigMath.MC);
    return minusLog(p(x, product).multiply(density, BigMath.MC));
  }

  private static BigDecimal minusLog(BigDecimal x) {
    return BigMath.log(x).negate();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valueAndGradientMatchTheLiteralFormula(Case test) {
    int checked = 0;
    for (double logit : LOGITS) {
      for (double mu : MUS) {
        for (double sigma : SIGMAS) {
          // Every combination would take minutes; every eleventh (coprime to the sizes) keeps all
          // values.
          if ((checked++ + test.name().length()) % 11 == 0) {
            double click = test.product() ? LOGITS[checked % LOGITS.length] : 0;
            compare(test, new double[] {click, logit, mu, sigma, 0}, false, 0);
            compare(test, new double[] {click, logit, mu, sigma, 0}, true, 7.5);
          }
        }
      }
    }
    assertThat(checked).isEqualTo(LOGITS.length * MUS.length * SIGMAS.length);
  }

  private static void compare(Case test, double[] x, boolean converted, double v) {
    Point point = new Point();
    if (test.product()) {
      point.product(x[0], x[1]);
    } else {
      point.direct(x[0], x[1]);
    }
    point.amount(x[2], x[3], x[4]);
    point.labels(converted, converted, v);
    double value = test.term().add(point);
    BigDecimal[] big = new BigDecimal[x.length];
    for (int i = 0; i < x.length; i++) {
      big[i] = BigMath.of(x[i]);
    }
    UnaryOperator<BigDecimal[]> copy = BigDecimal[]::clone;
    BigDecimal exact = test.literal().at(big, converted, BigMath.of(v));
    String where =
        test.name() + " at " + java.util.Arrays.toString(x) + (converted ? " converted" : "");
    close(value, exact.doubleValue(), where);
    double[] gradient = {
      point.clickGradient(), point.conversionGradient(), point.muGradient(), point.sigmaGradient()
    };
    for (int i = test.product() ? 0 : 1; i < gradient.length; i++) {
      if (i == 3 && x[3] == 0.4) {
        continue; // the floor's kink: one-sided derivatives differ there
      }
      BigDecimal[] up = copy.apply(big);
      BigDecimal[] down = copy.apply(big);
      up[i] = up[i].add(STEP);
      down[i] = down[i].subtract(STEP);
      double slope =
          test.literal()
              .at(up, converted, BigMath.of(v))
              .subtract(test.literal().at(down, converted, BigMath.of(v)))
              .divide(STEP.add(STEP), BigMath.MC)
              .doubleValue();
      close(gradient[i], slope, "derivative " + i + " of " + where);
    }
  }

  private static void close(double actual, double expected, String where) {
    // 1e-11 relative; below 1e-40 a 90-digit difference quotient has no digits left to compare.
    assertThat(actual).as(where).isCloseTo(expected, within(1e-11 * Math.abs(expected) + 1e-40));
  }

  @Test
  void clickTermIsACrossEntropyOfItsOwn() {
    for (double logit : LOGITS) {
      for (boolean clicked : new boolean[] {false, true}) {
        Point point = new Point();
        point.direct(logit, 0.3);
        point.labels(clicked, false, 0);
        double value = new LossTerm.Click().add(point);
        BigDecimal z = BigMath.of(clicked ? logit : -logit);
        close(value, minusLog(BigMath.sigmoid(z)).doubleValue(), "click at " + logit);
        double slope = BigMath.sigmoid(z.negate()).doubleValue();
        close(point.clickGradient(), clicked ? -slope : slope, "click gradient at " + logit);
        assertThat(point.conversionGradient()).isZero();
      }
    }
  }

  @Test
  void valueMseOverTheEntireSpaceOrThePositives() {
    Point point = new Point();
    point.direct(0, 0);
    point.amount(0, 1, 2);
    point.labels(false, false, 0);
    assertThat(new LossTerm.ValueMse(false).add(point)).isZero();
    assertThat(point.valueGradient()).isZero();
    assertThat(new LossTerm.ValueMse(true).add(point)).isEqualTo(4);
    assertThat(point.valueGradient()).isEqualTo(4);
    point.labels(true, true, 5);
    assertThat(new LossTerm.ValueMse(false).add(point)).isEqualTo(9);
    assertThat(point.valueGradient()).isEqualTo(4 - 6);
  }

  @Test
  void withTheFloorANegativeNeverRewardsAConversion() {
    for (double logit : LOGITS) {
      for (double mu : MUS) {
        for (double sigma : SIGMAS) {
          Point point = new Point();
          point.direct(0, logit);
          point.amount(mu, sigma, 0);
          point.labels(false, false, 0);
          new LossTerm.Esj(LossTerm.Esj.DEFAULT_FLOOR).add(point);
          assertThat(point.conversionGradient()).isNotNegative();
        }
      }
    }
    Point point = new Point();
    point.direct(0, 0);
    point.amount(0, 0.1, 0);
    point.labels(false, false, 0);
    new LossTerm.Esj(0).add(point);
    assertThat(point.conversionGradient()).as("as printed it does").isNegative();
  }

  @Test
  void esjIsZilnWhereNobodyBuysNothing() {
    Point esj = new Point();
    esj.direct(0, -2);
    esj.amount(10, 1, 0);
    esj.labels(false, false, 0);
    Point ziln = new Point();
    ziln.direct(0, -2);
    ziln.amount(10, 1, 0);
    ziln.labels(false, false, 0);
    assertThat(new LossTerm.Esj(0.4).add(esj))
        .isCloseTo(new LossTerm.Ziln().add(ziln), within(1e-16));
    assertThat(esj.muGradient()).isCloseTo(0, within(1e-16));
  }

  @Test
  void normalTailsAgainstNinetyDigits() {
    for (double z = -60; z <= 38; z += 0.37) {
      BigDecimal cumulative = BigMath.cumulative(BigMath.of(z));
      close(Normal.logCumulative(z), BigMath.log(cumulative).doubleValue(), "log Φ(" + z + ")");
      BigDecimal hazard =
          BigMath.density(BigMath.of(z), BigDecimal.ZERO, BigDecimal.ONE)
              .divide(cumulative, BigMath.MC);
      close(Normal.hazard(z), hazard.doubleValue(), "hazard(" + z + ")");
    }
  }
}
