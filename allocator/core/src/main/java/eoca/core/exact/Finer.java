package eoca.core.exact;

import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;

/**
 * Start prices from a sample several times as large, where values are few units apart: no pass that
 * counts can tell more there, because demand is a staircase of whole units and within one there are
 * only ties.
 *
 * <p>The parts of the larger sample are solved within the box that the smaller one gave, then all
 * of it within theirs. Uncertainty is measured where demand is even, {@link Lexicographic#even}:
 * the tie-breaking weights of two funds differ by a triangular distribution, so near half a unit
 * prices move far for few users, and the scatter of the parts, lopsided there, would promise too
 * much.
 */
record Finer(
    Sample sample,
    FundOrder order,
    Grid grid,
    Settings settings,
    long users,
    Workers workers,
    StopSignal stop,
    Journal journal) {
  /** Half-widths in those of {@link Settings#spread}: few parts tell a deviation but roughly. */
  private static final double MORE = 1.1;

  /** And a little, in even units: parts that agree on a gap between units say nothing of it. */
  private static final double LEAST = 0.004;

  /** Weight of a pair's own variance beside those of its funds. */
  private static final double PAIR = 0.5;

  /**
   * A better start.
   *
   * @return null if the stop signal asked, or a part does not fit in memory
   */
  Start start(Start from) {
    Prices[] parts = parts(from);
    if (parts == null) {
      return null;
    }
    journal.say("parts", 0);
    int k = order.count;
    boolean[] tiny = new boolean[k];
    int[] cluster = Clusters.agreed(parts, tiny, order);
    int[] block = new int[k];
    Arrays.setAll(block, order::block);
    Scatter scatter = scatter(parts, cluster);
    Spread spread = new Spread(scatter.widths(parts[0]), tiny, block, cluster, false);
    Prices union =
        new Level(sample.view(), order, quota(sample), grid, settings, workers, stop, journal)
            .solve(parts[0], spread, null, null, settings.mostSampleBytes());
    if (union == null) {
      return null;
    }
    journal.know(union);
    journal.say("union", 0);
    return new Start(union, spread.with(scatter.widths(union)), null, 0, 1);
  }

  private Prices[] parts(Start from) {
    Prices[] solved = new Prices[settings.parts()];
    StopSignal quiet = () -> stop.stopAt(); // which tells no steps of parts
    workers.run(
        solved.length,
        (p, slot) -> {
          Sample part = sample.only(p);
          Workers alone = Workers.sequential();
          Journal own = new Journal(quiet, part.size());
          solved[p] =
              new Level(part.view(), order, quota(part), grid, settings, alone, quiet, own)
                  .solve(from.prices(), from.cautious(), null, null, settings.mostSampleBytes());
        });
    return Arrays.asList(solved).contains(null) ? null : solved;
  }

  private long[] quota(Sample some) {
    return Sample.quotas(order, some.usersByTolerance(some.part(-1, 1)), users);
  }

  /**
   * How the parts' prices scatter, in even units, for every ordered pair of funds.
   *
   * @param mean difference
   * @param most the largest difference
   * @param noise how far the optimum of all users may lie above the mean
   */
  private record Scatter(double[] mean, double[] most, double[] noise) {
    /** How far prices may lie above some, which are an estimate of their own. */
    double[] widths(Prices at) {
      int k = at.value().length;
      double[] width = new double[k * k];
      for (int p = 0; p < width.length; p++) {
        double difference = Lexicographic.difference(at, p / k, p % k);
        double middle = Math.max(mean[p], Lexicographic.even(difference));
        width[p] = Lexicographic.uneven(Math.max(most[p], middle + noise[p])) - difference;
      }
      return width;
    }
  }

  private Scatter scatter(Prices[] parts, int[] cluster) {
    int k = order.count;
    int n = parts.length;
    double[] mean = new double[k * k];
    double[] most = new double[k * k];
    double[] sigma = new double[k * k];
    double[] even = new double[n];
    for (int p = 0; p < sigma.length; p++) {
      int a = p / k;
      int b = p % k;
      Arrays.setAll(even, i -> Lexicographic.even(Lexicographic.difference(parts[i], a, b)));
      mean[p] = Arrays.stream(even).average().getAsDouble();
      most[p] = Arrays.stream(even).max().getAsDouble();
      double squares = 0;
      for (double d : even) {
        squares += (d - mean[p]) * (d - mean[p]);
      }
      sigma[p] = Math.sqrt(squares / (n - 1));
    }
    double[] glued = own(sigma, cluster, true);
    double[] apart = own(sigma, cluster, false);
    double[] noise = new double[k * k];
    for (int p = 0; p < noise.length; p++) {
      double[] own = cluster[p / k] == cluster[p % k] ? glued : apart;
      double funds = own[p / k] * own[p / k] + own[p % k] * own[p % k];
      double pooled = Math.sqrt(PAIR * sigma[p] * sigma[p] + (1 - PAIR) / 2 * funds);
      noise[p] = LEAST + MORE * settings.spread() * pooled / Math.sqrt(n);
    }
    return new Scatter(mean, most, noise);
  }

  /**
   * Each fund's own deviation: the median of those against the others of its block, either within
   * its cluster or outside.
   */
  private double[] own(double[] sigma, int[] cluster, boolean glued) {
    int k = order.count;
    double[] own = new double[k];
    double[] others = new double[k];
    for (int a = 0; a < k; a++) {
      int count = 0;
      for (int b = 0; b < k; b++) {
        if (b != a && order.block(a) == order.block(b) && glued == (cluster[a] == cluster[b])) {
          others[count++] = sigma[a * k + b];
        }
      }
      Arrays.sort(others, 0, count);
      own[a] = count == 0 ? 0 : others[count / 2];
    }
    return own;
  }
}
