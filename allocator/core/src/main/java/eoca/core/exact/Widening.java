package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.Shards;
import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Takes a pass to a wider box, where only pairs (a, b) towards a few funds b are wider: reads the
 * columns once more but asks every user about those funds alone, which is many times faster than
 * the pass was.
 *
 * <p>Who has b in no row gets it if the loss against b is within the wider box, and joins the
 * boundary if there was no row. All others are left out of b by the fund they prefer, beyond the
 * wider box. What left out other funds still does: their bounds stay ({@link Rim}), and a fund that
 * stood between is either in the row now or bounded directly.
 */
final class Widening {
  private final View view;
  private final FundOrder order;
  private final Grid grid;
  private final StopSignal stop;
  private final Box bounds;
  private final Pass pass;
  private final int[] towards;

  /** Whether whole numbers are those of the columns. */
  private final boolean plain;

  private final AtomicBoolean offGrid = new AtomicBoolean();

  /**
   * A wider box.
   *
   * @param before bounds so far, of the pass
   * @param centre prices of the pass
   * @param wider its box, but for pairs towards some funds
   */
  Widening(Problem problem, Box before, Prices centre, Box wider, StopSignal stop) {
    this.view = problem.view();
    this.order = problem.order();
    this.grid = problem.grid();
    this.stop = stop;
    this.plain = !grid.refined() && view.bonus() == null;
    this.bounds = before.copy();
    boolean[] beyond = new boolean[order.count];
    for (int pair = 0; pair < wider.value.length; pair++) {
      beyond[pair % order.count] |= bounds.raise(pair, wider.value[pair], wider.tie[pair]);
    }
    this.towards = IntStream.range(0, order.count).filter(b -> beyond[b]).toArray();
    this.pass = new Pass(problem, centre, bounds, stop);
  }

  /** Whether a value was seen that a guessed grid cannot hold. */
  boolean offGrid() {
    return offGrid.get();
  }

  /**
   * What the pass would have found.
   *
   * @param held the instance's fund of every fixed user, {@link Assignment#NONE} for the others;
   *     changed where users join the boundary
   * @return null if the boundary would not fit, or the stop signal asked
   */
  Pass.Result of(Pass.Result before, Assignment held, Workers workers, long mostBytes) {
    int tasks = view.tasks();
    int[] first = firstRows(held, workers);
    LongAdder bytes = new LongAdder();
    long[][] freed = new long[tasks][order.count];
    Rows[] rows = new Rows[tasks];
    Tile[] tiles = new Tile[workers.threads()];
    AtomicBoolean stopped = new AtomicBoolean();
    workers.run(
        tasks,
        (task, slot) -> {
          if (tiles[slot] == null) {
            tiles[slot] = new Tile(order);
          }
          rows[task] = new Rows();
          if (bytes.sum() <= mostBytes && stop.stopAt() == null) {
            task(task, tiles[slot], before.boundary(), first[task], held, rows[task], freed[task]);
            bytes.add(rows[task].bytes());
          } else {
            stopped.set(true);
          }
        });
    if (bytes.sum() > mostBytes || stopped.get()) {
      return null;
    }
    long[] fixed = before.fixed().clone();
    for (long[] part : freed) {
      for (int j = 0; j < fixed.length; j++) {
        fixed[j] -= part[j];
      }
    }
    return new Pass.Result(fixed, Rows.concat(rows), bounds);
  }

  /** The first row of each task's users: rows are in the users' order. */
  private int[] firstRows(Assignment held, Workers workers) {
    int[] first = new int[view.tasks() + 1];
    workers.run(
        view.tasks(),
        (task, slot) -> {
          int from = view.from(task);
          int to = view.to(task);
          byte[] bytes = held.shard(from / Shards.SIZE);
          int count = 0;
          for (int i = from; i < to; i++) {
            count += bytes[i & (Shards.SIZE - 1)] == Assignment.NONE ? 1 : 0;
          }
          first[task + 1] = count;
        });
    Arrays.parallelPrefix(first, Integer::sum);
    return first;
  }

