package eoca.core.exact;

import eoca.core.Assignment;
import java.util.Arrays;

/**
 * Solves from prices that an earlier solve reported, without a pass to sample: the grid is guessed
 * from a glance at a few users, and every user looked at in whole numbers is held against it.
 *
 * <p>Where quotas changed by a known number, {@link Shift} says where prices go; where they did not
 * change, or nobody knows, {@link Level#warm} looks around the old ones. It gives up early where it
 * cannot win: then the caller solves from nothing, and what was lost is small.
 *
 * <p>Passes over the data: one where nothing changed or the shift is small, two where a pass that
 * counts is cheaper than the boundary it saves.
 *
 * @param prices as reported, one a fund of the instance
 * @param change users that quotas grew by, one a fund of the instance; null if not known
 */
record WarmStart(View view, FundOrder order, double[] prices, long[] change, Means means) {
  /** The part of the widths that the first pass looks at where quotas did not change. */
  private static final double WINDOW = 0.1;

  /** Passes that a start with changed quotas may take. */
  private static final int PASSES = 3;

  /** Gives up when more than one user in so many is boundary. */
  private static final int SHARE = 8;

  /** And when one user in so many ties at the prices: they do not say how ties were resolved. */
  private static final int TIED = 50;

  private static final int BOUNDARY_ROW_BYTES = 40;

  /** Share of users near a change from which a pass that counts is cheaper than a boundary. */
  private static final double NEAR = 0.025;

  /**
   * Optimal prices.
   *
   * @param grid the grid they are on
   */
  record Solved(Grid grid, Prices prices) {}

  /** Solves, or returns null: solve from nothing. */
  Solved solve(Assignment out) {
    Sample.Drawn glance = Sample.glance(view, order);
    Grid grid = Grid.guessed(glance.range(), view.bonus());
    Prices start = grid == null ? null : onGrid(prices, order, grid);
    if (start == null) {
      return null;
    }
    Sample seen = glance.sample();
    Rows rows = seen.rows(seen.part(0, 1), order, grid);
    Spread spread =
        Margins.guess(rows, start, order, Long.MAX_VALUE).scaled(means.settings().warmWidth());
    if (Margins.indifferent(rows, start, spread) > rows.count() / TIED) {
      return null;
    }
    Prices solved = solve(new Problem(view, order, grid), start, spread, out);
    if (solved == null) {
      means.journal().say("cold", 0);
      return null;
    }
    if (view.bonus() != null && view.bonus().bits() > 0) {
      grid.snap(solved.value(), view.bonus().bits());
    }
    return new Solved(grid, solved);
  }

  private Prices solve(Problem problem, Prices start, Spread spread, Assignment out) {
    Level level = new Level(problem, order.quota, means);
    long[] grown = grown();
    boolean unchanged = grown != null && Arrays.stream(grown).allMatch(more -> more == 0);
    if (unchanged || grown == null || Shift.tooFew(view)) {
      return level.warm(start, spread, WINDOW, unchanged, out, mostBytes());
    }
    Shift shift = loosened(grown) ? null : Shift.of(problem, start, spread, grown, means);
    if (shift == null) {
      return null;
    }
    Prices centre = shift.centre();
    Spread uncertain = shift.spread();
    if (shift.nearShare() > NEAR) {
      Level.Step step = level.step(centre, uncertain, shift.nearShare(), 1);
      if (step == null) {
        return null;
      }
      centre = step.centre();
      uncertain = step.spread();
    }
    return level.solve(centre, uncertain, null, out, mostBytes(), PASSES);
  }

  /** The change in the order of funds, or null if nobody knows. */
  private long[] grown() {
    if (change == null || change.length != prices.length) {
      return null;
    }
    long[] grown = new long[order.count];
    Arrays.setAll(grown, j -> change[order.original[j]]);
    return grown;
  }

  /**
   * Whether a risk level had slack 0 and has some now. Then the old prices say nothing of the step
   * at that level, and where it goes is far.
   */
  private boolean loosened(long[] grown) {
    long more = 0;
    for (int j = order.count - 1; j > 0; j--) {
      more += grown[j];
      if (order.slack[j] > 0 && order.slack[j] + more <= 0) {
        return true;
      }
    }
    return false;
  }

  private long mostBytes() {
    return Math.min(
        means.settings().maxBoundaryBytes(),
        Math.max(1 << 20, (long) view.users() / SHARE * BOUNDARY_ROW_BYTES));
  }

  /** Reported prices on a grid, or null if there are none or they do not fit. */
  static Prices onGrid(double[] reported, FundOrder order, Grid grid) {
    if (reported == null || grid.refined()) {
      return null;
    }
    Prices prices = Prices.zero(order.count);
    double reference = reported[order.original[0]];
    for (int j = 0; j < order.count; j++) {
      double units = (reported[order.original[j]] - reference) / grid.unit();
      if (!(Math.abs(units) < 0x1p58)) {
        return null;
      }
      prices.value()[j] = (long) Math.rint(units);
    }
    return prices;
  }
}
