package eoca.core.exact;

import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;

/**
 * Solves the boundary exactly: Newton's method brings the surplus down to a handful, a second, tiny
 * box around those prices leaves few rows, and the path solver finishes on them. If the prices
 * leave the tiny box it is widened; in the end the path solver takes all rows.
 */
final class Boundary {
  /** Up to so many rows the path solver takes all at once: parts of halved samples, for one. */
  private static final int SMALL = 1_600;

  private static final double WIDEN = 8;

  /**
   * Where prices within the box leave so many times the surplus of those that Newton's method
   * found, the optimum lies outside, and the path solver looks for it there at once.
   */
  private static final long OUTSIDE = 2;

  /** But with less surplus a fund paths within the box are quick, and say better where to widen. */
  private static final long LEAST_OUTSIDE = 16;

  private final FundOrder order;
  private final Workers workers;
  private final StopSignal stop;
  private final Spread spread;
  private final Box box;
  private PathSolver solver;

  /** The prices of {@link #solver}. */
  private Prices prices;

  Boundary(FundOrder order, Spread spread, Workers workers, StopSignal stop) {
    this(order, spread, null, workers, stop);
  }

  /**
   * A boundary beside fixed users.
   *
   * @param box what they bound prices to; null where there are none
   */
  Boundary(FundOrder order, Spread spread, Box box, Workers workers, StopSignal stop) {
    this.order = order;
    this.spread = spread;
    this.box = box;
    this.workers = workers;
    this.stop = stop;
  }

  /**
   * How it ended.
   *
   * @param fund the fund of every row, if solved
   * @param prices optimal prices, if solved; else the last ones
   * @param outside pairs that bound the optimum too narrowly, {@code a·k + b}
   */
  record Result(
      PathSolver.End end,
      byte[] fund,
      Prices prices,
      long augmentations,
      long surplus,
      int[] outside) {}

  /**
   * Solves rows.
   *
   * @param start prices in the box
   */
  Result solve(Rows rows, long[] need, Prices start) {
    return solve(rows, need, start, start, false);
  }

  /**
   * The same from better prices.
   *
   * @param start where to begin
   * @param inside prices in the box
   * @param widens whether {@link #unbounded} will be asked for where the optimum lies outside
   */
  Result solve(Rows rows, long[] need, Prices start, Prices inside, boolean widens) {
    Prices found = start.copy();
    long surplus = -1;
    if (rows.count() > SMALL) {
      Newton newton = new Newton(rows, need, order, spread, workers);
      for (int j = 0; j < order.count; j++) {
        if (spread.tiny()[j]) {
          newton.settle(j, j + 1, found);
        }
        if (spread.blockOf(j) == j && j > order.block(j)) {
          newton.settle(j, order.blockEnd(j), found);
        }
      }
      if (spread.smooth() || spread.ties()) {
        surplus = newton.improve(found);
      }
    }
    prices = found.copy();
    if (box != null) {
      box.pull(prices, inside, order);
    }
    if (rows.count() > SMALL && spread.smooth()) {
      double fraction = (30.0 * surplus + 8.0 * order.count + 300) / rows.count();
      for (; fraction < 0.5; fraction *= WIDEN) {
        Result result = cut(rows, need, prices, fraction, surplus);
        if (result != null) {
          return result;
        }
      }
    }
    solver = new PathSolver(rows, order.tie, prices, need, box, order, workers);
    boolean without =
        widens && surplus > LEAST_OUTSIDE * order.count && solver.surplus() > OUTSIDE * surplus;
    if (without) {
      prices = found;
      solver = new PathSolver(rows, order.tie, prices, need, null, order, workers);
    }
    PathSolver.End end = solver.solve(stop, Long.MAX_VALUE);
    int[] outside = end == PathSolver.End.OUTSIDE ? solver.outside() : new int[0];
    if (end == PathSolver.End.SOLVED && without && !box.contains(prices, order)) {
      end = PathSolver.End.OUTSIDE;
      outside = box.beyond(prices, order);
    }
    byte[] fund = new byte[rows.count()];
    for (int row = 0; row < fund.length; row++) {
      fund[row] = (byte) solver.fund(row);
    }
    return new Result(end, fund, prices.copy(), solver.augmentations(), surplus, outside);
  }

