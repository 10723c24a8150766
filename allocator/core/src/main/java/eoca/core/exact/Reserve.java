package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.EtvColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.heuristic.HeuristicAllocator;

/**
 * A feasible allocation for a solve that is stopped; the certificate says how good it is.
 *
 * <p>First {@link #nearby}: at the best prices known, all but the users near a change keep their
 * best fund; those near one, as many as memory allows, are allocated exactly to what quotas leave.
 * That is the optimum but for the users who would have had to move farther: a few hundredths of a
 * percent at the prices of a sample. Three to five passes.
 *
 * <p>Where that does not go (ties, prices from nowhere), the guarded heuristic on values minus
 * prices: nearly everybody's best fund has room, so it takes a round or two.
 */
final class Reserve {
  /** What is added to all values, in the span of the prices: margins stay as they are. */
  private static final double SHIFT = 4;

  /** Of the users, within the first guess at the scale of prices. */
  private static final double NEAR_SHARE = 0.3;

  private static final int STEPS = 3;

  private static final double WIDEN = 4;
  private static final int ATTEMPTS = 5;

  /** Memory that the heuristic would take, bytes a user. */
  private static final long HEURISTIC_BYTES = 14;

  private Reserve() {}

  /**
   * Allocates the users near a change at some prices exactly and everybody else by the prices; all
   * users of a fund that would have too many are near a change. Nothing stops it.
   *
   * <p>Counting passes and Newton steps first, as in a solve that is not stopped.
   *
   * @param known the prices; replaced by better ones
   * @param means whose settings tell the memory for the users near a change; as much as the
   *     heuristic needs is taken anyway
   * @return false if quotas cannot be met so
   */
  static boolean nearby(Problem problem, Prices known, Assignment out, Means means) {
    View view = problem.view();
    FundOrder order = problem.order();
    Workers workers = means.workers();
    Sample seen = Sample.glance(view, order).sample();
    Rows rows = seen.rows(seen.part(0, 1), order, problem.grid());
    Spread guess = Margins.guess(rows, known, order, Long.MAX_VALUE);
    Level level = new Level(problem, order.quota, means.unstopped());
    boolean go = guess.smooth();
    for (int step = 0; go && step < STEPS; step++) {
      Level.Step moved = level.step(known, guess, NEAR_SHARE, 1);
      known.set(moved.centre());
      guess = moved.spread();
      go = !moved.settled();
    }
    long bytes = Math.max(means.settings().maxBoundaryBytes(), HEURISTIC_BYTES * view.users());
    boolean[] crowded = new boolean[order.count];
    double width = 1;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Spread spread = guess.scaled(width).withTiny(crowded);
      Box box = Level.box(order, known, spread);
      Pass.Result pass = new Pass(problem, known, box, StopSignal.NEVER).run(workers, out, bytes);
      if (pass == null) {
        return false;
      }
      long[] left = pass.left(order.quota);
      boolean over = false;
      for (int j = 0; j < left.length; j++) {
        crowded[j] |= left[j] < 0;
        over |= left[j] < 0;
      }
      if (over) {
        continue;
      }
      Boundary.Result solved =
          new Boundary(order, spread, workers, StopSignal.NEVER)
              .solve(pass.boundary(), left, known);
      if (solved.end() == PathSolver.End.SOLVED) {
        Level.write(order, pass.boundary(), solved.fund(), out);
        known.set(solved.prices());
        return true;
      }
      width *= WIDEN;
    }
    return false;
  }

  /** Allocates; the heuristic is not stopped. */
  static Assignment allocate(Instance instance, double[] prices, Workers workers) {
    float[] price = new float[prices.length];
    int[] risks = new int[prices.length];
    for (int j = 0; j < price.length; j++) {
      price[j] = (float) prices[j];
      risks[j] = instance.risk(j);
    }
    float shift = shift(prices);
    EtvColumns adjusted =
        (fund, from, tile, length) -> {
          instance.etv().copy(fund, from, tile, length);
          for (int i = 0; i < length; i++) {
            float u = tile[i] - price[fund] + shift;
            tile[i] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, u));
          }
        };
    Instance priced =
        new Instance(
            instance.users(),
            adjusted,
            instance.tolerances(),
            risks,
            instance.quotas(),
            instance.hasPseudoFund());
    Outcome outcome = new HeuristicAllocator().allocate(priced, workers, StopSignal.NEVER);
    return ((Outcome.Solved) outcome).assignment();
  }

  /**
   * Values minus prices are about 0 on average, and the heuristic's α, a mean of them, of either
   * sign: its order would mean nothing. With most values above 0 it goes by margin (gaps of starved
   * solves fell from 1 % to 0.3 % on log-normal values, from 12 % to 7 % on heavy tails).
   */
  private static float shift(double[] prices) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double p : prices) {
      least = Math.min(least, p);
      most = Math.max(most, p);
    }
    return (float) Math.min(Float.MAX_VALUE / 4, SHIFT * (most - least));
  }
}
