package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.Shards;
import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;
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
  private final View view;
  private final FundOrder order;
  private final Grid grid;
  private final Prices prices;
  private final Box box;
  private final Screen screen;
  private final StopSignal stop;
  private final AtomicBoolean offGrid = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();

  Pass(View view, FundOrder order, Grid grid, Prices prices, Box box, StopSignal stop) {
    this.view = view;
    this.order = order;
    this.grid = grid;
    this.prices = prices;
    this.box = box;
    this.screen = Screen.of(order, grid, prices, box);
    this.stop = stop;
  }

  /**
   * Whether a user who was looked at in whole numbers has a value that a guessed grid cannot hold.
   */
  boolean offGrid() {
    return offGrid.get();
  }

  /** Whether the pass was given up because the stop signal asked: its counts mean nothing. */
  boolean stopped() {
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
   */
  record Result(long[] fixed, Rows boundary) {}

  /**
   * Runs over all users.
   *
   * @param out receives the instance's fund of every fixed user; null to keep only the counts
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
    return new Result(total, Rows.concat(boundary));
  }

  private void task(int task, Tile tile, long[] fixed, Rows boundary, Assignment target) {
    int from = task * view.taskSize();
    int to = (int) Math.min(view.users(), (long) from + view.taskSize());
    byte[] bytes = target == null ? null : target.shard(from / Shards.SIZE);
    int[] counts = new int[4 * 256];
    float[] out = tile.out;
    boolean guarded = screen.guarded();
    byte[] original = new byte[order.count];
    for (int j = 0; j < original.length; j++) {
      original[j] = (byte) order.original[j];
    }
    for (int at = from; at < to; at += tile.size) {
      int length = Math.min(tile.size, to - at);
      tile.load(view, at, length);
      Kernels.INSTANCE.screen(tile.etv, length, screen.low(), screen.high(), tile.limits, tile.out);
      for (int i = 0; i < length; i++) {
        int fund = (int) out[i];
        if (fund < 0 || (guarded && fund < screen.guard()[tile.tolerance[i]])) {
          fund = exact(tile, i, view.id(at + i), boundary);
          if (fund < 0) {
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
    int likely = likely(tile, i);
    tile.keys(grid, i, likely);
    if (grid.guessed() && !grid.fits(tile.row, likely)) {
      offGrid.set(true);
    }
    int[] candidates = tile.candidates;
    long[] keys = tile.keys;
    long mixed = Ties.user(user);
    int best = best(candidates, keys, tile.worth, likely, mixed);
    int a = candidates[best];
    long own = keys[best];
    int pair = a * order.count;
    int count = 0;
    for (int c = 0; c < likely; c++) {
      int b = candidates[c];
      if (c == best || near(own - keys[c], mixed, a, b, pair + b)) {
        candidates[count] = b;
        keys[count++] = keys[c];
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
   * The funds that may be a user's best at prices in the box, by the screen's own test, in {@code
   * tile.candidates}: not those whose best case lies below another's worst.
   *
   * @return their number
   */
  private int likely(Tile tile, int i) {
    float[][] etv = tile.etv;
    float[] low = screen.low();
    float[] high = screen.high();
    float[] row = tile.row;
    int lo = tile.lo(i);
    int hi = tile.hi(i);
    int from = Math.max(lo, screen.guard()[tile.tolerance[i]]);
    for (int j = lo; j < from && j < hi; j++) {
      row[j] = etv[j][i];
    }
    float least = Float.NEGATIVE_INFINITY;
    for (int j = from; j < hi; j++) {
      float e = etv[j][i];
      float p = e - high[j];
      row[j] = e;
      least = p > least ? p : least;
    }
    float bar = least - Math.abs(least) * Kernels.SLACK;
    int[] candidates = tile.candidates;
    int count = 0;
    for (int j = lo; j < hi; j++) {
      float o = row[j] - low[j];
      candidates[count] = j;
      count += o + Math.abs(o) * Kernels.SLACK < bar ? 0 : 1;
    }
    return count;
  }

  private boolean near(long loss, long mixed, int a, int b, int pair) {
    if (loss != box.value[pair]) {
      return loss < box.value[pair];
    }
    return Ties.weight(mixed, order.tie[a]) - Ties.weight(mixed, order.tie[b]) <= box.tie[pair];
  }

  /** The candidate that is best at the prices; leaves what each is worth. */
  private int best(int[] candidates, long[] keys, long[] worth, int count, long mixed) {
    long[] price = prices.value();
    long most = Long.MIN_VALUE;
    for (int c = 0; c < count; c++) {
      worth[c] = keys[c] - price[candidates[c]];
      most = Math.max(most, worth[c]);
    }
    int best = -1;
    long mostTie = 0;
    for (int c = 0; c < count; c++) {
      if (worth[c] == most) {
        long tie = tieAt(mixed, candidates[c]);
        if (best < 0 || tie > mostTie) {
          best = c;
          mostTie = tie;
        }
      }
    }
    return best;
  }

  private long tieAt(long mixed, int fund) {
    return Ties.weight(mixed, order.tie[fund]) - prices.tie()[fund];
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
    for (int row = 0; row < rows.count(); row++) {
      int from = rows.start(row);
      int count = rows.start(row + 1) - from;
      for (int c = 0; c < count; c++) {
        candidates[c] = rows.fund(from + c);
        keys[c] = rows.value(from + c);
      }
      long mixed = Ties.user(rows.user(row));
      int best = best(candidates, keys, worth, count, mixed);
      demand[candidates[best]]++;
      rivals(candidates, keys, worth, count, best, mixed, cluster, near);
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
    int from = task * view.taskSize();
    int to = (int) Math.min(view.users(), (long) from + view.taskSize());
    int[] counts = new int[4 * 256];
    float[] out = tile.out;
    boolean guarded = screen.guarded();
    for (int at = from; at < to; at += tile.size) {
      int length = Math.min(tile.size, to - at);
      tile.load(view, at, length);
      Kernels.INSTANCE.screen(tile.etv, length, screen.low(), screen.high(), tile.limits, tile.out);
      for (int i = 0; i < length; i++) {
        int fund = (int) out[i];
        if (fund < 0 || (guarded && fund < screen.guard()[tile.tolerance[i]])) {
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
    int likely = likely(tile, i);
    tile.keys(grid, i, likely);
    int[] candidates = tile.candidates;
    long mixed = Ties.user(user);
    int best = best(candidates, tile.keys, tile.worth, likely, mixed);
    rivals(candidates, tile.keys, tile.worth, likely, best, mixed, cluster, near);
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
      int count,
      int best,
      long mixed,
      int[] cluster,
      long[] near) {
    int a = candidates[best];
    int twin = -1;
    int other = -1;
    for (int c = 0; c < count; c++) {
      if (c != best) {
        boolean same = cluster[candidates[c]] == cluster[a];
        int than = same ? twin : other;
        if (than < 0
            || worth[c] > worth[than]
            || (worth[c] == worth[than]
                && tieAt(mixed, candidates[c]) > tieAt(mixed, candidates[than]))) {
          twin = same ? c : twin;
          other = same ? other : c;
        }
      }
    }
    if (twin >= 0) {
      noteNear(keys[best] - keys[twin], mixed, a, candidates[twin], near);
    }
    if (other >= 0) {
      noteNear(keys[best] - keys[other], mixed, a, candidates[other], near);
    }
  }

  private void noteNear(long loss, long mixed, int a, int b, long[] near) {
    int pair = a * order.count + b;
    near[pair] += near(loss, mixed, a, b, pair) ? 1 : 0;
  }

  /**
   * The box as the float kernel sees it: one width a fund for the case that its price rises and one
   * for the case that it falls, {@code τ⁺_a + τ⁻_b ≥ T_ab}.
   *
   * @param low {@code λ_j − τ⁻_j} in money, rounded down
   * @param high {@code λ_j + τ⁺_j} in money, rounded up
   * @param guard a tolerance's users are looked at again if their fund lies below this one: some
   *     fund they may take is unbounded against it
   * @param guarded whether that holds for any
   */
  record Screen(float[] low, float[] high, int[] guard, boolean guarded) {
    private static final double MOST = 0x1p120;

    static Screen of(FundOrder order, Grid grid, Prices prices, Box box) {
      int k = order.count;
      double[] width = new double[k * k];
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          long difference = prices.value()[a] - prices.value()[b];
          width[a * k + b] =
              box.value[a * k + b] == Box.OPEN || order.block(a) != order.block(b)
                  ? Double.POSITIVE_INFINITY
                  : Math.max(0, (double) (box.value[a * k + b] - difference))
                      + (grid.exact() ? 0 : 2);
        }
      }
      int[] guard = new int[64];
      double[] rise = new double[k];
      double[] fall = new double[k];
      Widths.split(order, box, width, rise, fall, guard);
      float[] low = new float[k];
      float[] high = new float[k];
      boolean off = false;
      for (int j = 0; j < k; j++) {
        double price = grid.money(j, prices.value()[j]).doubleValue();
        double error = Math.abs(price) * 0x1p-50 + grid.blur();
        double down = price - fall[j] * grid.unit() - error;
        double up = price + rise[j] * grid.unit() + error;
        off |= Math.abs(down) > MOST || (Math.abs(up) > MOST && rise[j] < Double.POSITIVE_INFINITY);
        low[j] = Math.min(Math.nextDown((float) down), normal((float) down, -1));
        high[j] = Math.max(Math.nextUp((float) up), normal((float) up, 1));
      }
      if (off) {
        Arrays.fill(guard, 256); // outside float32: everybody is looked at in whole numbers
      }
      return new Screen(low, high, guard, Arrays.stream(guard).anyMatch(g -> g > 0));
    }

    /** Beside 0 a bound with which a processor calculates at full speed. */
    private static float normal(float bound, int sign) {
      return Math.abs(bound) < Float.MIN_NORMAL ? sign * 2 * Float.MIN_NORMAL : bound;
    }
  }
}
