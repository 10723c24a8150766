package eoca.core.exact;

import java.util.Arrays;

/**
 * The users of fund a by what it costs to move them to fund b: a binary min-heap of (value, tie,
 * row). Entries of users who have left a are dropped when they come to the top.
 */
final class PairHeap {
  private long[] key = new long[4];
  private long[] tie = new long[4];
  private int[] row = new int[4];
  private int size;

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

  /** Adds without order; {@link #order} must follow before the top is read. */
  void append(long newKey, long newTie, int newRow) {
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

  /** Makes a heap of what was appended. */
  void order() {
    for (int i = (size >>> 1) - 1; i >= 0; i--) {
      sink(i, key[i], tie[i], row[i]);
    }
  }

  void push(long newKey, long newTie, int newRow) {
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
