package eoca.core.exact;

import eoca.core.Workers;
import java.util.Arrays;

/**
 * Newton's method on the dual of the rows in memory: moves prices so that demand meets need, up to
 * a small surplus that the path solver removes.
 *
 * <p>The gradient is demand minus need; the Hessian is the Laplacian of the densities {@code ρ_ab},
 * the rows between a and b a unit of price, estimated from the margins below a window that shrinks
 * with the step. Prices with the least surplus are kept, so it never makes things worse. Every sum
 * is a whole number, hence independent of the number of threads.
 */
final class Newton {
  private static final int MOST_STEPS = 20;

  /** With fewer rows near a change, a fund, the window is not narrowed. */
  private static final long NEAR_A_FUND = 8;

  /** Steps without a fifth less surplus before the path solver takes over. */
  private static final int MOST_IDLE = 3;

  /**
   * Where demand jumps, so does Newton's method: it goes on only while a step takes as many rows
   * off the surplus as paths are found in its time, one for so many rows.
   */
  private static final int ROWS_A_PATH = 128;

  private static final int TASK = 1 << 13;

  private final Rows rows;
  private final long[] need;
  private final FundOrder order;
  private final Workers workers;
  private final Spread spread;
  private final boolean ties;
  private final int k;

  Newton(Rows rows, long[] need, FundOrder order, Spread spread, Workers workers) {
    this.rows = rows;
    this.need = need;
    this.order = order;
    this.workers = workers;
    this.spread = spread;
    this.ties = spread.ties();
    this.k = need.length;
  }

  /** Demand a fund and rows near a change, by (best, second best). */
  private record Demand(long[] excess, long[] near, long surplus) {}

  /**
   * Improves prices in place.
   *
   * @return the surplus left
   */
  long improve(Prices prices) {
    double[] width = spread.width();
    Prices now = prices.copy();
    long least = Long.MAX_VALUE;
    double window = 0.5;
    int idle = 0;
    double damping = 1;
    long last = Long.MAX_VALUE;
    for (int step = 0; step < MOST_STEPS; step++) {
      Demand demand = demand(now, width, window);
      idle = demand.surplus > 0.8 * least ? idle + 1 : 0;
      boolean slow = !spread.smooth() && least - demand.surplus < rows.count() / ROWS_A_PATH;
      if (demand.surplus < least) {
        least = demand.surplus;
        System.arraycopy(now.value(), 0, prices.value(), 0, k);
        System.arraycopy(now.tie(), 0, prices.tie(), 0, k);
      }
      if (least <= k || idle >= MOST_IDLE || (slow && step > 0)) {
        break;
      }
      double[] density = new double[k * k];
      for (int p = 0; p < density.length; p++) {
        density[p] =
            demand.near[p] == 0 ? 0 : demand.near[p] / (2 * window * scale(width, p / k, p % k));
      }
      double[] excess = new double[k];
      for (int j = 0; j < k; j++) {
        excess[j] = demand.excess[j];
      }
      Laplacian.Step moves = Laplacian.step(density, excess, new boolean[k], 0.5 / window, spread);
      long counted = Arrays.stream(demand.near).sum();
      double ratio = ratio(moves, width, demand.near);
      damping = demand.surplus > last ? damping / 2 : Math.min(1, 2 * damping);
      last = demand.surplus;
      now.move(moves, damping);
      if (counted >= NEAR_A_FUND * k) {
        window = Math.max(Math.max(window / 6, 1e-5), Math.min(window, 3 * ratio));
      }
    }
    return least;
  }

