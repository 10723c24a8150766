package eoca.predict.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eoca.predict.evaluate.Bootstrap.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final long SEED = Long.getLong("eoca.seed", 31);

  /** Small whole numbers everywhere, so that ties are the rule. */
  private static Scored tied(int n, Random random) {
    Scored s =
        new Scored(
            new int[n],
            new byte[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            new boolean[n]);
    for (int i = 0; i < n; i++) {
      s.user()[i] = random.nextInt(n);
      s.conversion()[i] = (byte) (random.nextInt(3) == 0 ? 1 : 0);
      s.amount()[i] = s.conversion()[i] * (1 + random.nextInt(4));
      s.p()[i] = (1 + random.nextInt(6)) / 8.0;
      s.etv()[i] = random.nextInt(5) - 1;
      s.logValue()[i] = random.nextInt(3);
      s.top()[i] = random.nextBoolean();
    }
    s.conversion()[0] = 1;
    s.amount()[0] = 2;
    s.conversion()[1] = 0;
    s.amount()[1] = 0;
    return s;
  }

  private static int[] ones(int n) {
    int[] weight = new int[n];
    Arrays.fill(weight, 1);
    return weight;
  }

  @Test
  void byHand() {
    Scored s =
        new Scored(
            new int[] {0, 0, 1, 2},
            new byte[] {1, 0, 0, 1},
            new double[] {Math.E - 1, 0, 0, 3},
            new double[] {0.5, 0.25, 0.5, 0.75},
            new double[] {2, 0, 1, 3},
            new double[] {0.5, 0, 0.5, 1},
            new boolean[] {true, false, true, true});
    Map<Measure, Double> m = new Measures(s).of(ones(4));
    // Pairs (0,1) and (3,·) won, (0,2) tied: 3.5 of 4.
    assertThat(m.get(Measure.AUC)).isEqualTo(0.875);
    assertThat(m.get(Measure.LOG_LOSS))
        .isCloseTo(-(Math.log(0.5) + 2 * Math.log(0.75) + Math.log(0.5)) / 4, within(1e-15));
    assertThat(m.get(Measure.CALIBRATION)).isEqualTo(1);
    double log4 = Math.log(4);
    assertThat(m.get(Measure.MSE_LOG))
        .isCloseTo((0.25 + 0 + 0.25 + (log4 - 1) * (log4 - 1)) / 4, within(1e-15));
    assertThat(m.get(Measure.MAE_LOG)).isCloseTo((0.5 + 0 + 0.5 + log4 - 1) / 4, within(1e-15));
    double e = 2 - (Math.E - 1);
    assertThat(m.get(Measure.MAE_MONEY)).isCloseTo((e + 0 + 1 + 0) / 4, within(1e-15));
    assertThat(m.get(Measure.MSE_MONEY)).isCloseTo((e * e + 1) / 4, within(1e-15));
    assertThat(m.get(Measure.ETV_CALIBRATION)).isCloseTo(6 / (Math.E + 2), within(1e-15));
    assertThat(m.get(Measure.GINI)).as("the order of amounts is found").isEqualTo(1);
    assertThat(m.get(Measure.THC)).isEqualTo(2);
    assertThat(m.get(Measure.THA)).isCloseTo(Math.E + 2, within(1e-15));
    // Ranks of ETV 3, 1, 2, 4; of amounts 3, 1.5, 1.5, 4.
    assertThat(m.get(Measure.SPEARMAN)).isCloseTo(4.5 / Math.sqrt(5 * 4.5), within(1e-15));
  }

  @Test
  void againstPlainDefinitions() {
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      Scored s = tied(2 + random.nextInt(25), random);
      Map<Measure, Double> m = new Measures(s).of(ones(s.size()));
      String where = "seed " + SEED + ", round " + round;
      assertThat(m.get(Measure.AUC)).as(where).isCloseTo(auc(s), within(1e-12));
      double gini = gini(s, s.etv()) / gini(s, s.amount());
      if (Double.isFinite(gini)) {
        assertThat(m.get(Measure.GINI)).as(where).isCloseTo(gini, within(1e-9));
      }
      assertThat(m.get(Measure.SPEARMAN))
          .as(where)
          .satisfies(
              x -> {
                double expected = spearman(s);
                if (Double.isNaN(expected)) {
                  assertThat(x).isNaN();
                } else {
                  assertThat(x).isCloseTo(expected, within(1e-12));
                }
              });
    }
  }

  private static double auc(Scored s) {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < s.size(); i++) {
      for (int j = 0; j < s.size(); j++) {
        if (s.conversion()[i] == 1 && s.conversion()[j] == 0) {
          pairs++;
          won += s.p()[i] > s.p()[j] ? 1 : s.p()[i] == s.p()[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  /** Mean over pairs of (amount of the higher-valued − of the lower-valued) / (2·mean). */
  private static double gini(Scored s, double[] values) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < s.size(); i++) {
      total += s.amount()[i];
      for (int j = 0; j < s.size(); j++) {
        sum += Math.signum(values[i] - values[j]) * (s.amount()[i] - s.amount()[j]) / 2;
      }
    }
    return sum / (s.size() * total);
  }

  private static double spearman(Scored s) {
    double[] x = ranks(s.etv());
    double[] y = ranks(s.amount());
    double mean = (s.size() + 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < s.size(); i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      for (double other : values) {
        ranks[i] += other < values[i] ? 1 : other == values[i] ? 0.5 : 0;
      }
      ranks[i] += 0.5;
    }
    return ranks;
  }

  @Test
  void aWeightIsSoManyCopies() {
    Random random = new Random(SEED);
    for (int round = 0; round < 50; round++) {
      Scored s = tied(2 + random.nextInt(15), random);
      int[] weight = random.ints(s.size(), 0, 4).toArray();
      weight[0] = 1;
      weight[1] = 2;
      String where = "seed " + SEED + ", round " + round;
      Map<Measure, Double> weighted = new Measures(s).of(weight);
      Scored copies = copies(s, weight);
      Map<Measure, Double> plain = new Measures(copies).of(ones(copies.size()));
      weighted.forEach(
          (measure, value) -> {
            if (Double.isFinite(plain.get(measure))) {
              assertThat(value)
                  .as("%s, %s", measure, where)
                  .isCloseTo(plain.get(measure), within(1e-9));
            }
          });
    }
  }

  private static Scored copies(Scored s, int[] weight) {
    int n = Arrays.stream(weight).sum();
    Scored c =
        new Scored(
            new int[n],
            new byte[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            new boolean[n]);
    int at = 0;
    for (int i = 0; i < weight.length; i++) {
      for (int k = 0; k < weight[i]; k++, at++) {
        c.user()[at] = s.user()[i];
        c.conversion()[at] = s.conversion()[i];
        c.amount()[at] = s.amount()[i];
        c.p()[at] = s.p()[i];
        c.etv()[at] = s.etv()[i];
        c.logValue()[at] = s.logValue()[i];
        c.top()[at] = s.top()[i];
      }
    }
    return c;
  }

  @Test
  void intervalsCoverTheTruthAboutAsOftenAsTheySay() {
    // THC of independent samples hit with probability 0.3 has mean 0.3·n; 100 worlds of 300 users.
    int covered = 0;
    for (int world = 0; world < 100; world++) {
      Random random = new Random(SEED + world);
      int n = 300;
      Scored s =
          new Scored(
              new int[n], new byte[n], new double[n], null, new double[n], null, new boolean[n]);
      for (int i = 0; i < n; i++) {
        s.user()[i] = i;
        s.conversion()[i] = (byte) (random.nextDouble() < 0.3 ? 1 : 0);
        s.top()[i] = true;
      }
      Interval thc = Bootstrap.of(s, 200, 5).get(Measure.THC);
      covered += thc.low() <= 90 && 90 <= thc.high() ? 1 : 0;
      assertThat(thc.value()).isBetween(thc.low(), thc.high());
    }
    // 95 of 100 on average; below 85 happens less than once in ten thousand seeds.
    assertThat(covered).isBetween(85, 100);
  }

  @Test
  void samplesOfOneUserAreDrawnTogether() {
    // One user has all conversions: replicates without that user have none.
    Scored s =
        new Scored(
            new int[] {7, 7, 9},
            new byte[] {1, 1, 0},
            new double[] {1, 1, 0},
            null,
            new double[3],
            null,
            new boolean[] {true, true, true});
    Interval thc = Bootstrap.of(s, 400, 1).get(Measure.THC);
    assertThat(thc.low()).isZero();
    assertThat(thc.high()).isEqualTo(4);
    assertThat(Bootstrap.of(s, 400, 1)).doesNotContainKey(Measure.AUC);
  }

  @Test
  void reliabilityInEqualBins() {
    Scored s =
        new Scored(
            new int[4],
            new byte[] {0, 1, 1, 0},
            new double[4],
            new double[] {0.9, 0.1, 0.8, 0.2},
            new double[4],
            null,
            new boolean[4]);
    List<Reliability.Bin> bins = Reliability.of(s, 2);
    assertThat(bins).hasSize(2);
    assertThat(bins.get(0).meanP()).isCloseTo(0.15, within(1e-12));
    assertThat(bins.get(0).rate()).isEqualTo(0.5);
    assertThat(bins.get(1).meanP()).isCloseTo(0.85, within(1e-12));
    assertThat(Reliability.of(s, 9)).hasSize(4).allMatch(bin -> bin.samples() == 1);
  }
}
