package eoca.core.exact;

import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;

/**
 * Start prices and their uncertainty from samples: a seed sample solved from nothing, disjoint
 * parts solved in parallel from its prices, their union solved within the box that the parts'
 * spread gives.
 *
 * @param prices optimal prices of the union
 * @param spread how far the optimum of all users may lie from them
 * @param nearShare share of the union's users whom the spread could move
 */
record Start(Prices prices, Spread spread, double nearShare) {
  /** A fund with less quota than this in a sample is tiny there. */
  private static final int TINY = 40;

  /** A level with less slack than this in a part is priced by rank, not by the parts' spread. */
  private static final int SMALL_SLACK = 40;

  /** Users a fund that a part should find near a change. */
  private static final int NEAR_A_FUND = 60;

  private static final int MANY_FUNDS = 24;

  private static final double SMOOTH_UNITS = 16;

  static Start of(
      Sample sample,
      FundOrder hard,
      Grid grid,
      Settings settings,
      long users,
      Workers workers,
      StopSignal stop,
      Journal journal) {
    int k = hard.count;
    int[] all = sample.part(-1, 1);
    FundOrder order = hard.softened(SMALL_SLACK * users * settings.parts() / all.length);
    int[] softBlock = new int[k];
    boolean steps = false;
    for (int j = 0; j < k; j++) {
      softBlock[j] = order.block(j);
      steps |= order.block(j) != hard.block(j);
    }
    Prices seed = Prices.zero(k);
    int[] seedMembers =
        sample.part(-1, Math.max(1, all.length / Math.max(settings.seedUsers(), 10 * k)));
    if (!solve(sample, seedMembers, order, grid, users, seed, stop)) {
      return null;
    }
    journal.know(seed);
    int parts = settings.parts();
    Prices[] solved = new Prices[parts];
    Rows seedRows = sample.rows(seedMembers, order, grid);
    Spread guess = guess(seedRows, seed, order, all.length / settings.parts());
    if (k >= MANY_FUNDS) { // so few users a fund tell little: parts would start far off
      int[] more = sample.part(-1, Math.max(1, all.length / (NEAR_A_FUND * k)));
      seed = part(sample, more, order, grid, users, seed, guess, stop);
      if (seed == null) {
        return null;
      }
      guess = guess(seedRows, seed, order, all.length / settings.parts());
    }
    Prices from = seed;
    Spread scale = guess;
    workers.run(
        parts,
        (p, slot) -> {
          solved[p] = part(sample, sample.part(p, 1), order, grid, users, from, scale, stop);
        });
    for (Prices p : solved) {
      if (p == null) {
        return null;
      }
    }
    journal.say("exact parts solved", 0);
    long[] sampled = sample.usersByTolerance(all);
    long[] unionQuota = Sample.quotas(order, sampled, users);
    long[] partQuota = Sample.quotas(order, sample.usersByTolerance(sample.part(0, 1)), users);
    Prices centre = new Prices(new long[k], new long[k]);
    Spread rough = spread(solved, order, settings.spread(), partQuota, centre);
    if (rough.hasTiny()) {
      rough = Tiny.bound(sample, sample.part(0, 1), order, grid, partQuota, centre, rough);
    }
    Level level =
        new Level(sample.view(), order, unionQuota, grid, settings, workers, stop, journal);
    Prices union = level.solve(centre, rough, null, Long.MAX_VALUE);
    if (union == null) {
      return null;
    }
    journal.know(union);
    journal.say("exact union solved", 0);
    Prices best = union.copy();
    boolean[] tiny = new boolean[k];
    for (int j = 0; j < k; j++) {
      tiny[j] = unionQuota[j] < TINY;
    }
    Spread spread =
        new Spread(
            rough.width().clone(),
            tiny,
            softBlock,
            rough.cluster(),
            rough.smooth() && !jumps(sample.rows(sample.part(0, 1), order, grid), best, rough));
    if (spread.hasTiny()) {
      spread = Tiny.bound(sample, all, order, grid, unionQuota, best, spread);
    }
    if (steps) {
      spread = Tiny.steps(sample, all, hard, grid, users, best, spread);
    }
    return new Start(best, spread, (double) level.boundaryUsers() / all.length);
  }

