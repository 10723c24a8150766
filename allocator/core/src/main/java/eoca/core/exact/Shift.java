package eoca.core.exact;

import eoca.core.Workers;
import java.util.Arrays;

/**
 * Where the optimum goes when quotas change, from samples.
 *
 * <p>The users of a sample who choose by the old prices are an optimum of the sample for the quotas
 * they fill. The change of quotas, in proportion, added to those is another problem of the sample;
 * how far its optimum is from the old prices says how far that of all users is. What a sample gets
 * wrong of the old optimum falls out; what is left is its error in the densities along the way, a
 * part of the shift.
 *
 * <p>Newton steps bring a few samples, then all together to the new optimum. There each sample's
 * own demand says how far its own optimum is, to first order; how those deviate says how far the
 * common one may be off, as in {@link Start}. The steps only count, over a hundredth of ten million
 * users.
 *
 * @param centre the old prices, shifted
 * @param spread how far the optimum of all users may lie from them
 * @param nearShare share of users whom prices so far off could move
 */
record Shift(Prices centre, Spread spread, double nearShare) {
  /** Samples: so many that their deviations are well known. */
  private static final int PARTS = 16;

  /** One sample in so many takes the first steps, which are long. */
  private static final int FEW = 4;

  /** Half-width of the box in standard deviations of the mean of the samples. */
  private static final double SIGMAS = 4;

  /** Users in a run of a sample, and most runs in a sample. */
  private static final int RUN = 256;

  private static final int MOST_RUNS = 24;

  /** All samples are together at most one user in so many. */
  private static final int SHARE = 8;

  /** Most Newton steps of all samples together: prices of a tight risk level move far. */
  private static final int STEPS = 8;

  /** A Newton step short enough to be the last of some samples together, in widths. */
  private static final double SETTLED = 0.2;

  /** A step of this part of the longest says that the optimum is farther off. */
  private static final double BEYOND = 0.95;

  /** What a count looks at grows by this then. */
  private static final double GROW = 3;

  /** A step longer than this part of the one before does not contract. */
  private static final double CONTRACTING = 0.7;

  /** Users near a change, a fund, that tell the densities. */
  private static final double NEAR_A_FUND = 400;

  /** How far a sample's own optimum may be off the common one, in widths. */
  private static final double REACH = 64;

  /** Scales of the samples' resolution that prices may be off by where nothing changes. */
  private static final double RESOLUTION = 20;

  /** What the last Newton step may be wrong by, as a part of it. */
  private static final double LAST = 0.25;

  /** How much of a pair's variance is its own; the rest is the mean of its funds'. */
  private static final double OWN_VARIANCE = 0.6;

  /**
   * The shift, or null where the samples can't say: too far, ties, a stop.
   *
   * @param old prices on the grid
   * @param scale a guess at how far prices may move, as {@link Margins#guess} makes it
   * @param change users that quotas grew by, {@code long[k]} in the order of funds
   */
  static Shift of(Problem problem, Prices old, Spread scale, long[] change, Means means) {
    View view = problem.view();
    Workers workers = means.workers();
    int runs = runs(view);
    if (!scale.smooth()) {
      return null;
    }
    View[] samples = new View[PARTS];
    workers.run(
        PARTS,
        (p, slot) -> samples[p] = Sample.runs(view, problem.order(), runs, RUN, p, PARTS).view());
    return new Search(problem, samples, scale, means).from(old, change);
  }

  /** Whether there are too few users to draw samples. */
  static boolean tooFew(View view) {
    return runs(view) < 2;
  }

  /** Runs in each sample. */
  private static int runs(View view) {
    return Math.min(MOST_RUNS, view.users() / (SHARE * RUN * PARTS));
  }

  /** One search: what its steps share. */
  private static final class Search {
    private final Problem problem;
    private final FundOrder order;
    private final View[] samples;
    private final Spread scale;
    private final Means means;
    private Prices at;
    private double window = 1;

    Search(Problem problem, View[] samples, Spread scale, Means means) {
      this.problem = problem;
      this.order = problem.order();
      this.samples = samples;
      this.scale = scale;
      this.means = means;
    }

    Shift from(Prices old, long[] change) {
      at = old;
      Pass.Demand[] each = count(samples.length);
      if (each == null) {
        return null;
      }
      Level[] levels = new Level[samples.length];
      for (int p = 0; p < levels.length; p++) {
        levels[p] = level(each[p].demand(), change);
      }
      Level level = level(together(each).demand(), change);
      Pass.Demand[] few = Arrays.copyOf(each, samples.length / FEW);
      if (walk(level(together(few).demand(), change), few) == null) {
        return null;
      }
      each = count(samples.length);
      each = each == null ? null : walk(level, each);
      if (each == null) {
        return null;
      }
      Pass.Demand all = together(each);
      Prices[] own = new Prices[samples.length];
      for (int p = 0; p < own.length; p++) {
        Pass.Demand alone = new Pass.Demand(times(each[p].demand(), own.length), all.near());
        own[p] =
            levels[p]
                .step(at, scale.scaled(REACH), window / REACH, alone, Level.MOST_STEP)
                .centre();
      }
      Prices centre =
          level.step(at, scale.scaled(REACH), window / REACH, all, Level.MOST_STEP).centre();
      return shift(centre, own, all.near());
    }

