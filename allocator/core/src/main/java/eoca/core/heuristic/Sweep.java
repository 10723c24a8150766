package eoca.core.heuristic;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.internal.Bound;
import eoca.core.internal.RiskGuard;
import java.util.Arrays;

/**
 * One thread's part of the pass over the data that ends one round and begins the next. Tile by tile
 * it commits whom the last round settled, loads the open funds' columns, adds up α, and finds the
 * three best funds anew of those users who lost one of theirs.
 */
final class Sweep {
  /** Values of a tile, all open funds together: 128 KiB, a quarter of a second-level cache. */
  private static final int TILE_VALUES = 1 << 15;

  private static final int MAX_TILE = 2048;
  private static final int MIN_TILE = 64;

  /**
   * From this share of a tile's users on, the three best funds are found for the whole tile in
   * place; below, the users' values are gathered first.
   */
  private static final int DENSE = 3;

  private final Instance instance;
  private final RiskGuard guard;
  private final OpenFunds open;
  private final TopThree kernel = TopThree.best();
  private final int tile;
  private final float[][] values;
  private final float[][] gathered;
  private final float[] userClass;
  private final TopThree.Best best;
  private final int[] lost;
  private final byte[] tolerance;
  private final double[] sums;

  /** Users of each kind left after the sweep, over all shards of this thread. */
  final long[] kinds;

  /** Users whose three best funds were found anew. */
  long rescored;

  Sweep(Instance instance, RiskGuard guard, OpenFunds open) {
    this.instance = instance;
    this.guard = guard;
    this.open = open;
    int count = open.funds.length;
    int fit = Integer.highestOneBit(TILE_VALUES / count);
    int needed = Integer.highestOneBit(Math.max(1, instance.users() - 1)) * 2;
    this.tile = Math.max(MIN_TILE, Math.min(MAX_TILE, Math.min(fit, needed)));
    this.values = new float[count][tile];
    this.gathered = new float[count][tile];
    this.userClass = new float[tile];
    this.best = new TopThree.Best(tile);
    this.lost = new int[tile];
    this.tolerance = new byte[tile];
    this.sums = new double[count];
    this.kinds = new long[instance.funds() * open.classes];
  }

  /**
   * Sweeps one shard.
   *
   * @param last the last user of the round that ends, and scores to compare with; null at the start
   * @return the shard's sums of value by position in the open funds, over users left who may take
   *     them, in index order
   */
  double[] shard(int shard, Pool pool, Assignment assignment, Scores scores, Bound last) {
    byte[] given = assignment.shard(shard);
    int start = Shards.start(shard);
    int size = pool.size;
    int entry = 0;
    int kept = 0;
    Arrays.fill(sums, 0);
    for (int from = 0; from < given.length; from += tile) {
      int length = Math.min(tile, given.length - from);
      int begin = kept;
      if (last == null) {
        enter(pool, start, from, length);
        kept += length;
      } else {
        int end = entry;
        while (end < size && pool.offset[end] < from + length) {
          end++;
        }
        kept = commit(pool, entry, end, kept, given, scores, last, start);
        entry = end;
      }
      if (kept > begin) {
        for (int x = 0; x < open.funds.length; x++) {
          instance.etv().copy(open.funds[x], start + from, values[x], length);
        }
        add(pool, begin, kept);
        rescore(pool, begin, kept, last == null, length);
        count(pool, begin, kept);
      }
    }
    pool.size = kept;
    return sums.clone();
  }

  /** Enters the users of a tile. */
  private void enter(Pool pool, int start, int from, int length) {
    instance.tolerances().copy(start + from, tolerance, length);
    for (int i = 0; i < length; i++) {
      pool.offset[from + i] = (char) (from + i);
      pool.traits[from + i] = guard.classOf(tolerance[i]) << Pool.CLASS_SHIFT;
    }
  }

  /**
   * Gives everybody up to the last user the fund they like best; the others move up. Without
   * branches, as who is committed follows no pattern.
   */
  private static int commit(
      Pool pool, int begin, int end, int to, byte[] given, Scores scores, Bound last, int start) {
    double lastScore = last.score();
    char[] offset = pool.offset;
    int[] traits = pool.traits;
    double[] spread = pool.spread;
    int kept = to;
    for (int e = begin; e < end; e++) {
      int o = offset[e];
      int t = traits[e];
      double s = spread[e];
      double h = scores.score(t, s);
      int keep = (int) (Double.doubleToRawLongBits(lastScore - h) >>> 63) ^ 1;
      if (h == lastScore) {
        keep = last.covers(h, start + o) ? 0 : 1;
      }
      given[o] = (byte) (t | -keep); // all ones is Assignment.NONE
      offset[kept] = (char) o;
      traits[kept] = t;
      spread[kept] = s;
      kept += keep;
    }
    return kept;
  }

