package eoca.predict.model;

import java.util.Arrays;

/** Numbers distinct keys in order of first use; clearing costs what was used. */
public final class Distinct {
  private final int[] positions;
  private int[] keys = new int[1_024];
  private int size;

  /**
   * @param range keys are below it
   */
  public Distinct(int range) {
    positions = new int[range];
    Arrays.fill(positions, -1);
  }

  /** Forgets all keys. */
  public void clear() {
    for (int i = 0; i < size; i++) {
      positions[keys[i]] = -1;
    }
    size = 0;
  }

  /** The key's number, a new one at its first use. */
  public int position(int key) {
    int position = positions[key];
    if (position < 0) {
      position = size;
      positions[key] = size;
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2);
      }
      keys[size++] = key;
    }
    return position;
  }

  /** The keys in order of their numbers. */
  public int[] distinct() {
    return Arrays.copyOf(keys, size);
  }
}