    /**
     * Newton steps to the optimum of some samples together.
     *
     * @param each what was counted in them at the prices
     * @return the same at the prices where it ended; null if the optimum is too far, or at a stop
     */
    private Pass.Demand[] walk(Level level, Pass.Demand[] each) {
      Pass.Demand[] counted = each;
      double before = Double.POSITIVE_INFINITY;
      for (int step = 0; ; step++) {
        Pass.Demand all = together(counted);
        Prices next = level.step(at, scale.scaled(window), 1, all, Level.MOST_STEP).centre();
        double moved = moved(at, next);
        boolean beyond = moved > BEYOND * Level.MOST_STEP * window;
        if (!beyond && moved > CONTRACTING * before) { // a kink: step half as far
          next = level.step(at, scale.scaled(window), 1, all, moved / window / 2).centre();
          moved /= 2;
        }
        at = next;
        before = beyond ? Double.POSITIVE_INFINITY : moved;
        window = beyond ? GROW * window : Math.max(moved / 2, enough(all.near()));
        counted = count(each.length);
        if (counted == null || (beyond && step >= STEPS)) {
          return null;
        }
        if (!beyond && (moved < SETTLED || step >= STEPS)) {
          return counted;
        }
      }
    }

    /** The part of the widths within which enough users are near a change. */
    private double enough(long[] near) {
      double counted = Math.max(1, Arrays.stream(near).sum());
      return Math.min(window, window * NEAR_A_FUND * order.count / counted);
    }

    private int users() {
      return Arrays.stream(samples).mapToInt(View::users).sum();
    }

    /**
     * The problem of samples of so much demand at the old prices, as one of as many users as all
     * samples have: that demand, and the change.
     */
    private Level level(long[] old, long[] change) {
      long[] quota = times(old, users() / Arrays.stream(old).sum());
      double due = 0;
      long given = 0;
      for (int j = 0; j < quota.length; j++) { // cumulative: roundings add up to nothing
        due += change[j] * ((double) users() / problem.users());
        long upTo = Math.round(due);
        quota[j] += upTo - given;
        given = upTo;
      }
      return new Level(problem, quota, means);
    }

    private static long[] times(long[] counts, long factor) {
      return Arrays.stream(counts).map(c -> c * factor).toArray();
    }

    /** Demand of the first samples at the prices, and who is near a change; null at a stop. */
    private Pass.Demand[] count(int some) {
      Box box = Box.around(at, scale.scaled(window).width(), scale.softBlock());
      Workers workers = means.workers();
      Pass.Demand[] counted = new Pass.Demand[some];
      workers.run(
          some,
          (p, slot) ->
              counted[p] =
                  new Pass(problem.on(samples[p]), at, box, means.stop())
                      .count(Workers.sequential(), scale.cluster()));
      return Arrays.stream(counted).anyMatch(c -> c == null) ? null : counted;
    }

    /** What was counted in some samples, as if it were in all. */
    private Pass.Demand together(Pass.Demand[] counted) {
      long[] demand = new long[counted[0].demand().length];
      long[] near = new long[counted[0].near().length];
      for (Pass.Demand each : counted) {
        Arrays.setAll(demand, j -> demand[j] + each.demand()[j]);
        Arrays.setAll(near, i -> near[i] + each.near()[i]);
      }
      long all = samples.length / counted.length;
      return new Pass.Demand(times(demand, all), times(near, all));
    }

    /** The farthest that a pair's price difference moved, in widths. */
    private double moved(Prices from, Prices to) {
      int k = order.count;
      double most = 0;
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          if (order.block(a) == order.block(b)) {
            double units =
                Lexicographic.difference(to, a, b) - Lexicographic.difference(from, a, b);
            most = Math.max(most, Math.abs(units) / scale.width()[a * k + b]);
          }
        }
      }
      return most;
    }

    /** The half-widths that the samples' own optima give the common one. */
    private Shift shift(Prices centre, Prices[] each, long[] near) {
      int k = order.count;
      double[] variance = new double[k * k];
      double[] typical = new double[k];
      for (int a = 0; a < k; a++) {
        int others = 0;
        for (int b = 0; b < k; b++) {
          if (a != b && order.block(a) == order.block(b)) {
            double squares = 0;
            for (Prices p : each) {
              double d = Lexicographic.difference(p, a, b) - Lexicographic.difference(centre, a, b);
              squares += d * d;
            }
            variance[a * k + b] = squares / (each.length - 1);
            typical[a] += variance[a * k + b];
            others++;
          }
        }
        typical[a] /= Math.max(1, others);
      }
      double least = RESOLUTION * scale.width()[0] * k / users() + 1;
      double[] width = new double[k * k];
      double nearby = 0;
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          double pooled =
              OWN_VARIANCE * variance[a * k + b]
                  + (1 - OWN_VARIANCE) * (typical[a] + typical[b]) / 2;
          double last = Lexicographic.difference(centre, a, b) - Lexicographic.difference(at, a, b);
          width[a * k + b] =
              SIGMAS * Math.sqrt(pooled / each.length) + LAST * Math.abs(last) + least;
          nearby += near[a * k + b] * width[a * k + b] / (scale.width()[a * k + b] * window);
        }
      }
      return new Shift(centre, scale.with(width), nearby / users());
    }
  }
}
