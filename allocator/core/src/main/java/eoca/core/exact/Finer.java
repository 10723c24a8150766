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
 *
 * @param problem of all users
 */
record Finer(Sample sample, Problem problem, Means means) {
  /** Half-widths in those of {@link Settings#spread}: few parts tell a deviation but roughly. */
  private static final double MORE = 1.1;

  /** And a little, in even units: parts that agree on a gap between units say nothing of it. */
  private static final double LEAST = 0.004;

  /** What {@link Scatter#shrunk} takes of funds' own variances, and which of them. */
  private static final double OWN_WEIGHT = 0.5;

  private static final int OWN_QUANTILE = 2;

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
    FundOrder order = problem.order();
    Settings settings = means.settings();
    Journal journal = means.journal();
    journal.say("parts", 0);
    int k = order.count;
    boolean[] tiny = new boolean[k];
    int[] cluster = Clusters.agreed(parts, tiny, order);
    int[] block = new int[k];
    Arrays.setAll(block, order::block);
    Spread spread = new Spread(new double[k * k], tiny, block, cluster, false);
    Scatter scatter = Scatter.of(parts, Lexicographic::even);
    double[] noise = scatter.shrunk(spread, order, OWN_WEIGHT, OWN_QUANTILE);
    double factor = MORE * settings.spread() / Math.sqrt(parts.length);
    Arrays.setAll(noise, p -> LEAST + factor * noise[p]);
    Spread box = spread.with(widths(parts[0], scatter, noise));
    Prices union =
        level(sample, means).solve(parts[0], box, null, null, settings.mostSampleBytes());
    if (union == null) {
      return null;
    }
    journal.know(union);
    journal.say("union", 0);
    return new Start(union, spread.with(widths(union, scatter, noise)), null, 0, 1);
  }

  private Prices[] parts(Start from) {
    Settings settings = means.settings();
    Workers workers = means.workers();
    Prices[] solved = new Prices[settings.parts()];
    StopSignal quiet = () -> means.stop().stopAt(); // which tells no steps of parts
    workers.run(
        solved.length,
        (p, slot) -> {
          Sample part = sample.only(p);
          Journal own = new Journal(quiet, part.size());
          Means alone = new Means(settings, Workers.sequential(), quiet, own);
          solved[p] =
              level(part, alone)
                  .solve(from.prices(), from.cautious(), null, null, settings.mostSampleBytes());
        });
    return Arrays.asList(solved).contains(null) ? null : solved;
  }

  private Level level(Sample some, Means with) {
    long[] quota = some.quotas(some.part(-1, 1), problem.order(), problem.users());
    return new Level(problem.on(some.view()), quota, with);
  }

  /**
   * How far prices may lie above some, which are an estimate of their own.
   *
   * @param noise how far the optimum of all users may lie above the mean, in even units
   */
  private double[] widths(Prices at, Scatter scatter, double[] noise) {
    int k = problem.order().count;
    double[] width = new double[k * k];
    for (int p = 0; p < width.length; p++) {
      double difference = Lexicographic.difference(at, p / k, p % k);
      double middle = Math.max(scatter.mean()[p], Lexicographic.even(difference));
      double most = Math.max(scatter.most()[p], middle + noise[p]);
      width[p] = Lexicographic.uneven(most) - difference;
    }
    return width;
  }
}