  /**
   * After {@link PathSolver.End#OUTSIDE}: goes on without the box.
   *
   * @return optimal prices of the rows, wherever they lie; null if the stop signal asked or there
   *     are none
   */
  Prices unbounded() {
    solver.unbound();
    return solver.solve(stop, Long.MAX_VALUE) == PathSolver.End.SOLVED ? prices : null;
  }

  /** Solves within a box of so small a part of the width; null if that is not enough. */
  private Result cut(Rows rows, long[] need, Prices centre, double fraction, long surplus) {
    int k = order.count;
    double[] width = new double[k * k];
    for (int p = 0; p < width.length; p++) {
      width[p] =
          fraction * Math.min(spread.width()[p], spread.width()[p % k * k + p / k])
              + (spread.glued(p / k, p % k) ? 0x1p-20 : 1);
    }
    Box small = Box.around(centre, width, spread.softBlock());
    small = box == null ? small : small.and(box);
    byte[] fund = new byte[rows.count()];
    int[] member = new int[64];
    long[] left = need.clone();
    Rows near = new Rows();
    int[] candidates = new int[k];
    for (int row = 0; row < fund.length; row++) {
      int a = near(rows, row, centre, small, candidates);
      fund[row] = (byte) rows.fund(a);
      int count = 0;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        if (candidates[c - rows.start(row)] != 0) {
          near.add(rows.fund(c), rows.value(c));
          count++;
        }
      }
      if (count == 0) {
        if (--left[rows.fund(a)] < 0) {
          return null;
        }
      } else {
        if (near.count() == member.length) {
          member = Arrays.copyOf(member, 2 * member.length);
        }
        member[near.count()] = row;
        near.end(rows.user(row));
      }
    }
    Prices prices = centre.copy();
    PathSolver solver = new PathSolver(near, order.tie, prices, left, small, order, workers);
    PathSolver.End end = solver.solve(stop, Long.MAX_VALUE);
    if (end == PathSolver.End.NO_PATH || end == PathSolver.End.OUTSIDE) {
      return null;
    }
    for (int row = 0; row < near.count(); row++) {
      fund[member[row]] = (byte) solver.fund(row);
    }
    return new Result(end, fund, prices, solver.augmentations(), surplus, new int[0]);
  }

  /** The row's best candidate; marks it and those within the box, or none if it is alone. */
  private int near(Rows rows, int row, Prices prices, Box box, int[] marks) {
    long mixed = Ties.user(rows.user(row));
    int from = rows.start(row);
    int to = rows.start(row + 1);
    int best = from;
    for (int c = from + 1; c < to; c++) {
      int a = rows.fund(best);
      int b = rows.fund(c);
      long gain = (rows.value(c) - prices.value()[b]) - (rows.value(best) - prices.value()[a]);
      if (gain > 0 || (gain == 0 && tie(mixed, b, prices) > tie(mixed, a, prices))) {
        best = c;
      }
    }
    int a = rows.fund(best);
    int count = 0;
    for (int c = from; c < to; c++) {
      int b = rows.fund(c);
      int pair = a * order.count + b;
      long loss = rows.value(best) - rows.value(c);
      boolean in =
          c == best
              || loss < box.value[pair]
              || (loss == box.value[pair]
                  && Ties.weight(mixed, order.tie[a]) - Ties.weight(mixed, order.tie[b])
                      <= box.tie[pair]);
      marks[c - from] = in ? 1 : 0;
      count += marks[c - from];
    }
    if (count == 1) {
      marks[best - from] = 0;
    }
    return best;
  }

  private long tie(long mixed, int fund, Prices prices) {
    return Ties.weight(mixed, order.tie[fund]) - prices.tie()[fund];
  }
}