  /** Adds a tile to α's sums. */
  private void add(Pool pool, int begin, int end) {
    for (int l = 0; l < open.lanes.length; l += OpenFunds.LANES) {
      if (l < open.unmaskedLanes) {
        addToAll(pool, begin, end, l);
      } else {
        addMasked(pool, begin, end, l);
      }
    }
  }

  private void addToAll(Pool pool, int begin, int end, int l) {
    char[] offset = pool.offset;
    int within = tile - 1;
    int x0 = open.lanes[l];
    int x1 = open.lanes[l + 1];
    int x2 = open.lanes[l + 2];
    int x3 = open.lanes[l + 3];
    float[] values0 = values[x0];
    float[] values1 = values[x1];
    float[] values2 = values[x2];
    float[] values3 = values[x3];
    double sum0 = sums[x0];
    double sum1 = sums[x1];
    double sum2 = sums[x2];
    double sum3 = sums[x3];
    for (int e = begin; e < end; e++) {
      int i = offset[e] & within;
      sum0 += values0[i];
      sum1 += values1[i];
      sum2 += values2[i];
      sum3 += values3[i];
    }
    sums[x0] = sum0;
    sums[x1] = sum1;
    sums[x2] = sum2;
    sums[x3] = sum3;
  }

  /** Values that a user may not take count as 0, which leaves a sum as it is. */
  private void addMasked(Pool pool, int begin, int end, int l) {
    char[] offset = pool.offset;
    int[] traits = pool.traits;
    double[] mask = open.mask;
    int within = tile - 1;
    int x0 = open.lanes[l];
    int x1 = open.lanes[l + 1];
    int x2 = open.lanes[l + 2];
    int x3 = open.lanes[l + 3];
    int mask0 = x0 * open.classes;
    int mask1 = x1 * open.classes;
    int mask2 = x2 * open.classes;
    int mask3 = x3 * open.classes;
    float[] values0 = values[x0];
    float[] values1 = values[x1];
    float[] values2 = values[x2];
    float[] values3 = values[x3];
    double sum0 = sums[x0];
    double sum1 = sums[x1];
    double sum2 = sums[x2];
    double sum3 = sums[x3];
    for (int e = begin; e < end; e++) {
      int i = offset[e] & within;
      int c = Pool.userClass(traits[e]);
      sum0 += values0[i] * mask[mask0 + c];
      sum1 += values1[i] * mask[mask1 + c];
      sum2 += values2[i] * mask[mask2 + c];
      sum3 += values3[i] * mask[mask3 + c];
    }
    sums[x0] = sum0;
    sums[x1] = sum1;
    sums[x2] = sum2;
    sums[x3] = sum3;
  }

  /** Finds the three best funds anew where one of them may not be taken any more. */
  private void rescore(Pool pool, int begin, int end, boolean all, int length) {
    int users = all ? everybody(begin, end) : whoLostOne(pool, begin, end);
    if (users == 0) {
      return;
    }
    rescored += users;
    int within = tile - 1;
    boolean dense = users * DENSE > length;
    if (dense) {
      for (int n = 0; n < users; n++) {
        int e = lost[n];
        userClass[pool.offset[e] & within] = Pool.userClass(pool.traits[e]);
      }
      kernel.find(values, open.candidates, userClass, length, best);
    } else {
      gather(pool, users);
      kernel.find(gathered, open.candidates, userClass, users, best);
    }
    for (int n = 0; n < users; n++) {
      int e = lost[n];
      int i = dense ? pool.offset[e] & within : n;
      pool.traits[e] = (int) best.funds[i] | (pool.traits[e] & -1 << Pool.CLASS_SHIFT);
      pool.spread[e] = 2 * (double) best.value1[i] - best.value2[i] - best.value3[i];
    }
  }

  private void gather(Pool pool, int users) {
    int within = tile - 1;
    for (int n = 0; n < users; n++) {
      userClass[n] = Pool.userClass(pool.traits[lost[n]]);
    }
    for (int x = 0; x < values.length; x++) {
      float[] from = values[x];
      float[] to = gathered[x];
      for (int n = 0; n < users; n++) {
        to[n] = from[pool.offset[lost[n]] & within];
      }
    }
  }

  private int everybody(int begin, int end) {
    for (int e = begin; e < end; e++) {
      lost[e - begin] = e;
    }
    return end - begin;
  }

  private int whoLostOne(Pool pool, int begin, int end) {
    byte[] forbidden = open.forbidden;
    int[] traits = pool.traits;
    int classes = open.classes;
    int users = 0;
    for (int e = begin; e < end; e++) {
      int t = traits[e];
      int c = Pool.userClass(t);
      lost[users] = e;
      users +=
          forbidden[Pool.first(t) * classes + c]
              | forbidden[Pool.second(t) * classes + c]
              | forbidden[Pool.third(t) * classes + c];
    }
    return users;
  }

  private void count(Pool pool, int begin, int end) {
    int[] traits = pool.traits;
    for (int e = begin; e < end; e++) {
      kinds[Scores.kind(traits[e], open.classes)]++;
    }
  }
}
