package eoca.core.exact;

import eoca.core.Workers;
import java.util.Arrays;

/**
 * Users who are alike: where a sample shows few distinct rows (a <em>profile</em>: tolerance and
 * values), one pass counts the users of each, and the values' optimum follows from the counts
 * alone.
 *
 * <p><b>Why.</b> With many alike a price sits on a step of demand as high as a profile, and a
 * sample that is off by a few users may put it on another step. The counts are not off. At value
 * prices v that are optimal for the counts, prices (v, t) with some tie prices t are optimal for
 * all users: every optimal allocation uses only pairs that are tight at v, and among those the ties
 * have a transportation problem of their own. So all funds become one cluster.
 *
 * <p>Users of a profile that the sample has not seen, or a collision of hashes, make the prices
 * wrong, which the solve that follows finds out.
 */
final class Profiles {
  /** Users of a sample a profile, at least. */
  private static final int ALIKE = 32;

  private final int[] member;
  private final long[] table;
  private final int[] profile;
  private final int mask;

  private Profiles(int[] member, long[] table, int[] profile) {
    this.member = member;
    this.table = table;
    this.profile = profile;
    this.mask = table.length - 1;
  }

  /** The profiles of a sample, or null if users are too different. */
  static Profiles of(Sample sample) {
    int most = sample.size() / ALIKE;
    int size = Integer.highestOneBit(Math.max(8, 4 * most)) << 1;
    Profiles all = new Profiles(new int[most], new long[size], new int[size]);
    long[] hash = sample.hashes();
    int count = 0;
    for (int i = 0; i < hash.length; i++) {
      int slot = all.slot(hash[i]);
      if (all.table[slot] != hash[i]) {
        if (count == most) {
          return null;
        }
        all.table[slot] = hash[i];
        all.profile[slot] = count;
        all.member[count++] = i;
      }
    }
    return new Profiles(Arrays.copyOf(all.member, count), all.table, all.profile);
  }

  /** Where a hash is, or could be; 0 stands for an empty slot. */
  private int slot(long hash) {
    int slot = (int) (hash >>> 32) & mask;
    while (table[slot] != 0 && table[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** One row a profile, of the sample's first user who has it. */
  int[] members() {
    return member;
  }

  /** Users of each profile among all users, or null if some have none. */
  long[] count(View view, FundOrder order, Workers workers) {
    Tile[] tiles = new Tile[workers.threads()];
    long[][] counts = new long[workers.threads()][];
    workers.run(
        view.tasks(),
        (task, slot) -> {
          if (tiles[slot] == null) {
            tiles[slot] = new Tile(order);
            counts[slot] = new long[member.length + 1];
          }
          task(view, task, tiles[slot], counts[slot]);
        });
    long[] total = new long[member.length + 1];
    for (long[] part : counts) {
      for (int p = 0; part != null && p < total.length; p++) {
        total[p] += part[p];
      }
    }
    return total[member.length] > 0 ? null : Arrays.copyOf(total, member.length);
  }

  private void task(View view, int task, Tile tile, long[] counts) {
    int from = view.from(task);
    int to = view.to(task);
    long[] hash = new long[tile.size];
    for (int at = from; at < to; at += tile.size) {
      int length = Math.min(tile.size, to - at);
      tile.load(view, at, length);
      hash(tile.etv, tile.tolerance, length, hash);
      for (int i = 0; i < length; i++) {
        int slot = slot(hash[i]);
        counts[table[slot] == 0 ? member.length : profile[slot]]++;
      }
    }
  }

  /** A number for each user that is the same where tolerance and values are; never 0. */
  static void hash(float[][] etv, byte[] tolerance, int length, long[] hash) {
    for (int i = 0; i < length; i++) {
      hash[i] = tolerance[i];
    }
    for (float[] column : etv) {
      for (int i = 0; i < length; i++) {
        long h = (hash[i] ^ Float.floatToRawIntBits(column[i] + 0f)) * 0x9E3779B97F4A7C15L;
        hash[i] = h ^ (h >>> 29); // + 0f: −0 is 0
      }
    }
    for (int i = 0; i < length; i++) {
      hash[i] |= 1;
    }
  }
}
