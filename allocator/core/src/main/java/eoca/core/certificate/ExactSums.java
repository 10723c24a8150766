package eoca.core.certificate;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Exact sums of float32 values, several side by side: nothing is ever rounded.
 *
 * <p>A finite float is {@code ±m·2^(e−150)} with {@code m < 2^24} and {@code 1 ≤ e ≤ 254}. Sum s
 * keeps its positive and its negative part in 17 words of 64 bits each, 16 bits apart:
 *
 * <pre>
 *   word w holds a multiple of 2^(16w−150);  adding:  word[e >> 4] += m << (e & 15)    (&lt; 2^39)
 *   word 16 receives carries only
 * </pre>
 *
 * <p>A word takes 2^24 additions before it could overflow; {@link #carry()} after every shard
 * (2^16) keeps far away from that. Because the sums are exact, the order of additions, and so the
 * number of threads, cannot matter.
 */
final class ExactSums {
  private static final int WORDS = 17;
  private static final int BITS = 16;

  /** Additions allowed between two calls of {@link #carry()}. */
  static final int MAX_ADDITIONS = 1 << 24;

  private final long[] words;

  ExactSums(int sums) {
    this.words = new long[sums * 2 * WORDS];
  }

  /** Adds a finite value to a sum. */
  void add(int sum, float value) {
    int bits = Float.floatToRawIntBits(value);
    int biased = (bits >>> 23) & 0xFF;
    int normal = (biased + 0xFF) >>> 8; // 0 for zeros and subnormals, else 1
    long mantissa = (bits & 0x7FFFFF) | (normal << 23);
    int exponent = biased + 1 - normal;
    words[(sum * 2 + (bits >>> 31)) * WORDS + (exponent >>> 4)] += mantissa << (exponent & 15);
  }

  /** Moves what is above 16 bits of every word up; the sums stay the same. */
  void carry() {
    for (int base = 0; base < words.length; base += WORDS) {
      for (int w = base; w < base + WORDS - 1; w++) {
        words[w + 1] += words[w] >>> BITS;
        words[w] &= (1L << BITS) - 1;
      }
    }
  }

  /** Adds another set of as many sums; both must have been carried. */
  void addAll(ExactSums other) {
    for (int w = 0; w < words.length; w++) {
      words[w] += other.words[w];
    }
  }

  /** The exact sum. */
  BigDecimal total(int sum) {
    return part(sum, 0).subtract(part(sum, 1));
  }

  /** The exact sum of absolute values. */
  BigDecimal magnitude(int sum) {
    return part(sum, 0).add(part(sum, 1));
  }

  private BigDecimal part(int sum, int sign) {
    BigInteger value = BigInteger.ZERO;
    int base = (sum * 2 + sign) * WORDS;
    for (int w = WORDS - 1; w >= 0; w--) {
      value = value.shiftLeft(BITS).add(BigInteger.valueOf(words[base + w]));
    }
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int down = 150 - Math.min(150, value.getLowestSetBit());
    BigInteger odd = value.shiftRight(150 - down);
    // odd / 2^down = odd · 5^down / 10^down: exact, with no more digits than needed
    return new BigDecimal(odd.multiply(BigInteger.valueOf(5).pow(down)), down);
  }
}
