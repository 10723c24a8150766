package eoca.core.exact;

/**
 * The binary exponents that a set of floats spans: of the lowest set bit and of the highest. Zero
 * spans nothing.
 *
 * @param lowest exponent of the lowest set bit of any value; {@code Integer.MAX_VALUE} if none
 * @param highest exponent of the highest set bit of any value; {@code Integer.MIN_VALUE} if none
 */
record ValueRange(int lowest, int highest) {
  /** Spans nothing. */
  static final ValueRange EMPTY = new ValueRange(Integer.MAX_VALUE, Integer.MIN_VALUE);

  boolean empty() {
    return highest == Integer.MIN_VALUE;
  }

  ValueRange union(ValueRange other) {
    return new ValueRange(Math.min(lowest, other.lowest), Math.max(highest, other.highest));
  }

  /** The range of one value. */
  static ValueRange of(float value) {
    int bits = Float.floatToRawIntBits(value) & 0x7FFFFFFF;
    if (bits == 0) {
      return EMPTY;
    }
    int exponent = Math.max(1, bits >>> 23) - 150;
    int mantissa = (bits >>> 23) == 0 ? bits : (bits & 0x7FFFFF) | 0x800000;
    return new ValueRange(
        exponent + Integer.numberOfTrailingZeros(mantissa),
        exponent + 31 - Integer.numberOfLeadingZeros(mantissa));
  }
}
