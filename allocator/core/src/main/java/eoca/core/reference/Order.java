package eoca.core.reference;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;

/**
 * Users by descending score, then ascending index: shards that were sorted each for itself, merged
 * while they are read.
 */
final class Order {
  private final int[][] sorted;
  private final int[] position;
  private final IntHeapPriorityQueue shards;

  /**
   * Merges sorted shards.
   *
   * @param score by user; no −0, no NaN
   * @param sorted users of each shard as {@link #sorted} gives them
   */
  Order(double[] score, int[][] sorted) {
    this.sorted = sorted;
    this.position = new int[sorted.length];
    this.shards = new IntHeapPriorityQueue((x, y) -> compare(score, head(x), head(y)));
    for (int shard = 0; shard < sorted.length; shard++) {
      if (sorted[shard].length > 0) {
        shards.enqueue(shard);
      }
    }
  }

  /** Sorts users in place and returns them. */
  static int[] sorted(double[] score, int[] users) {
    IntArrays.quickSort(users, (x, y) -> compare(score, x, y));
    return users;
  }

  private static int compare(double[] score, int x, int y) {
    int byScore = Double.compare(score[y], score[x]);
    return byScore != 0 ? byScore : Integer.compare(x, y);
  }

  boolean hasNext() {
    return !shards.isEmpty();
  }

  /** The next user. */
  int next() {
    int shard = shards.firstInt();
    int user = head(shard);
    position[shard]++;
    if (position[shard] < sorted[shard].length) {
      shards.changed();
    } else {
      shards.dequeueInt();
    }
    return user;
  }

  private int head(int shard) {
    return sorted[shard][position[shard]];
  }
}
