package eoca.predict.model;

import java.util.Arrays;

/** Numbers distinct keys in order of first use; clearing costs what was used. */
final class Distinct {
  private final int[] positions;
  private int[] keys = new int[1_024];
  private int size;

  Distinct(int range) {
    positions = new int[range];
    Arrays.fill(positions, -1);
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      positions[keys[i]] = -1;
    }
    size = 0;
  }

  int position(int key) {
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

  int[] distinct() {
    return Arrays.copyOf(keys, size);
  }
}
