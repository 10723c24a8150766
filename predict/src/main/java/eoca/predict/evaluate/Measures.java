package eoca.predict.evaluate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * All measures of one set of samples, under weights: a bootstrap replicate is the same samples with
 * other (whole-number) weights, so everything is sorted once, and a replicate costs a few passes.
 *
 * <p>A sample of weight w counts as w equal samples. Ties: AUC counts half; Spearman uses
 * mid-ranks; in Gini, equal predictions share their cumulative amounts evenly. Measures that are
 * undefined (no conversion, no spread) are NaN.
 *
 * <p>Time O(n log n) once, then O(n) a replicate; 40 bytes a sample.
 */
final class Measures {
  private static final double LEAST_P = 1e-15;

  private final Scored scored;
  private final int[] byP;
  private final int[] byEtv;
  private final int[] byAmount;

  Measures(Scored scored) {
    this.scored = scored;
    this.byP = scored.p() == null ? null : order(scored.p());
    this.byEtv = order(scored.etv());
    this.byAmount = order(scored.amount());
  }

  /** Positions in ascending order of their values, equal ones by position. */
  private static int[] order(double[] values) {
    int[] order = new int[values.length];
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    // Counting sort by rank: the place of a value's first copy, then the next free one.
    int[] used = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      int first = firstAtLeast(sorted, values[i]);
      order[first + used[first]++] = i;
    }
    return order;
  }

  private static int firstAtLeast(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Double.compare(sorted[middle], value) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Every measure that applies. */
  Map<Measure, Double> of(int[] weight) {
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      if (measure.applies(scored)) {
        values.put(measure, of(measure, weight));
      }
    }
    return values;
  }

  private double of(Measure measure, int[] weight) {
    return switch (measure) {
      case AUC -> auc(weight);
      case LOG_LOSS -> logLoss(weight);
      case CALIBRATION -> ratio(scored.p(), weight, false);
      case MSE_LOG -> error(scored.logValue(), true, true, weight);
      case MAE_LOG -> error(scored.logValue(), true, false, weight);
      case MSE_MONEY -> error(scored.etv(), false, true, weight);
      case MAE_MONEY -> error(scored.etv(), false, false, weight);
      case ETV_CALIBRATION -> ratio(scored.etv(), weight, true);
      case GINI -> gini(byEtv, scored.etv(), weight) / gini(byAmount, scored.amount(), weight);
      case SPEARMAN -> spearman(weight);
      case THC -> hits(false, weight);
      case THA -> hits(true, weight);
    };
  }

  private double auc(int[] weight) {
    double negativesBelow = 0;
    double won = 0;
    double positives = 0;
    int n = byP.length;
    for (int from = 0; from < n; ) {
      int to = endOfTie(byP, scored.p(), from);
      double p = 0;
      double q = 0;
      for (int i = from; i < to; i++) {
        if (scored.conversion()[byP[i]] != 0) {
          p += weight[byP[i]];
        } else {
          q += weight[byP[i]];
        }
      }
      won += p * (negativesBelow + q / 2);
      positives += p;
      negativesBelow += q;
      from = to;
    }
    return won / (positives * negativesBelow);
  }

  private static int endOfTie(int[] order, double[] values, int from) {
    int to = from + 1;
    while (to < order.length && values[order[to]] == values[order[from]]) {
      to++;
    }
    return to;
  }

  private double logLoss(int[] weight) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < weight.length; i++) {
      double p = Math.max(LEAST_P, Math.min(1 - LEAST_P, scored.p()[i]));
      sum -= weight[i] * (scored.conversion()[i] != 0 ? Math.log(p) : Math.log1p(-p));
      total += weight[i];
    }
    return sum / total;
  }

  private double ratio(double[] predicted, int[] weight, boolean money) {
    double sum = 0;
    double actual = 0;
    for (int i = 0; i < weight.length; i++) {
      sum += weight[i] * predicted[i];
      actual += weight[i] * (money ? scored.amount()[i] : scored.conversion()[i]);
    }
    return actual == 0 ? Double.NaN : sum / actual;
  }

  private double error(double[] predicted, boolean log, boolean squared, int[] weight) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < weight.length; i++) {
      double actual = log ? Math.log1p(scored.amount()[i]) : scored.amount()[i];
      double e = predicted[i] - actual;
      sum += weight[i] * (squared ? e * e : Math.abs(e));
      total += weight[i];
    }
    return sum / total;
  }

  /** Gini of amounts laid out in ascending order of values: 1 − 2·(area below the Lorenz curve). */
  private double gini(int[] order, double[] values, int[] weight) {
    double total = 0;
    double area = 0;
    double amount = 0;
    for (int from = 0; from < order.length; ) {
      int to = endOfTie(order, values, from);
      double w = 0;
      double a = 0;
      for (int i = from; i < to; i++) {
        w += weight[order[i]];
        a += weight[order[i]] * scored.amount()[order[i]];
      }
      // A trapezium: equal values share their amount evenly.
      area += w * (amount + a / 2);
      amount += a;
      total += w;
      from = to;
    }
    return 1 - 2 * area / (total * amount);
  }

  private double spearman(int[] weight) {
    double[] x = midRanks(byEtv, scored.etv(), weight);
    double[] y = midRanks(byAmount, scored.amount(), weight);
    double total = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < weight.length; i++) {
      total += weight[i];
      meanX += weight[i] * x[i];
      meanY += weight[i] * y[i];
    }
    meanX /= total;
    meanY /= total;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < weight.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xy += weight[i] * dx * dy;
      xx += weight[i] * dx * dx;
      yy += weight[i] * dy * dy;
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double[] midRanks(int[] order, double[] values, int[] weight) {
    double[] ranks = new double[order.length];
    double below = 0;
    for (int from = 0; from < order.length; ) {
      int to = endOfTie(order, values, from);
      double w = 0;
      for (int i = from; i < to; i++) {
        w += weight[order[i]];
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = below + (w + 1) / 2;
      }
      below += w;
      from = to;
    }
    return ranks;
  }

  private double hits(boolean money, int[] weight) {
    double sum = 0;
    for (int i = 0; i < weight.length; i++) {
      if (scored.top()[i]) {
        sum += weight[i] * (money ? scored.amount()[i] : scored.conversion()[i]);
      }
    }
    return sum;
  }
}
