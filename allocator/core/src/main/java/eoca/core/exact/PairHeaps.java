package eoca.core.exact;

import java.util.Arrays;

/**
 * The heaps of all ordered pairs of funds while one thread fills them. Beside them lies, in two
 * arrays that stay in the cache, the dearest that each full heap holds: most who are offered are
 * dearer and never touch a heap.
 *
 * <p>{@code 17·k²} bytes beside the heaps.
 */
final class PairHeaps {
  private final PairHeap[] heaps;
  private final int most;
  private final long[] dearest;
  private final long[] dearestTie;
  private final boolean[] leftOut;

  /**
   * Heaps without entries.
   *
   * @param pairs how many
   * @param most entries that each holds
   */
  PairHeaps(int pairs, int most) {
    this.heaps = new PairHeap[pairs];
    this.most = most;
    this.dearest = new long[pairs];
    this.dearestTie = new long[pairs];
    this.leftOut = new boolean[pairs];
    Arrays.fill(dearest, Long.MAX_VALUE);
  }

  /** Whether a user is certainly dearer than all that a full heap holds; notes one left out. */
  boolean isAbove(int pair, long key) {
    boolean above = key > dearest[pair];
    leftOut[pair] |= above;
    return above;
  }

  /** Offers a user to a heap, to be kept if it is among the cheapest. */
  void offer(int pair, long key, long tie, int row) {
    if (key == dearest[pair] && tie > dearestTie[pair]) {
      leftOut[pair] = true;
      return;
    }
    PairHeap heap = heaps[pair];
    if (heap == null) {
      heap = new PairHeap(most);
      heaps[pair] = heap;
    }
    heap.offer(key, tie, row);
    if (heap.size() == most) {
      dearest[pair] = heap.topKey();
      dearestTie[pair] = heap.topTie();
    }
  }

  /**
   * One heap of what all have of a pair, in order.
   *
   * @return null if they have nobody
   */
  static PairHeap merged(PairHeaps[] parts, int pair) {
    PairHeap all = null;
    boolean leftOut = false;
    for (PairHeaps part : parts) {
      PairHeap some = part.heaps[pair];
      leftOut |= part.leftOut[pair];
      if (all == null) {
        all = some;
      } else if (some != null) {
        all.addAll(some);
      }
    }
    if (all != null) {
      all.order(leftOut);
    }
    return all;
  }
}
