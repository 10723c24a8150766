package eoca.core.exact;

import eoca.core.StopSignal;

/**
 * Few users, or few a fund: the path solver takes everybody, from prices of every sixth user, who
 * were solved from those of every sixth of them, and so on.
 *
 * <p>A path costs O(k²) and one is needed for each user in surplus. A sample's prices leave a
 * surplus of about the square root of its users, so all samples together take fewer paths than the
 * users alone: at 12,000 users 2,000 instead of 9,000 for 200 funds, 200 instead of 1,200 for four.
 */
final class Direct {
  /** Users of whom one is in the next smaller sample. */
  private static final int STRIDE = 6;

  /** Users who are solved from nothing. */
  private static final int LEAST = 1_000;

  private final Sample everybody;
  private final FundOrder order;
  private final Grid grid;
  private final StopSignal stop;
  private long augmentations;
  private Prices prices;

  Direct(Sample everybody, FundOrder order, Grid grid, StopSignal stop) {
    this.everybody = everybody;
    this.order = order;
    this.grid = grid;
    this.stop = stop;
  }

  /**
   * Solves everybody.
   *
   * @param known prices to start from; null to find them by samples
   * @return everybody's funds, or null where the stop signal asked
   */
  PathSolver solve(Rows rows, Prices known) {
    prices = known;
    for (int stride = known == null ? stride(rows.count()) : 1; stride >= 1; stride /= STRIDE) {
      int[] members = everybody.part(-1, stride);
      Rows some = stride == 1 ? rows : everybody.rows(members, order, grid);
      long[] quota = stride == 1 ? order.quota : everybody.quotas(members, order, rows.count());
      prices = prices == null ? Prices.zero(order.count) : prices;
      PathSolver solver = new PathSolver(some, order.tie, prices, quota);
      PathSolver.End end = solver.solve(stop, Long.MAX_VALUE);
      augmentations += solver.augmentations();
      if (end == PathSolver.End.STOPPED) {
        return null;
      }
      if (end != PathSolver.End.SOLVED) {
        throw new IllegalStateException("a feasible sample without a path (stride " + stride + ")");
      }
      if (stride == 1) {
        return solver;
      }
    }
    throw new IllegalStateException("no stride of one");
  }

  /** The prices: optimal ones once solved, else the best known. */
  Prices prices() {
    return prices;
  }

  /** Paths of all samples. */
  long augmentations() {
    return augmentations;
  }

  private static int stride(int users) {
    int stride = 1;
    while (users / stride > LEAST) {
      stride *= STRIDE;
    }
    return stride;
  }
}
