package eoca.inputs.synthetic;

/**
 * A pseudo-random permutation of 0..size−1 that is computed, not stored: four rounds of an
 * unbalanced Feistel network on the least number of bits that hold {@code size − 1}, walked until
 * the value is in range (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002). Under
 * two walks on average, no memory.
 */
final class Permutation {
  private static final int ROUNDS = 4;

  private final long size;
  private final int leftBits;
  private final int rightBits;
  private final long[] keys = new long[ROUNDS];

  Permutation(long seed, long size) {
    this.size = size;
    int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(Math.max(1, size - 1)));
    this.leftBits = bits / 2;
    this.rightBits = bits - leftBits;
    for (int r = 0; r < ROUNDS; r++) {
      keys[r] = CounterRandom.key(seed, r);
    }
  }

  /** Where a value goes, {@code 0 ≤ value < size}. */
  long apply(long value) {
    long v = value;
    do {
      v = once(v);
    } while (v >= size);
    return v;
  }

  /** One pass: each round mixes one half into the other, then the halves change places. */
  private long once(long value) {
    int low = rightBits;
    int high = leftBits;
    long v = value;
    for (long key : keys) {
      long right = v & ((1L << low) - 1);
      long left = v >>> low;
      left ^= CounterRandom.bits(key, right) & ((1L << high) - 1);
      v = (right << high) | left;
      int swap = low;
      low = high;
      high = swap;
    }
    return v;
  }
}
