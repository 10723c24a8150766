package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.Shards;
import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * One pass over the users of a view at prices λ and a box around the optimum: fixes every user whom
 * no price in the box can move, collects the others with their candidate funds (the
 * <em>boundary</em>).
 *
 * <p>Most users are fixed by {@link Kernels#screen} in float32 arithmetic, which widens its test by
 * its own rounding; those it leaves are looked at again in whole numbers. One byte a user for the
 * assignment, and about {@code 8 + 9·2.3} bytes a boundary user.
 */
final class Pass {
  /** Likely funds are found for a whole tile where more than one user in so many wants them. */
  private static final int DENSE = 8;

  /** What looking at a user costs, in what weighing one fund for one user does: 3 ns. */
  private static final long OPEN_COST = 5;

  /** And each likely fund of that user. */
  private static final long LIKELY_COST = 3;

  /** Where likely funds are not counted, one fund in so many is supposed to be one. */
  private static final int UNKNOWN_LIKELY = 4;

  private final View view;
  private final FundOrder order;
  private final Grid grid;
  private final Prices prices;
  private final Box box;
  private final BoxScreen screen;

  /** Null where it can't be. */
  private final PairScreen pairs;

  /** Null where it can't be. */
  private final TieScreen ties;

  private final StopSignal stop;

  /** Null where it can't be. */
  private final TwoFunds twoFunds;

  private final AtomicBoolean offGrid = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();

  Pass(Problem problem, Prices prices, Box box, StopSignal stop) {
    this.view = problem.view();
    this.order = problem.order();
    this.grid = problem.grid();
    this.prices = prices;
    this.box = box;
    this.screen = BoxScreen.of(order, grid, prices, box);
    this.pairs = PairScreen.of(order, grid, prices, box);
    this.ties = view.bonus() == null ? TieScreen.of(order, grid, prices, box) : null;
    this.stop = stop;
    this.twoFunds = TwoFunds.of(problem, prices, box);
  }

  /**
   * Whether a user who was looked at in whole numbers has a value that a guessed grid cannot hold.
   */
  boolean offGrid() {
    return offGrid.get();
  }

  /** Whether the stop signal asked: then the counts mean nothing. */
  private boolean stopped() {
    return stopped.get();
  }

  private boolean goOn() {
    if (stop.stopAt() != null) {
      stopped.set(true);
    }
    return !stopped.get();
  }

  /**
   * What a pass found.
   *
   * @param fixed users fixed to each fund
   * @param boundary the others
   * @param bounds prices at which no fixed user, and nobody of the boundary, wants a fund that was
   *     left out: the box, or more
   */
  record Result(long[] fixed, Rows boundary, Box bounds) {
    /** What the fixed users leave of quotas: below 0 where they are too many. */
    long[] left(long[] quota) {
      long[] left = quota.clone();
      for (int j = 0; j < left.length; j++) {
        left[j] -= fixed[j];
      }
      return left;
    }
  }

  /**
   * Runs over all users.
   *
   * @param out receives the instance's fund of every fixed user, {@link Assignment#NONE} for the
   *     others; null to keep only the counts
   * @param mostBytes most memory for the boundary
   * @return null if the boundary would not fit, or the stop signal asked
   */
  Result run(Workers workers, Assignment out, long mostBytes) {
    int tasks = view.tasks();
    LongAdder bytes = new LongAdder();
    long[][] fixed = new long[tasks][];
    Rows[] boundary = new Rows[tasks];
    Tile[] tiles = new Tile[workers.threads()];
    workers.run(
        tasks,
        (task, slot) -> {
          if (tiles[slot] == null) {
            tiles[slot] = new Tile(order);
          }
          fixed[task] = new long[order.count];
          boundary[task] = new Rows();
          if (bytes.sum() <= mostBytes && goOn()) {
            task(task, tiles[slot], fixed[task], boundary[task], out);
            bytes.add(boundary[task].bytes());
          }
        });
    if (bytes.sum() > mostBytes || stopped()) {
      return null;
    }
    long[] total = new long[order.count];
    for (long[] part : fixed) {
      for (int j = 0; j < total.length; j++) {
        total[j] += part[j];
      }
    }
    Rim rim = new Rim(order.count);
    for (Tile tile : tiles) {
      if (tile != null) {
        rim.add(tile.rim);
      }
    }
    return new Result(total, Rows.concat(boundary), rim.around(box, screen, ties, prices));
  }

  private void task(int task, Tile tile, long[] fixed, Rows boundary, Assignment target) {
    int from = view.from(task);
    int to = view.to(task);
    byte[] bytes = target == null ? null : target.shard(from / Shards.SIZE);
    int[] counts = new int[4 * 256];
    float[] out = tile.out;
    byte[] original = new byte[order.count];
    for (int j = 0; j < original.length; j++) {
      original[j] = (byte) order.original[j];
    }
    for (int at = from; at < to; at += tile.size) {
      int length = Math.min(tile.size, to - at);
      tile.load(view, at, length);
      screen(tile, at, length);
      for (int i = 0; i < length; i++) {
        int fund = (int) out[i];
        if (fund < 0 || screen.guards(tile, i, fund)) {
          fund = exact(tile, i, view.id(at + i), boundary);
          if (fund < 0) {
            if (bytes != null) {
              bytes[(at + i) & (Shards.SIZE - 1)] = Assignment.NONE;
            }
            continue;
          }
        }
        counts[((i & 3) << 8) + fund]++;
        if (bytes != null) {
          bytes[(at + i) & (Shards.SIZE - 1)] = original[fund];
        }
      }
    }
    for (int j = 0; j < fixed.length; j++) {
      fixed[j] = (long) counts[j] + counts[256 + j] + counts[512 + j] + counts[768 + j];
    }
  }

  /** The user's fund if fixed; otherwise −1, and the user joins the boundary. */
  private int exact(Tile tile, int i, int user, Rows boundary) {
    int likely = screen.likely(tile, i, grid.refined());
    if (likely == 1) {
      return tile.candidates[0];
    }
    tile.keys(grid, i, likely);
    if (grid.guessed() && !grid.fits(tile.row, likely)) {
      offGrid.set(true);
    }
    int[] candidates = tile.candidates;
    long[] keys = tile.keys;
    long[] weights = tile.weights;
    int best = best(candidates, keys, tile.worth, weights, likely, Ties.user(user));
    int a = candidates[best];
    long own = keys[best];
    long weight = weights[best];
    int pair = a * order.count;
    int count = 0;
    for (int c = 0; c < likely; c++) {
      int b = candidates[c];
      if (c == best || near(own - keys[c], weight - weights[c], pair + b)) {
        candidates[count] = b;
        keys[count++] = keys[c];
      } else {
        tile.rim.leave(pair + b, own - keys[c], weight - weights[c]);
      }
    }
    if (count == 1) {
      return a;
    }
    for (int c = 0; c < count; c++) {
      boundary.add(candidates[c], keys[c]);
    }
    boundary.end(user);
    return -1;
  }

  /**
   * Screens the loaded users. Where that leaves many, as with ties, all users' likely funds are
   * found at once, and where these are many too, their ties are weighed.
   */
  private void screen(Tile tile, int at, int length) {
    Kernels kernels = Kernels.INSTANCE;
    kernels.screen(tile.etv, length, screen.low(), screen.high(), tile.limits, tile.out);
    int open = grid.refined() ? 0 : open(tile, length);
    if (open <= length / DENSE) {
      return;
    }
    long likely = (long) open * order.count / UNKNOWN_LIKELY;
    if (pairs != null) {
      kernels.rivals(tile.etv, length, pairs, tile.limits, tile.masks);
      tile.rim.pair();
    } else if (!screen.guarded()) {
      kernels.likely(tile.etv, length, screen.low(), screen.high(), tile.limits, tile.masks);
    }
    if (pairs != null || !screen.guarded()) {
      tile.masked = true;
      likely = tile.single(length);
      open = open(tile, length);
      int fixed = twoFunds == null ? 0 : twoFunds.fix(tile, view, at, length);
      open -= fixed;
      likely -= 2L * fixed;
    }
    if (ties != null && OPEN_COST * open + LIKELY_COST * likely > (long) length * order.count) {
      tile.weigh(ties, view, at, length);
    }
  }

  /** Loaded users who are to be looked at one by one. */
  private int open(Tile tile, int length) {
    float[] out = tile.out;
    int open = 0;
    for (int i = 0; i < length; i++) {
      open += Float.floatToRawIntBits(out[i]) >>> 31;
    }
    for (int i = 0; screen.guarded() && i < length; i++) {
      open += out[i] >= 0 && screen.guards(tile, i, (int) out[i]) ? 1 : 0;
    }
    return open;
  }

  /** Whether a user who loses so much may want the other fund at some prices of the box. */
  boolean near(long loss, long tieLoss, int pair) {
    if (loss != box.value[pair]) {
      return loss < box.value[pair];
    }
    return tieLoss <= box.tie[pair];
  }

  /**
   * The candidate that is best at the prices; leaves what each is worth, and its tie-breaking
   * weight. Without branches on the data: nothing about a user with ties can be predicted.
   */
  int best(int[] candidates, long[] keys, long[] worth, long[] weights, int count, long mixed) {
    long[] price = prices.value();
    long[] tiePrice = prices.tie();
    long most = Long.MIN_VALUE;
    for (int c = 0; c < count; c++) {
      int j = candidates[c];
      worth[c] = keys[c] - price[j];
      most = Math.max(most, worth[c]);
      weights[c] = Ties.weight(mixed, order.tie[j]);
    }
    if (count == 2) {
      long value = worth[0] - worth[1];
      long tie = (weights[0] - tiePrice[candidates[0]]) - (weights[1] - tiePrice[candidates[1]]);
      return (int) ((value != 0 ? value : tie) >>> 63);
    }
    int best = 0;
    long mostTie = Long.MIN_VALUE;
    for (int c = 0; c < count; c++) {
      long tie = worth[c] == most ? weights[c] - tiePrice[candidates[c]] : Long.MIN_VALUE;
      best = tie > mostTie ? c : best;
      mostTie = Math.max(mostTie, tie);
    }
    return best;
  }

  /**
   * Demand at the prices, and the users near a change.
   *
   * @param demand users who prefer each fund
   * @param near users by (best, second best fund) whose margin lies within the box
   */
  record Demand(long[] demand, long[] near) {}

  /** What a count at the same prices would say, from the result of a pass. */
  Demand demand(Result result, int[] cluster) {
    int k = order.count;
    long[] demand = result.fixed().clone();
    long[] near = new long[k * k];
    Rows rows = result.boundary();
    int[] candidates = new int[k];
    long[] keys = new long[k];
    long[] worth = new long[k];
    long[] weights = new long[k];
    for (int row = 0; row < rows.count(); row++) {
      int from = rows.start(row);
      int count = rows.start(row + 1) - from;
      for (int c = 0; c < count; c++) {
        candidates[c] = rows.fund(from + c);
        keys[c] = rows.value(from + c);
      }
      int best = best(candidates, keys, worth, weights, count, Ties.user(rows.user(row)));
      demand[candidates[best]]++;
      rivals(candidates, keys, worth, weights, count, best, cluster, near);
    }
    return new Demand(demand, near);
  }

  /**
   * Counts only.
   *
   * @param cluster the first fund of each fund's cluster
   * @return null if the stop signal asked
   */
  Demand count(Workers workers, int[] cluster) {
    int k = order.count;
    Tile[] tiles = new Tile[workers.threads()];
    long[][] demand = new long[workers.threads()][];
    long[][] near = new long[workers.threads()][];
    workers.run(
        view.tasks(),
        (task, slot) -> {
          if (tiles[slot] == null) {
            tiles[slot] = new Tile(order);
            demand[slot] = new long[k];
            near[slot] = new long[k * k];
          }
          if (goOn()) {
            countTask(task, tiles[slot], demand[slot], near[slot], cluster);
          }
        });
    long[] demandAll = new long[k];
    long[] nearAll = new long[k * k];
    for (int slot = 0; slot < demand.length; slot++) { // whole numbers: any order gives the same
      for (int j = 0; demand[slot] != null && j < k; j++) {
        demandAll[j] += demand[slot][j];
      }
      for (int p = 0; near[slot] != null && p < nearAll.length; p++) {
        nearAll[p] += near[slot][p];
      }
    }
    return stopped() ? null : new Demand(demandAll, nearAll);
  }

  private void countTask(int task, Tile tile, long[] demand, long[] near, int[] cluster) {
    int from = view.from(task);
    int to = view.to(task);
    int[] counts = new int[4 * 256];
    float[] out = tile.out;
    for (int at = from; at < to; at += tile.size) {
      int length = Math.min(tile.size, to - at);
      tile.load(view, at, length);
      screen(tile, at, length);
      for (int i = 0; i < length; i++) {
        int fund = (int) out[i];
        if (fund < 0 || screen.guards(tile, i, fund)) {
          fund = second(tile, i, view.id(at + i), near, cluster);
        }
        counts[((i & 3) << 8) + fund]++;
      }
    }
    for (int j = 0; j < demand.length; j++) {
      demand[j] += (long) counts[j] + counts[256 + j] + counts[512 + j] + counts[768 + j];
    }
  }

  /** The user's best fund; notes its rivals if they are near. */
  private int second(Tile tile, int i, int user, long[] near, int[] cluster) {
    int likely = screen.likely(tile, i, grid.refined());
    int[] candidates = tile.candidates;
    if (likely == 1) {
      return candidates[0];
    }
    tile.keys(grid, i, likely);
    int best = best(candidates, tile.keys, tile.worth, tile.weights, likely, Ties.user(user));
    rivals(candidates, tile.keys, tile.worth, tile.weights, likely, best, cluster, near);
    return candidates[best];
  }

  /**
   * Counts a user for the second best fund of the best one's own cluster, whom ties decide, and for
   * the second best of all others, whom values do.
   */
  private void rivals(
      int[] candidates,
      long[] keys,
      long[] worth,
      long[] weights,
      int count,
      int best,
      int[] cluster,
      long[] near) {
    int a = candidates[best];
    int twin = -1;
    int other = -1;
    if (count == 2) {
      twin = 1 - best;
    }
    for (int c = 0; c < count && count > 2; c++) {
      if (c != best) {
        boolean same = cluster[candidates[c]] == cluster[a];
        int than = same ? twin : other;
        if (than < 0
            || worth[c] > worth[than]
            || (worth[c] == worth[than]
                && tieAt(weights, candidates, c) > tieAt(weights, candidates, than))) {
          twin = same ? c : twin;
          other = same ? other : c;
        }
      }
    }
    int pair = a * order.count;
    if (twin >= 0
        && near(keys[best] - keys[twin], weights[best] - weights[twin], pair + candidates[twin])) {
      near[pair + candidates[twin]]++;
    }
    if (other >= 0
        && near(
            keys[best] - keys[other], weights[best] - weights[other], pair + candidates[other])) {
      near[pair + candidates[other]]++;
    }
  }

  private long tieAt(long[] weights, int[] candidates, int c) {
    return weights[c] - prices.tie()[candidates[c]];
  }
}
