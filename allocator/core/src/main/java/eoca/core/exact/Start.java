package eoca.core.exact;

import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Start prices and their uncertainty from samples: a seed sample solved from nothing, disjoint
 * parts solved in parallel from its prices, their union solved within the box that the parts'
 * spread gives.
 *
 * @param prices optimal prices of the union
 * @param spread how far the optimum of all users may lie from them
 * @param cautious the same without what {@link Clusters#joined} supposes; null if it supposes
 *     nothing
 * @param nearShare share of the union's users whom the spread could move; 0 where counting cannot
 *     tell more
 * @param lump users who change their minds at the same price ({@link Lumps})
 */
record Start(Prices prices, Spread spread, Spread cautious, double nearShare, double lump) {
  /** A fund with less quota than this in a sample is tiny there. */
  private static final int TINY = 36;

  /** A level with less slack than this in a part is priced by rank, not by the parts' spread. */
  private static final int SMALL_SLACK = 28;

  private static final int MANY_FUNDS = 24;

  /**
   * Half of the sample does up to so many users for each in it. At 200,000 users and 4 funds 5.2
   * instead of 9 ms; at a million, as fast.
   */
  private static final int HALF_SHARE = 24;

  /** With fewer users the sample is small anyway. */
  private static final int LEAST_HALVED = 50_000;

  /** More than one margin in so many that another user has too: values tie. */
  private static final int MOST_EQUAL = 16;

  /** Paths after which {@link CountedPaths} gives up. */
  private static final int MOST_COUNTED = 20_000;

  /** Uncertainty between joined clusters, in units: a tie is at most half a unit. */
  private static final double JOINED_WIDTH = 0.25;

  /**
   * Where steps are so few units wide, the whole unit by which widths are rounded up is too much:
   * ties fill the unit. One and a half times what the parts say instead, and a little.
   */
  private static final double STEPS = 4;

  /** What {@link Scatter#shrunk} takes of funds' own variances, and which of them. */
  private static final double OWN_WEIGHT = 0.25;

  private static final int OWN_QUANTILE = 4;

  private static final double TIGHT = 1.5;
  private static final double LEAST_TIGHT = 0.05;

  /**
   * The start that a sample gives.
   *
   * @param drawn of {@link Settings#sampleUsers} users, or of several times as many, which {@link
   *     Finer} uses where it can
   * @return null if the stop signal asked
   */
  static Start of(Sample drawn, Problem problem, Means means) {
    FundOrder order = problem.order();
    Settings settings = means.settings();
    int times = drawn.size() / Math.max(1, settings.sampleUsers(problem.users(), order.count));
    Sample sample =
        times > 1 ? drawn.thinned(times, settings.parts()) : suited(drawn, problem, settings);
    Start start = ofParts(sample, problem, means);
    if (times == 1 || start == null || start.cautious == null || start.spread.hasTiny()) {
      return start;
    }
    if (start.spread.smooth() && !start.spread.othersTied()) {
      return start; // identical columns: what else is uncertain spans many units
    }
    for (int j = 0; j < order.count; j++) {
      if (start.spread.blockOf(j) != order.block(j)) {
        return start; // a step priced by rank
      }
    }
    Start finer = new Finer(drawn, problem, means).start(start);
    return finer == null ? start : finer;
  }

  private static Start ofParts(Sample sample, Problem problem, Means means) {
    FundOrder order = problem.order();
    Grid grid = problem.grid();
    Settings settings = means.settings();
    Workers workers = means.workers();
    StopSignal stop = means.stop();
    Journal journal = means.journal();
    int k = order.count;
    long users = problem.users();
    int[] all = sample.part(-1, 1);
    FundOrder soft = order.softened(SMALL_SLACK * users * settings.parts() / all.length);
    int[] softBlock = new int[k];
    boolean ranks = false;
    for (int j = 0; j < k; j++) {
      softBlock[j] = soft.block(j);
      ranks |= soft.block(j) != order.block(j);
    }
    Prices seed = Prices.zero(k);
    int[] seedMembers =
        sample.part(-1, Math.max(1, all.length / Math.max(settings.seedUsers(), 10 * k)));
    if (!solve(sample, seedMembers, problem, seed, stop)) {
      return null;
    }
    journal.know(seed);
    int parts = settings.parts();
    Prices[] solved = new Prices[parts];
    Rows seedRows = sample.rows(seedMembers, order, grid);
    Spread guess = Margins.guess(seedRows, seed, order, all.length / settings.parts());
    if (k >= MANY_FUNDS) { // so few users a fund tell little: parts would start far off
      int[] more = sample.part(-1, Math.max(1, all.length / (Margins.NEAR_A_FUND * k)));
      seed = part(sample, more, problem, seed, guess, stop);
      if (seed == null) {
        return null;
      }
      guess = Margins.guess(seedRows, seed, order, all.length / settings.parts());
    }
    Prices from = seed;
    Spread scale = guess;
    workers.run(
        parts,
        (p, slot) -> solved[p] = part(sample, sample.part(p, 1), problem, from, scale, stop));
    for (Prices p : solved) {
      if (p == null) {
        return null;
      }
    }
    journal.say("parts", 0);
    long[] unionQuota = sample.quotas(all, order, users);
    long[] partQuota = sample.quotas(sample.part(0, 1), order, users);
    Prices centre = new Prices(new long[k], new long[k]);
    Spread rough = spread(solved, order, soft, settings.spread(), partQuota, centre, false);
    if (rough.hasTiny()) {
      Rows part = sample.rows(sample.part(0, 1), order, grid);
      rough = Tiny.bound(part, partQuota, centre, rough);
    }
    Start counted = counted(sample, problem, means, centre, rough);
    if (counted != null) {
      return counted;
    }
    Level level = new Level(problem.on(sample.view()), unionQuota, means);
    Prices union = level.solve(centre, rough, null, null, settings.mostSampleBytes());
    if (union == null) {
      return null;
    }
    journal.know(union);
    journal.say("union", 0);
    Prices best = union.copy();
    boolean[] tiny = new boolean[k];
    for (int j = 0; j < k; j++) {
      tiny[j] = unionQuota[j] < TINY;
    }
    Rows some = sample.rows(sample.part(0, 1), order, grid);
    int indifferent = Margins.indifferent(some, best, rough);
    boolean jumps = Margins.jumps(indifferent, some, k);
    boolean twins = indifferent > k / 2;
    Spread spread =
        new Spread(
            rough.width().clone(), tiny, softBlock, rough.cluster(), rough.smooth() && !jumps);
    if (spread.hasTiny()) {
      spread = Tiny.bound(sample.rows(all, order, grid), unionQuota, best, spread);
    }
    if (ranks) {
      spread = Tiny.ranks(sample.rows(all, order, grid), order, soft, users, best, spread);
    }
    double nearShare = (double) level.boundaryUsers() / all.length;
    boolean fits = 2 * Rows.bytes(sample.candidates(all, order)) <= settings.mostSampleBytes();
    // twins: a generic sample has k − 1 indifferent users, an eighth of them in a part
    boolean join = fits && !spread.othersTied() && (!spread.smooth() || twins);
    Rows rows = join ? sample.rows(all, order, grid) : null;
    Spread glued = join ? joined(rows, union, unionQuota, spread, order) : spread;
    boolean same = Arrays.equals(glued.cluster(), spread.cluster());
    if (!join || (spread.smooth() && (same || !glued.smooth()))) {
      boolean alike = fits && Lumps.likely(some, best, spread);
      double part = (double) all.length / users;
      Rows whole = alike && !join ? sample.rows(all, order, grid) : rows;
      double lump = alike ? Lumps.of(whole, best, spread, 1 / part) : 1;
      return new Start(best, spread, null, nearShare, lump);
    }
    return new Start(best, glued, spread, nearShare, 1);
  }

  /**
   * Half of the sample where all users are so few that a pass over them costs less than pricing
   * them finely, unless values tie: ties want all the sample's users.
   */
  private static Sample suited(Sample drawn, Problem problem, Settings settings) {
    FundOrder order = problem.order();
    int users = problem.users();
    int half = settings.parts() * settings.partUsers() / 2;
    if (users < LEAST_HALVED
        || users > (long) half * HALF_SHARE
        || drawn.size() <= half
        || settings.partUsersAFund() * order.count > settings.partUsers() / 2) {
      return drawn;
    }
    int[] some = drawn.part(-1, Math.max(1, drawn.size() / settings.seedUsers()));
    double[] margins =
        Margins.of(drawn.rows(some, order, problem.grid()), Prices.zero(order.count));
    int equal = 0;
    for (int i = 1; i < margins.length; i++) {
      equal += margins[i] == margins[i - 1] ? 1 : 0;
    }
    return equal > margins.length / MOST_EQUAL ? drawn : drawn.thinned(2, settings.parts());
  }

  /** Prices of one part, for a solve that was stopped before it knew any; nothing stops this. */
  static Prices rough(Sample sample, Problem problem, Settings settings) {
    FundOrder order = problem.order();
    int[] some = sample.part(-1, Math.max(1, sample.size() / settings.seedUsers()));
    Prices prices = Prices.zero(order.count);
    if (!solve(sample, some, problem, prices, StopSignal.NEVER)) {
      return Prices.zero(order.count);
    }
    Spread guess =
        Margins.guess(sample.rows(some, order, problem.grid()), prices, order, Long.MAX_VALUE);
    Prices better = part(sample, sample.part(0, 1), problem, prices, guess, StopSignal.NEVER);
    return better == null ? prices : better;
  }

  /** The start where users are alike ({@link Profiles}, {@link StandIns}), or null. */
  private static Start counted(
      Sample sample, Problem problem, Means means, Prices centre, Spread rough) {
    View view = problem.view();
    FundOrder order = problem.order();
    Grid grid = problem.grid();
    Settings settings = means.settings();
    Workers workers = means.workers();
    boolean alike = !rough.othersTied() && grid.exact() && !grid.refined() && view.bonus() == null;
    Profiles profiles = alike ? Profiles.of(sample) : null;
    if (profiles == null) {
      return null;
    }
    long[] count = profiles.count(view, order, workers);
    means.journal().count(view);
    if (count == null) {
      return null;
    }
    int k = order.count;
    Prices prices = new Prices(centre.value().clone(), new long[k]);
    Rows rows = sample.rows(profiles.members(), order, grid);
    CountedPaths paths = new CountedPaths(rows, count, prices.value(), order.quota);
    if (!paths.solve(MOST_COUNTED)) {
      return null;
    }
    int[] block = new int[k];
    Arrays.setAll(block, order::block);
    double[] width = new double[k * k];
    Arrays.fill(width, JOINED_WIDTH);
    Spread tied = new Spread(width, new boolean[k], block, block, true);
    StandIns made = new StandIns(rows, count, paths, prices);
    int parts = settings.parts();
    Prices[] solved = new Prices[parts];
    workers.run(parts, (p, slot) -> solved[p] = made.solve(p, parts, order, tied, means.stop()));
    for (Prices p : solved) {
      if (p == null) {
        return null;
      }
    }
    for (int j = 0; j < k; j++) {
      for (Prices p : solved) {
        prices.tie()[j] += (p.tie()[j] - p.tie()[block[j]]) / parts;
      }
    }
    double z = settings.spread();
    double[] wide = spread(solved, order, order, z, order.quota, prices, true).width();
    for (int p = 0; p < width.length; p++) {
      width[p] = Math.min(1, wide[p]);
    }
    return new Start(prices, tied, rough, 0, 1);
  }

  /**
   * Joins clusters at the union's optimum; what is uncertain between the joined ones is a part of a
   * step, which a counting pass will tell.
   */
  private static Spread joined(
      Rows rows, Prices union, long[] quota, Spread spread, FundOrder order) {
    int k = order.count;
    int[] cluster = Clusters.joined(rows, union, quota, spread, order);
    double[] width = spread.width().clone();
    boolean smooth = true;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        boolean glued = cluster[a] == cluster[b];
        if (glued && !spread.glued(a, b)) {
          width[a * k + b] = JOINED_WIDTH;
        }
        smooth &=
            glued
                || order.block(a) != order.block(b)
                || spread.tiny()[a]
                || spread.tiny()[b]
                || width[a * k + b] >= Margins.SMOOTH_UNITS;
      }
    }
    Spread joined = new Spread(width, spread.tiny(), spread.softBlock(), cluster, smooth);
    if (smooth && !Margins.jumps(Margins.indifferent(rows, union, joined), rows, k)) {
      return joined;
    }
    double[] tight = spread.width().clone();
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        int p = a * k + b;
        boolean apart = order.block(a) != order.block(b) || spread.glued(a, b);
        if (!apart
            && !spread.tiny()[a]
            && !spread.tiny()[b]
            && tight[p] < STEPS * Margins.SMOOTH_UNITS) {
          tight[p] = TIGHT * (tight[p] - 1) + LEAST_TIGHT;
        }
      }
    }
    return new Spread(tight, spread.tiny(), spread.softBlock(), cluster, false);
  }

  private static boolean solve(
      Sample sample, int[] members, Problem problem, Prices prices, StopSignal stop) {
    FundOrder order = problem.order();
    Rows rows = sample.rows(members, order, problem.grid());
    long[] quota = sample.quotas(members, order, problem.users());
    PathSolver solver = new PathSolver(rows, order.tie, prices, quota);
    return solver.solve(stop, Long.MAX_VALUE) == PathSolver.End.SOLVED;
  }

  private static Prices part(
      Sample sample, int[] members, Problem problem, Prices seed, Spread guess, StopSignal stop) {
    FundOrder order = problem.order();
    Rows rows = sample.rows(members, order, problem.grid());
    long[] quota = sample.quotas(members, order, problem.users());
    Boundary.Result result =
        new Boundary(order, guess, Workers.sequential(), stop).solve(rows, quota, seed);
    return result.end() == PathSolver.End.SOLVED ? result.prices() : null;
  }

  /**
   * Centre and widths from the parts' prices.
   *
   * @param known whether the centre is given
   */
  private static Spread spread(
      Prices[] parts,
      FundOrder order,
      FundOrder soft,
      double z,
      long[] partQuota,
      Prices centre,
      boolean known) {
    int k = order.count;
    int n = parts.length;
    Scatter scatter = Scatter.of(parts, DoubleUnaryOperator.identity());
    double[] mean = scatter.mean();
    boolean[] tiny = new boolean[k];
    for (int j = 0; j < k; j++) {
      tiny[j] = partQuota[j] < TINY;
    }
    int[] cluster = Clusters.agreed(parts, tiny, order);
    int[] softBlock = new int[k];
    Arrays.setAll(softBlock, order::block);
    Spread spread = new Spread(new double[k * k], tiny, softBlock, cluster, true);
    double factor = spread.allTied() && k >= MANY_FUNDS ? 1.4 * z : z;
    double least = Double.POSITIVE_INFINITY;
    double[] width = spread.width();
    double[] shrunk = scatter.shrunk(spread, soft, OWN_WEIGHT, OWN_QUANTILE);
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        width[a * k + b] = factor * shrunk[a * k + b] / Math.sqrt(n);
        if (!spread.glued(a, b) && order.block(a) == order.block(b) && !tiny[a] && !tiny[b]) {
          least = Math.min(least, width[a * k + b]);
        }
      }
    }
    boolean smooth = least >= Margins.SMOOTH_UNITS;
    for (int j = 0; j < k && !known; j++) {
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
}
