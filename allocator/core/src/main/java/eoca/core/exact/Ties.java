package eoca.core.exact;

/**
 * The tie-breaking weights {@code h_ij}: 30 pseudo-random bits a user and fund, a function of the
 * two indices alone.
 *
 * <p>The solver maximises (Σ ETV, Σ h) in lexicographic order. That makes constant and few-valued
 * data as generic as continuous data, and it is the stated rule for ties: among the allocations of
 * greatest ETV, one of greatest Σ h.
 */
final class Ties {
  /** Weights lie in {@code [0, 2^BITS)}. */
  static final int BITS = 30;

  /** {@code 2^BITS}. */
  static final long RANGE = 1L << BITS;

  private Ties() {}

  /** A difference of tie prices, as far as it matters to any user. */
  static long clamp(long difference) {
    return Math.max(-RANGE, Math.min(RANGE, difference));
  }

  /** The user's part, mixed once a row. */
  static long user(int user) {
    long z = (user + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The fund's part: an odd multiplier. */
  static long fund(int fund) {
    return user(-2 - fund) | 1;
  }

  /** Exponent bits of {@link #real}: numbers from a half on. */
  static final long HALF = 0x3FE0_0000_0000_0000L;

  /** Bits by which a weight is shifted to the top of a double's mantissa. */
  static final int MANTISSA_SHIFT = 52 - BITS;

  /** A half and the weight in units of value, {@link Lexicographic#TIE_UNITS} of which are one. */
  static double real(long user, long fund) {
    return Double.longBitsToDouble(weight(user, fund) << MANTISSA_SHIFT | HALF);
  }

  /** The weight of a user's part and a fund's part. */
  static long weight(long user, long fund) {
    return (user * fund) >>> (64 - BITS);
  }
}
