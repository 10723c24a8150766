package eoca.predict.offpolicy;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Values of a policy from a log of another one.
 *
 * <p>With w = π(a | x) / e(a | x) of the logged action a, reward r and a model q of rewards: IPS =
 * mean(w·r), unbiased; SNIPS = Σ w·r / Σ w, consistent and of lower variance; doubly robust =
 * mean(Σ_b π(b | x)·q(x, b) + w·(r − q(x, a))), unbiased if either e or q is right. Intervals are
 * percentiles of a bootstrap over rows. q must not have seen the row it is asked for
 * (cross-fitting).
 */
final class OffPolicy {
  private static final double TAIL = 0.025;

  private OffPolicy() {}

  /**
   * A log, one entry a row.
   *
   * @param weight w of the logged action
   * @param reward what came of it
   * @param direct Σ_b π(b | x)·q(x, b)
   * @param model q of the logged action
   */
  record Log(double[] weight, double[] reward, double[] direct, double[] model) {
    /** A log without a model: doubly robust is IPS then. */
    static Log plain(double[] weight, double[] reward) {
      return new Log(weight, reward, new double[reward.length], new double[reward.length]);
    }
  }

  /** An estimate with its 95 % interval. */
  record Value(double value, double low, double high) {}

  /** Estimates of one policy. */
  record Estimates(Value ips, Value snips, Value doublyRobust) {}

  /** Estimates with intervals. */
  static Estimates of(Log log, int replicates, long seed) {
    int n = log.reward().length;
    double[][] drawn = new double[3][replicates];
    SplittableRandom random = new SplittableRandom(seed);
    int[] rows = new int[n];
    for (int r = 0; r < replicates; r++) {
      for (int i = 0; i < n; i++) {
        rows[i] = random.nextInt(n);
      }
      double[] estimates = estimates(log, rows);
      for (int e = 0; e < estimates.length; e++) {
        drawn[e][r] = estimates[e];
      }
    }
    for (int i = 0; i < n; i++) {
      rows[i] = i;
    }
    double[] values = estimates(log, rows);
    return new Estimates(
        value(values[0], drawn[0]), value(values[1], drawn[1]), value(values[2], drawn[2]));
  }

  private static double[] estimates(Log log, int[] rows) {
    double weights = 0;
    double weighted = 0;
    double robust = 0;
    for (int i : rows) {
      double w = log.weight()[i];
      weights += w;
      weighted += w * log.reward()[i];
      robust += log.direct()[i] + w * (log.reward()[i] - log.model()[i]);
    }
    return new double[] {weighted / rows.length, weighted / weights, robust / rows.length};
  }

  private static Value value(double value, double[] drawn) {
    if (drawn.length == 0) {
      return new Value(value, Double.NaN, Double.NaN);
    }
    double[] sorted = drawn.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Value(
        value, sorted[(int) Math.round(TAIL * last)], sorted[(int) Math.round((1 - TAIL) * last)]);
  }
}
