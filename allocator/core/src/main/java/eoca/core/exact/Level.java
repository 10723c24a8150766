package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.StopSignal;
import eoca.core.Workers;

/**
 * Solves the users of one view exactly, given prices near the optimum and how uncertain they are:
 * pass, boundary, acceptance; and again with a wider box where the optimum lies outside.
 *
 * <p><b>Acceptance.</b> The boundary is solved exactly with the quotas that the fixed users leave.
 * If its prices lie in the pass's box then no fixed user prefers another fund at them, so they and
 * the allocation are optimal for all users of the view.
 *
 * <p><b>It ends.</b> A violated pair is widened at least twofold, a fund with too many fixed users
 * and all pairs without a path eightfold, and after a bounded number of passes the box is opened:
 * then everything is boundary, which the path solver solves.
 */
final class Level {
  private static final double GROW = 8;

  private final View view;
  private final FundOrder order;
  private final long[] quota;
  private final Grid grid;
  private final Settings settings;
  private final Workers workers;
  private final StopSignal stop;
  private final Journal journal;

  Level(
      View view,
      FundOrder order,
      long[] quota,
      Grid grid,
      Settings settings,
      Workers workers,
      StopSignal stop,
      Journal journal) {
    this.view = view;
    this.order = order;
    this.quota = quota;
    this.grid = grid;
    this.settings = settings;
    this.workers = workers;
    this.stop = stop;
    this.journal = journal;
  }

  /**
   * Solves.
   *
   * @param out receives every user's fund; null to learn only the prices
   * @return optimal prices, or null if the stop signal asked or memory would not do
   */
  Prices solve(Prices start, Spread uncertain, Assignment out) {
    Prices centre = start.copy();
    Spread spread = uncertain;
    for (int attempt = 0; stop.stopAt() == null; attempt++) {
      Box box = attempt < settings.maxRetries() ? box(centre, spread) : Box.open(order.count);
      Pass.Result pass = new Pass(view, order, grid, centre, box).run(workers, out);
      journal.pass(view, pass.boundary());
      long[] left = quota.clone();
      boolean over = false;
      for (int j = 0; j < left.length; j++) {
        left[j] -= pass.fixed()[j];
        over |= left[j] < 0;
      }
      if (over) {
        spread = widenOver(spread, left);
        journal.retry(attempt);
        continue;
      }
      Boundary.Result solved =
          new Boundary(order, spread, workers, stop).solve(pass.boundary(), left, centre);
      journal.boundary(view, solved);
      if (solved.end() == PathSolver.End.SOLVED && box.contains(solved.prices(), order)) {
        if (out != null) {
          write(pass.boundary(), solved.fund(), out);
        }
        return solved.prices();
      }
      if (solved.end() == PathSolver.End.STOPPED) {
        return null;
      }
      spread =
          solved.end() == PathSolver.End.NO_PATH
              ? spread.scaled(GROW)
              : widenViolated(spread, box, centre, solved.prices());
      if (solved.end() == PathSolver.End.SOLVED) {
        centre = solved.prices();
      }
      journal.retry(attempt);
    }
    return null;
  }

  /** The box of a spread: tiny funds are bounded from below only. */
  private Box box(Prices centre, Spread spread) {
    Box box = Box.around(centre, spread.width());
    for (int a = 0; a < order.count; a++) {
      for (int b = 0; spread.tiny()[a] && b < order.count; b++) {
        box.value[a * order.count + b] = Box.OPEN;
      }
    }
    return box;
  }

  private Spread widenOver(Spread spread, long[] left) {
    int k = order.count;
    double[] width = spread.width().clone();
    for (int a = 0; a < k; a++) {
      for (int b = 0; left[a] < 0 && b < k; b++) {
        width[a * k + b] *= GROW;
        width[b * k + a] *= GROW;
      }
    }
    return new Spread(width, spread.tiny(), spread.tied(), spread.smooth());
  }

  private Spread widenViolated(Spread spread, Box box, Prices centre, Prices found) {
    int k = order.count;
    double[] width = spread.width().clone();
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        if (a != b && !box.within(found, a, b)) {
          double moved =
              Lexicographic.difference(found, a, b) - Lexicographic.difference(centre, a, b);
          double wider = Math.max(3 * width[a * k + b], 2 * Math.abs(moved));
          width[a * k + b] = wider;
          width[b * k + a] = Math.max(wider, width[b * k + a]);
        }
      }
    }
    return new Spread(width, spread.tiny(), spread.tied(), spread.smooth());
  }

  private void write(Rows rows, byte[] fund, Assignment out) {
    for (int row = 0; row < fund.length; row++) {
      out.set(rows.user(row), order.original[fund[row] & 0xFF]);
    }
  }

  /**
   * Moves prices by one Newton step on the whole view: a pass that only counts, in place of a
   * larger boundary. Leaves tiny funds alone.
   */
  Prices step(Prices centre, Spread spread) {
    int k = order.count;
    Box box = box(centre, spread);
    Pass.Demand demand = new Pass(view, order, grid, centre, box).count(workers);
    journal.count(view);
    double[] density = new double[k * k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        int p = a * k + b;
        if (!spread.tiny()[a] && !spread.tiny()[b] && a != b) {
          density[p] = demand.near()[p] / (2 * spread.width()[p]);
        }
      }
    }
    double[] excess = new double[k];
    for (int j = 0; j < k; j++) {
      excess[j] = demand.demand()[j] - quota[j];
    }
    double[] delta = Laplacian.step(density, excess, spread.tiny(), Spread.widest(spread.width()));
    double ratio = 0;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        if (demand.near()[a * k + b] > 0 && !spread.tiny()[a] && !spread.tiny()[b]) {
          ratio = Math.max(ratio, Math.abs(delta[a] - delta[b]) / spread.width()[a * k + b]);
        }
      }
    }
    Prices next = centre.copy();
    if (ratio > 1) {
      return next;
    }
    for (int j = 0; j < k; j++) {
      next.value()[j] += Math.round(delta[j]);
    }
    return next;
  }
}