  private void task(
      int task, Tile tile, Rows before, int firstRow, Assignment held, Rows rows, long[] freed) {
    int from = view.from(task);
    int to = view.to(task);
    byte[] bytes = held.shard(from / Shards.SIZE);
    byte[] index = new byte[256];
    for (int j = 0; j < order.count; j++) {
      index[order.original[j]] = (byte) j;
    }
    int row = firstRow;
    for (int at = from; at < to; at += tile.size) {
      int length = Math.min(tile.size, to - at);
      tile.load(view, at, length);
      for (int i = 0; i < length; i++) {
        int place = (at + i) & (Shards.SIZE - 1);
        int user = view.id(at + i);
        if (bytes[place] == Assignment.NONE) {
          int count = 0;
          for (int c = before.start(row); c < before.start(row + 1); c++) {
            tile.candidates[count++] = before.fund(c);
          }
          row++;
          look(tile, i, user, count, rows);
        } else {
          int own = index[bytes[place] & 0xFF] & 0xFF;
          tile.candidates[0] = own;
          if ((!plain || asks(tile, i, user, own)) && look(tile, i, user, 1, rows)) {
            bytes[place] = Assignment.NONE;
            freed[own]++;
          }
        }
      }
    }
  }

  /** Whether a fixed user may want one of the funds: a short cut for the many who do not. */
  private boolean asks(Tile tile, int i, int user, int own) {
    float value = tile.etv[own][i];
    long key = grid.key(value);
    boolean guessed = grid.guessed();
    for (int b : towards) {
      if (b == own || b < tile.lo(i) || b >= tile.hi(i)) {
        continue;
      }
      float other = tile.etv[b][i];
      int pair = own * order.count + b;
      long loss = key - grid.key(other);
      long bound = bounds.value[pair];
      if (loss < bound || (guessed && !(grid.fits(value) && grid.fits(other)))) {
        return true;
      }
      if (loss == bound) {
        long mixed = Ties.user(user);
        long tieLoss = Ties.weight(mixed, order.tie[own]) - Ties.weight(mixed, order.tie[b]);
        if (tieLoss <= bounds.tie[pair]) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Looks at a loaded user and those funds.
   *
   * @param held so many of the tile's candidates are the user's row, or the fund of a fixed one
   * @return whether the user is of the boundary, and a row was added
   */
  private boolean look(Tile tile, int i, int user, int held, Rows rows) {
    int[] candidates = tile.candidates;
    int count = held;
    for (int b : towards) {
      boolean in = b < tile.lo(i) || b >= tile.hi(i);
      for (int c = 0; c < held; c++) {
        in |= candidates[c] == b;
      }
      if (!in) {
        candidates[count++] = b;
      }
    }
    if (count == 1) {
      return false;
    }
    long[] keys = tile.keys;
    tile.keys(grid, i, count);
    if (grid.guessed() && !grid.fits(tile.row, count)) {
      offGrid.set(true);
    }
    long mixed = Ties.user(user);
    int best = pass.best(candidates, keys, tile.worth, tile.weights, held, mixed);
    int pair = candidates[best] * order.count;
    long own = keys[best];
    int kept = held;
    for (int c = held; c < count; c++) {
      int b = candidates[c];
      long tieLoss = tile.weights[best] - Ties.weight(mixed, order.tie[b]);
      if (pass.near(own - keys[c], tieLoss, pair + b)) {
        insert(candidates, keys, kept++, b, keys[c]);
      }
    }
    for (int c = 0; c < kept && kept > 1; c++) {
      rows.add(candidates[c], keys[c]);
    }
    if (kept > 1) {
      rows.end(user);
    }
    return kept > 1;
  }

  /** Inserts a candidate among the first so many, which are in the order of funds. */
  private static void insert(int[] candidates, long[] keys, int count, int fund, long key) {
    int at = count;
    for (; at > 0 && candidates[at - 1] > fund; at--) {
      candidates[at] = candidates[at - 1];
      keys[at] = keys[at - 1];
    }
    candidates[at] = fund;
    keys[at] = key;
  }
}
