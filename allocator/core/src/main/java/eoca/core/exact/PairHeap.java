package eoca.core.exact;

import java.util.Arrays;

/**
 * The users of fund a by what it costs to move them to fund b: a binary min-heap of (value, tie,
 * row). Entries of users who have left a are dropped when they come to the top.
 *
 * <p>Few of them will ever move, so of many only the cheapest are held, and a limit below which
 * nobody is missing. When they are used up the heap is {@link #missing} the others, and is filled
 * again with four times as many: memory depends on what moves, not on the users of a.
 */
final class PairHeap {
  private long[] key = new long[4];
  private long[] tie = new long[4];
  private int[] row = new int[4];
  private int size;
  private int most;
  private boolean truncated;
  private long limitKey;
  private long limitTie;
  private int limitRow;

  /** A heap that holds so many entries at first. */
  PairHeap(int most) {
    this.most = most;
  }

  int size() {
    return size;
  }

  long topKey() {
    return key[0];
  }

  long topTie() {
    return tie[0];
  }

  int topRow() {
    return row[0];
  }

  /** Whether nothing is held though users were left out. */
  boolean missing() {
    return size == 0 && truncated;
  }

  /** Prepares for all users of a to be offered anew. */
  void refill() {
    size = 0;
    truncated = false;
    most = Math.max(most, most << 2);
  }

  /** Whether a user is certainly dearer than all that a full heap holds; notes one left out. */
  boolean isAbove(long newKey) {
    boolean above = size >= most && newKey > key[0];
    truncated |= above;
    return above;
  }

  /**
   * Offers without order, to be kept if it is among the cheapest; {@link #order} must follow before
   * the top is read. Until then a heap whose top is the dearest, once it is full.
   */
  void offer(long newKey, long newTie, int newRow) {
    if (size < most) {
      append(newKey, newTie, newRow);
      if (size == most) {
        for (int i = (size >>> 1) - 1; i >= 0; i--) {
          sinkCheap(i, key[i], tie[i], row[i]);
        }
      }
      return;
    }
    truncated = true;
    if (less(newKey, newTie, newRow, 0)) {
      sinkCheap(0, newKey, newTie, newRow);
    }
  }

  /** Offers all that another holds. */
  void addAll(PairHeap other) {
    for (int i = 0; i < other.size; i++) {
      offer(other.key[i], other.tie[i], other.row[i]);
    }
    truncated |= other.truncated;
  }

  private void sinkCheap(int from, long aKey, long aTie, int aRow) {
    int i = from;
    int half = size >>> 1;
    while (i < half) {
      int child = 2 * i + 1;
      int right = child + 1;
      if (right < size && less(key[child], tie[child], row[child], right)) {
        child = right;
      }
      if (!less(aKey, aTie, aRow, child)) {
        break;
      }
      move(child, i);
      i = child;
    }
    set(i, aKey, aTie, aRow);
  }

  private void append(long newKey, long newTie, int newRow) {
    if (size == key.length) {
      int grown = 2 * size;
      key = Arrays.copyOf(key, grown);
      tie = Arrays.copyOf(tie, grown);
      row = Arrays.copyOf(row, grown);
    }
    key[size] = newKey;
    tie[size] = newTie;
    row[size] = newRow;
    size++;
  }

  /**
   * Makes a heap of what was kept.
   *
   * @param leftOut whether others were not even offered, dearer than all of them
   */
  void order(boolean leftOut) {
    truncated |= leftOut;
    limitKey = key[0];
    limitTie = tie[0];
    limitRow = row[0];
    for (int i = (size >>> 1) - 1; i >= 0; i--) {
      sink(i, key[i], tie[i], row[i]);
    }
  }

  /** Adds a user, unless it is one of those to be found later. */
  void push(long newKey, long newTie, int newRow) {
    if (truncated && less(limitKey, limitTie, limitRow, newKey, newTie, newRow)) {
      return;
    }
    append(newKey, newTie, newRow);
    int i = size - 1;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!less(newKey, newTie, newRow, parent)) {
        break;
      }
      move(parent, i);
      i = parent;
    }
    set(i, newKey, newTie, newRow);
  }

  void pop() {
    size--;
    if (size > 0) {
      sink(0, key[size], tie[size], row[size]);
    }
  }

  private void sink(int from, long aKey, long aTie, int aRow) {
    int i = from;
    int half = size >>> 1;
    while (i < half) {
      int child = 2 * i + 1;
      int right = child + 1;
      if (right < size && less(key[right], tie[right], row[right], child)) {
        child = right;
      }
      if (!less(key[child], tie[child], row[child], aKey, aTie, aRow)) {
        break;
      }
      move(child, i);
      i = child;
    }
    set(i, aKey, aTie, aRow);
  }

  private boolean less(long aKey, long aTie, int aRow, int b) {
    return less(aKey, aTie, aRow, key[b], tie[b], row[b]);
  }

  private static boolean less(long aKey, long aTie, int aRow, long bKey, long bTie, int bRow) {
    if (aKey != bKey) {
      return aKey < bKey;
    }
    return aTie != bTie ? aTie < bTie : aRow < bRow;
  }

  private void move(int from, int to) {
    key[to] = key[from];
    tie[to] = tie[from];
    row[to] = row[from];
  }

  private void set(int i, long aKey, long aTie, int aRow) {
    key[i] = aKey;
    tie[i] = aTie;
    row[i] = aRow;
  }
}