  /**
   * Whether demand jumps at the prices: more users are indifferent between two clusters than a
   * generic optimum has. Then the dual has a kink there and Newton's method no use.
   */
  private static boolean jumps(Rows rows, Prices prices, Spread spread) {
    int indifferent = 0;
    for (int row = 0; row < rows.count(); row++) {
      int a = -1;
      long most = 0;
      boolean tie = false;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        long u = rows.value(c) - prices.value()[rows.fund(c)];
        if (a < 0 || u > most) {
          a = rows.fund(c);
          most = u;
          tie = false;
        } else if (u == most) {
          tie |= !spread.glued(a, rows.fund(c));
        }
      }
      indifferent += tie ? 1 : 0;
    }
    return indifferent > 2 * prices.value().length + rows.count() / 1000;
  }

  private static boolean solve(
      Sample sample,
      int[] members,
      FundOrder order,
      Grid grid,
      long users,
      Prices prices,
      StopSignal stop) {
    Rows rows = sample.rows(members, order, grid);
    long[] quota = Sample.quotas(order, sample.usersByTolerance(members), users);
    PathSolver solver = new PathSolver(rows, order.tie, prices, quota);
    return solver.solve(stop, Long.MAX_VALUE) == PathSolver.End.SOLVED;
  }

  private static Prices part(
      Sample sample,
      int[] members,
      FundOrder order,
      Grid grid,
      long users,
      Prices seed,
      Spread guess,
      StopSignal stop) {
    Rows rows = sample.rows(members, order, grid);
    long[] quota = Sample.quotas(order, sample.usersByTolerance(members), users);
    Boundary.Result result =
        new Boundary(order, guess, Workers.sequential(), stop).solve(rows, quota, seed);
    return result.end() == PathSolver.End.SOLVED ? result.prices() : null;
  }

  /**
   * A first guess at the scale of prices: what a fifth of the users lose by their second best fund.
   */
  static Spread guess(Rows rows, Prices prices, FundOrder order, long partUsers) {
    int k = order.count;
    double[] margins = new double[rows.count()];
    int count = 0;
    for (int row = 0; row < rows.count(); row++) {
      long first = Long.MIN_VALUE;
      long second = Long.MIN_VALUE;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        long u = rows.value(c) - prices.value()[rows.fund(c)];
        second = Math.max(second, Math.min(first, u));
        first = Math.max(first, u);
      }
      if (second != Long.MIN_VALUE) {
        margins[count++] = (double) first - second;
      }
    }
    Arrays.sort(margins, 0, count);
    double share = Math.min(0.6, Math.max(0.2, (double) NEAR_A_FUND * k / partUsers));
    double scale = count == 0 ? 0 : margins[(int) (share * count)];
    double[] width = new double[k * k];
    Arrays.fill(width, Math.max(1, scale));
    int[] softBlock = new int[k];
    Arrays.setAll(softBlock, order::block);
    int[] alone = new int[k];
    Arrays.setAll(alone, j -> j);
    return new Spread(width, new boolean[k], softBlock, alone, scale >= 16 * SMOOTH_UNITS);
  }

  /** Centre and widths from the parts' prices. */
  private static Spread spread(
      Prices[] parts, FundOrder order, double z, long[] partQuota, Prices centre) {
    int k = order.count;
    int n = parts.length;
    double[] mean = new double[k * k];
    double[] sigma = new double[k * k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        double sum = 0;
        for (Prices p : parts) {
          sum += Lexicographic.difference(p, a, b);
        }
        mean[a * k + b] = sum / n;
        double squares = 0;
        for (Prices p : parts) {
          double d = Lexicographic.difference(p, a, b) - sum / n;
          squares += d * d;
        }
        sigma[a * k + b] = Math.sqrt(squares / (n - 1));
      }
    }
    boolean[] tiny = new boolean[k];
    for (int j = 0; j < k; j++) {
      tiny[j] = partQuota[j] < TINY;
    }
    int[] cluster = clusters(parts, tiny, order);
    int[] softBlock = new int[k];
    Arrays.setAll(softBlock, order::block);
    Spread spread = new Spread(new double[k * k], tiny, softBlock, cluster, true);
    double factor = spread.allTied() && k >= MANY_FUNDS ? 1.4 * z : z;
    double least = Double.POSITIVE_INFINITY;
    double[] width = spread.width();
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        double s = sigma[a * k + b];
        boolean glued = spread.glued(a, b);
        double ownA = ownSigma(sigma, spread, order, a, glued);
        double ownB = ownSigma(sigma, spread, order, b, glued);
        double shrunk = Math.sqrt(0.75 * s * s + 0.125 * (ownA * ownA + ownB * ownB));
        width[a * k + b] = factor * shrunk / Math.sqrt(n);
        if (!glued && order.block(a) == order.block(b) && !tiny[a] && !tiny[b]) {
          least = Math.min(least, width[a * k + b]);
        }
      }
    }
    boolean smooth = least >= SMOOTH_UNITS;
    for (int j = 0; j < k; j++) {
      int first = smooth ? cluster[j] : j;
      long lead = smooth ? Math.round(mean[first * k + order.block(j)]) : parts[0].value()[j];
      long tie = 0;
      for (Prices p : parts) {
        tie += Ties.clamp(p.tie()[j] - p.tie()[first]) / n;
      }
      centre.value()[j] = lead + parts[0].value()[j] - parts[0].value()[first];
      centre.tie()[j] = smooth ? tie : parts[0].tie()[j];
    }
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        int p = a * k + b;
        double offset = mean[p] - Lexicographic.difference(centre, a, b);
        width[p] = Math.max(0, offset) + width[p] + (spread.glued(a, b) ? 0x1p-24 : 1);
      }
    }
    return new Spread(width, tiny, softBlock, cluster, smooth);
  }

  /** Funds whose prices differ by the same whole number in every part, and only ties vary. */
  private static int[] clusters(Prices[] parts, boolean[] tiny, FundOrder order) {
    int[] cluster = new int[tiny.length];
    for (int j = 0; j < cluster.length; j++) {
      cluster[j] = j;
      for (int a = j - 1; a >= 0; a--) {
        boolean same = !tiny[a] && !tiny[j] && order.block(a) == order.block(j);
        for (int p = 1; p < parts.length && same; p++) {
          same =
              parts[p].value()[j] - parts[p].value()[a]
                  == parts[0].value()[j] - parts[0].value()[a];
        }
        cluster[j] = same ? cluster[a] : cluster[j];
      }
    }
    return cluster;
  }

  /**
   * A fund's own deviation: the lower quartile of its deviations against the others of its cluster,
   * or of other clusters, so that an uncertain step between risk levels does not widen the pairs
   * within them.
   */
  private static double ownSigma(
      double[] sigma, Spread spread, FundOrder order, int a, boolean glued) {
    int k = order.count;
    double[] others = new double[k];
    int count = 0;
    for (int b = 0; b < k; b++) {
      if (b != a
          && !spread.tiny()[b]
          && spread.glued(a, b) == glued
          && order.block(a) == order.block(b)) {
        others[count++] = sigma[a * k + b];
      }
    }
    if (count == 0) {
      return 0;
    }
    Arrays.sort(others, 0, count);
    return others[count / 4];
  }
}