  /** The step's largest change of a pair in widths, over pairs with rows between them. */
  private double ratio(Laplacian.Step moves, double[] width, long[] near) {
    double most = 0;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        if (near[a * k + b] > 0) {
          most = Math.max(most, moves.moves(spread, a, b) / scale(width, a, b));
        }
      }
    }
    return most;
  }

  /** The scale of a pair; where one direction is unbounded, the other's. */
  private double scale(double[] width, int a, int b) {
    return Math.min(width[a * k + b], width[b * k + a]);
  }

  private Demand demand(Prices prices, double[] width, double window) {
    int tasks = (rows.count() + TASK - 1) / TASK;
    long[][] counts = new long[workers.threads()][];
    long[][] near = new long[workers.threads()][];
    double[] limit = new double[k * k];
    for (int p = 0; p < limit.length; p++) {
      limit[p] = window * scale(width, p / k, p % k);
    }
    workers.run(
        tasks,
        (task, slot) -> {
          if (counts[slot] == null) {
            counts[slot] = new long[k];
            near[slot] = new long[k * k];
          }
          int to = Math.min(rows.count(), (task + 1) * TASK);
          count(task * TASK, to, prices, limit, counts[slot], near[slot]);
        });
    long[] excess = new long[k];
    long[] nearAll = new long[k * k];
    for (int slot = 0; slot < counts.length; slot++) {
      for (int j = 0; counts[slot] != null && j < k; j++) {
        excess[j] += counts[slot][j];
      }
      for (int p = 0; near[slot] != null && p < nearAll.length; p++) {
        nearAll[p] += near[slot][p];
      }
    }
    long surplus = 0;
    for (int j = 0; j < k; j++) {
      excess[j] -= need[j];
      surplus += Math.max(0, excess[j]);
    }
    return new Demand(excess, nearAll, surplus);
  }

  private void count(int from, int to, Prices prices, double[] limit, long[] counts, long[] near) {
    long[] price = prices.value();
    long[] tie = prices.tie();
    for (int row = from; row < to; row++) {
      long mixed = ties ? Ties.user(rows.user(row)) : 0;
      int end = rows.start(row + 1);
      if (end - rows.start(row) == 2) {
        countTwo(rows.start(row), mixed, prices, limit, counts, near);
        continue;
      }
      int a = -1;
      long first = 0;
      long firstTie = 0;
      for (int c = rows.start(row); c < end; c++) {
        int j = rows.fund(c);
        long u = rows.value(c) - price[j];
        if (a >= 0 && u < first) {
          continue;
        }
        long t = ties ? Ties.weight(mixed, order.tie[j]) - tie[j] : 0;
        if (a < 0 || u > first || t > firstTie) {
          first = u;
          firstTie = t;
          a = j;
        }
      }
      counts[a]++;
      int twin = -1;
      int other = -1;
      double twinLoss = Double.POSITIVE_INFINITY;
      double otherLoss = Double.POSITIVE_INFINITY;
      for (int c = rows.start(row); c < end; c++) {
        int j = rows.fund(c);
        if (j == a) {
          continue;
        }
        long t = ties ? Ties.weight(mixed, order.tie[j]) - tie[j] : 0;
        double loss = Lexicographic.real(first - (rows.value(c) - price[j]), firstTie - t);
        if (spread.glued(a, j)) {
          twin = loss < twinLoss ? j : twin;
          twinLoss = Math.min(loss, twinLoss);
        } else {
          other = loss < otherLoss ? j : other;
          otherLoss = Math.min(loss, otherLoss);
        }
      }
      if (twin >= 0 && twinLoss < limit[a * k + twin]) {
        near[a * k + twin]++;
      }
      if (other >= 0 && otherLoss < limit[a * k + other]) {
        near[a * k + other]++;
      }
    }
  }

  /** Counts a row of two candidates, as most are: without branches on the data. */
  private void countTwo(
      int at, long mixed, Prices prices, double[] limit, long[] counts, long[] near) {
    int x = rows.fund(at);
    int y = rows.fund(at + 1);
    long value = (rows.value(at) - prices.value()[x]) - (rows.value(at + 1) - prices.value()[y]);
    long tie = 0;
    if (ties) {
      tie =
          (Ties.weight(mixed, order.tie[x]) - prices.tie()[x])
              - (Ties.weight(mixed, order.tie[y]) - prices.tie()[y]);
    }
    long sign = (value != 0 ? value : tie) >> 63; // −1 where y is better
    int swap = (x ^ y) & (int) sign;
    int a = x ^ swap;
    int pair = a * k + (y ^ swap);
    counts[a]++;
    double loss = Lexicographic.real((value ^ sign) - sign, (tie ^ sign) - sign);
    near[pair] += loss < limit[pair] ? 1 : 0;
  }

  /**
   * Shifts the prices of the funds {@code from..to-1} so that exactly their need prefers one of
   * them to the others, whose prices stay: an order statistic of what the rows would gain.
   */
  void settle(int from, int to, Prices prices) {
    long[] gain = new long[64];
    int count = 0;
    long wanted = 0;
    for (int j = from; j < to; j++) {
      wanted += need[j];
    }
    for (int row = 0; row < rows.count(); row++) {
      long own = Long.MIN_VALUE;
      long best = Long.MIN_VALUE;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        int j = rows.fund(c);
        long u = rows.value(c) - prices.value()[j];
        if (j >= from && j < to) {
          own = Math.max(own, u);
        } else {
          best = Math.max(best, u);
        }
      }
      if (best == Long.MIN_VALUE) {
        wanted--;
      } else if (own != Long.MIN_VALUE) {
        if (count == gain.length) {
          gain = Arrays.copyOf(gain, 2 * count);
        }
        gain[count++] = own - best;
      }
    }
    if (wanted > 0 && wanted < count) {
      Arrays.sort(gain, 0, count);
      long shift = gain[count - (int) wanted - 1] + 1;
      for (int j = from; j < to; j++) {
        prices.value()[j] += shift;
      }
    }
  }
}
