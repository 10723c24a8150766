package eoca.inputs.internal;

/** Whole numbers as ASCII digits, and back. */
public final class Digits {
  /** The longest: {@code -9223372036854775808}. */
  public static final int MAX = 20;

  private Digits() {}

  /** Writes a number at a place; the place after it. */
  public static int write(long value, byte[] to, int at) {
    int i = at;
    long v = value; // kept negative: the least value has no positive twin
    if (v < 0) {
      to[i++] = '-';
    } else {
      v = -v;
    }
    int digits = 1;
    for (long p = -10; digits < 19 && v <= p; p *= 10) {
      digits++;
    }
    for (int k = i + digits - 1; k >= i; k--) {
      long q = v / 10;
      to[k] = (byte) ('0' + (int) (q * 10 - v));
      v = q;
    }
    return i + digits;
  }

  /**
   * Whether bytes are a whole number exactly as {@link #write} writes it (no sign plus, no leading
   * zero, no −0, within int64).
   */
  public static boolean isCanonical(byte[] b, int from, int to) {
    int i = from < to && b[from] == '-' ? from + 1 : from;
    int n = to - i;
    if (n < 1 || n > 19 || (b[i] == '0' && to - from > 1)) {
      return false;
    }
    for (int k = i; k < to; k++) {
      if (b[k] < '0' || b[k] > '9') {
        return false;
      }
    }
    if (n < 19) {
      return true;
    }
    long v = parse(b, from, to);
    return i > from ? v < 0 : v >= 0; // 19 digits overflow by changing sign, never twice
  }

  /** The value of a canonical number; unchecked. */
  public static long parse(byte[] b, int from, int to) {
    boolean negative = b[from] == '-';
    long v = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      v = v * 10 - (b[i] - '0');
    }
    return negative ? v : -v;
  }
}
