package eoca.predict.evaluate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Percentile intervals of all measures: users are drawn with replacement, each with all their
 * samples, because samples of one user are not independent.
 */
public final class Bootstrap {
  private static final double TAIL = 0.025;

  private Bootstrap() {}

  /**
   * A measure with its 95 % interval.
   *
   * @param value on the samples as they are
   * @param low 2.5th percentile of the replicates
   * @param high 97.5th percentile
   */
  public record Interval(double value, double low, double high) {}

  /**
   * Measures and intervals.
   *
   * @param replicates number of draws; with 0 the intervals are NaN
   * @param seed of the draws: equal seeds draw equal users for every model, so differences of
   *     models are comparable
   */
  public static Map<Measure, Interval> of(Scored scored, int replicates, long seed) {
    Measures measures = new Measures(scored);
    int n = scored.size();
    int[] weight = new int[n];
    Arrays.fill(weight, 1);
    Map<Measure, Double> values = measures.of(weight);
    Map<Measure, double[]> drawn = new EnumMap<>(Measure.class);
    values.keySet().forEach(measure -> drawn.put(measure, new double[replicates]));
    int[] cluster = clusters(scored.user());
    int clusters = Arrays.stream(cluster).max().orElse(-1) + 1;
    SplittableRandom random = new SplittableRandom(seed);
    for (int replicate = 0; replicate < replicates; replicate++) {
      int[] times = new int[clusters];
      for (int i = 0; i < clusters; i++) {
        times[random.nextInt(clusters)]++;
      }
      for (int i = 0; i < n; i++) {
        weight[i] = times[cluster[i]];
      }
      int at = replicate;
      measures.of(weight).forEach((measure, value) -> drawn.get(measure)[at] = value);
    }
    Map<Measure, Interval> intervals = new EnumMap<>(Measure.class);
    values.forEach(
        (measure, value) -> {
          double[] sorted =
              Arrays.stream(drawn.get(measure)).filter(x -> !Double.isNaN(x)).sorted().toArray();
          intervals.put(
              measure, new Interval(value, quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)));
        });
    return intervals;
  }

  /** Numbers users 0.. in order of appearance. */
  private static int[] clusters(int[] user) {
    int[] number = new int[Arrays.stream(user).max().orElse(-1) + 1];
    Arrays.fill(number, -1);
    int[] cluster = new int[user.length];
    int next = 0;
    for (int i = 0; i < user.length; i++) {
      if (number[user[i]] < 0) {
        number[user[i]] = next++;
      }
      cluster[i] = number[user[i]];
    }
    return cluster;
  }

  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
