package eoca.core.heuristic;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.internal.Bound;
import eoca.core.internal.RiskGuard;

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

  /** α is summed for so many funds at once: independent chains of additions. */
  private static final int LANES = 4;

  private final Instance instance;
  private final RiskGuard guard;
  private final OpenFunds open;
  private final int missing;
  private final int tile;
  private final float[] values;
  private final float[] column;
  private final byte[] tolerance;
  private final int[] base;
  private final double[] sums;

  /** Users of each kind left after the sweep, over all shards of this thread. */
  final long[] kinds;

  /** Users whose three best funds were found anew. */
  long rescored;

  Sweep(Instance instance, RiskGuard guard, OpenFunds open) {
    this.instance = instance;
    this.guard = guard;
    this.open = open;
    this.missing = instance.funds();
    int fit = Integer.highestOneBit(Math.max(1, TILE_VALUES / Math.max(1, open.funds.length)));
    this.tile = Math.max(MIN_TILE, Math.min(MAX_TILE, fit));
    int padded = (open.funds.length + LANES - 1) / LANES * LANES;
    this.values = new float[padded * tile];
    this.column = new float[tile];
    this.tolerance = new byte[tile];
    this.base = new int[padded];
    for (int x = 0; x < padded; x++) {
      base[x] = x * tile;
    }
    this.sums = new double[padded];
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
    int size = pool.size;
    int kept = 0;
    java.util.Arrays.fill(sums, 0);
    int entry = 0;
    for (int from = 0; from < given.length; from += tile) {
      int length = Math.min(tile, given.length - from);
      int begin = kept;
      if (last == null) {
        kept = start(pool, shard, from, length);
      } else {
        int end = entry;
        while (end < size && pool.offset[end] < from + length) {
          end++;
        }
        kept = commit(pool, entry, end, kept, given, scores, last, Shards.start(shard));
        entry = end;
      }
      if (kept > begin) {
        load(Shards.start(shard) + from, length);
        add(pool, begin, kept);
        rescore(pool, begin, kept, last == null);
        count(pool, begin, kept);
      }
    }
    pool.size = kept;
    return sums.clone();
  }

  /** Enters the users of a tile. */
  private int start(Pool pool, int shard, int from, int length) {
    instance.tolerances().copy(Shards.start(shard) + from, tolerance, length);
    for (int i = 0; i < length; i++) {
      pool.offset[from + i] = (char) (from + i);
      pool.level[from + i] = (byte) guard.classOf(tolerance[i]);
    }
    return from + length;
  }

  /** Gives everybody up to the last user the fund they like best; the others move up. */
  private static int commit(
      Pool pool, int begin, int end, int to, byte[] given, Scores scores, Bound last, int start) {
    int kept = to;
    for (int e = begin; e < end; e++) {
      double h = scores.score(pool, e);
      if (last.covers(h, start + pool.offset[e])) {
        given[pool.offset[e]] = pool.first[e];
      } else {
        pool.move(e, kept++);
      }
    }
    return kept;
  }

  private void load(int fromUser, int length) {
    for (int x = 0; x < open.funds.length; x++) {
      instance.etv().copy(open.funds[x], fromUser, column, length);
      System.arraycopy(column, 0, values, base[x], length);
    }
  }

  /** Adds a tile to α's sums, {@link #LANES} funds at a time. */
  private void add(Pool pool, int begin, int end) {
    for (int x = 0; x < open.funds.length; x += LANES) {
      addLanes(pool, begin, end, x);
    }
  }

  private void addLanes(Pool pool, int begin, int end, int x) {
    char[] offset = pool.offset;
    byte[] level = pool.level;
    float[] values = this.values;
    double[] mask = open.mask;
    int classes = open.classes;
    int within = tile - 1;
    int last = open.funds.length - 1;
    int mask0 = x * classes;
    int mask1 = Math.min(x + 1, last) * classes;
    int mask2 = Math.min(x + 2, last) * classes;
    int mask3 = Math.min(x + 3, last) * classes;
    int base0 = base[x];
    int base1 = base[x + 1];
    int base2 = base[x + 2];
    int base3 = base[x + 3];
    double sum0 = sums[x];
    double sum1 = sums[x + 1];
    double sum2 = sums[x + 2];
    double sum3 = sums[x + 3];
    for (int e = begin; e < end; e++) {
      int i = offset[e] & within;
      int c = level[e];
      sum0 += values[base0 + i] * mask[mask0 + c];
      sum1 += values[base1 + i] * mask[mask1 + c];
      sum2 += values[base2 + i] * mask[mask2 + c];
      sum3 += values[base3 + i] * mask[mask3 + c];
    }
    sums[x] = sum0;
    sums[x + 1] = sum1;
    sums[x + 2] = sum2;
    sums[x + 3] = sum3;
  }

  /** Finds the three best funds anew where one of them may not be taken any more. */
  private void rescore(Pool pool, int begin, int end, boolean all) {
    boolean[] allowed = open.allowed;
    int classes = open.classes;
    for (int e = begin; e < end; e++) {
      int c = pool.level[e];
      if (all
          || !(allowed[(pool.first[e] & 0xFF) * classes + c]
              && allowed[(pool.second[e] & 0xFF) * classes + c]
              && allowed[(pool.third[e] & 0xFF) * classes + c])) {
        topThree(pool, e, open.choices[c]);
        rescored++;
      }
    }
  }

  private void topThree(Pool pool, int e, int[] choices) {
    int i = pool.offset[e] & (tile - 1);
    float value1 = Float.NEGATIVE_INFINITY;
    float value2 = Float.NEGATIVE_INFINITY;
    float value3 = Float.NEGATIVE_INFINITY;
    int fund1 = -1;
    int fund2 = -1;
    int fund3 = -1;
    for (int x : choices) {
      float value = values[base[x] + i];
      if (value > value3) {
        if (value > value2) {
          value3 = value2;
          fund3 = fund2;
          if (value > value1) {
            value2 = value1;
            fund2 = fund1;
            value1 = value;
            fund1 = x;
          } else {
            value2 = value;
            fund2 = x;
          }
        } else {
          value3 = value;
          fund3 = x;
        }
      }
    }
    double etvB = fund2 < 0 ? 0 : value2;
    double etvC = fund3 < 0 ? 0 : value3;
    pool.first[e] = (byte) open.funds[fund1];
    pool.second[e] = (byte) (fund2 < 0 ? missing : open.funds[fund2]);
    pool.third[e] = (byte) (fund3 < 0 ? missing : open.funds[fund3]);
    pool.spread[e] = 2 * (double) value1 - etvB - etvC;
  }

  private void count(Pool pool, int begin, int end) {
    int classes = open.classes;
    for (int e = begin; e < end; e++) {
      kinds[Scores.kind(pool.first[e] & 0xFF, pool.level[e], classes)]++;
    }
  }
}
