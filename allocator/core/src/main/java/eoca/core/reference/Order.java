package eoca.core.reference;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;

/**
 * Users by descending score, then ascending index: shards that were sorted each for itself, merged
 * while they are read.
 */
final class Order {
  private final double[] score;
  private final int[][] sorted;
  private final int[] position;
  private final double[] headScore;
  private final IntHeapPriorityQueue shards;

  /**
   * Merges sorted shards.
   *
   * @param score by user; no −0, no NaN
   * @param sorted users of each shard as {@link #sorted} gives them
   */
  Order(double[] score, int[][] sorted) {
    this.score = score;
    this.sorted = sorted;
    this.position = new int[sorted.length];
    this.headScore = new double[sorted.length];
    this.shards = new IntHeapPriorityQueue(sorted.length, this::compareHeads);
    for (int shard = 0; shard < sorted.length; shard++) {
      if (sorted[shard].length > 0) {
        headScore[shard] = score[sorted[shard][0]];
        shards.enqueue(shard);
      }
    }
  }

  /** Sorts users, given by ascending index. */
  static int[] sorted(double[] score, int[] users) {
    double[] negative = new double[users.length];
    int[] position = new int[users.length];
    for (int i = 0; i < users.length; i++) {
      negative[i] = 0.0 - score[users[i]];
      position[i] = i;
    }
    DoubleArrays.radixSortIndirect(position, negative, true); // stable: ties keep the lower index
    for (int i = 0; i < position.length; i++) {
      position[i] = users[position[i]];
    }
    return position;
  }

  /** All users of a lower shard have lower indices. */
  private int compareHeads(int x, int y) {
    int byScore = Double.compare(headScore[y], headScore[x]);
    return byScore != 0 ? byScore : Integer.compare(x, y);
  }

  /** The next user. */
  int next() {
    int shard = shards.firstInt();
    int user = sorted[shard][position[shard]++];
    if (position[shard] < sorted[shard].length) {
      headScore[shard] = score[sorted[shard][position[shard]]];
      shards.changed();
    } else {
      shards.dequeueInt();
    }
    return user;
  }
}
