package eoca.core.exact;

import java.util.Arrays;

/**
 * Prices as lexicographic pairs: whole multiples of the grid's unit, then whole tie-breaking units.
 *
 * @param value {@code long[k]}
 * @param tie {@code long[k]}
 */
record Prices(long[] value, long[] tie) {
  static Prices zero(int funds) {
    return new Prices(new long[funds], new long[funds]);
  }

  Prices copy() {
    return new Prices(value.clone(), tie.clone());
  }

  /** Becomes the same as others. */
  void set(Prices others) {
    System.arraycopy(others.value, 0, value, 0, value.length);
    System.arraycopy(others.tie, 0, tie, 0, tie.length);
  }

  /** Takes a part of a step. */
  void move(Laplacian.Step step, double part) {
    for (int j = 0; j < value.length; j++) {
      value[j] += Math.round(part * step.value()[j]);
      tie[j] += Math.round(part * step.tie()[j] * Lexicographic.TIE_UNITS);
    }
  }

  /** Subtracts the same number from all, so that the smallest value is 0. */
  void normalise() {
    long least = Arrays.stream(value).min().orElse(0);
    for (int j = 0; j < value.length; j++) {
      value[j] -= least;
    }
  }
}
