package eoca.inputs.internal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads decimal numbers as float32, rounded once from the exact decimal (ties to even).
 *
 * <p>Grammar: {@code [+-]? (digits [. digits] | . digits) ([eE] [+-]? digits)?}. Fast path: up to
 * 15 digits w and a power of ten within ±22 are exact doubles, so {@code w × 10^e} is the exact
 * value rounded once to double; rounding that to float equals rounding the exact value, unless the
 * double lies in the middle between two floats, where the exact value may be on either side. Those,
 * and everything else, go to {@link Float#parseFloat}. Not safe for concurrent use.
 */
public final class FloatParser {
  /** What was read. */
  public enum Status {
    /** A finite number. */
    NUMBER,
    /** A number too large for float32. */
    OVERFLOW,
    /** NaN, in words. */
    NAN,
    /** An infinity, in words. */
    INFINITE,
    /** Not a number in the grammar. */
    TEXT
  }

  private static final double[] POWER = new double[23];

  static {
    POWER[0] = 1;
    for (int i = 1; i < POWER.length; i++) {
      POWER[i] = POWER[i - 1] * 10; // exact up to 10^22
    }
  }

  private Status status = Status.NUMBER;

  /** What the last {@link #parse} read. */
  public Status status() {
    return status;
  }

  /** Reads a number; 0 unless the status is {@link Status#NUMBER}. */
  public float parse(byte[] b, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (b[i] == '-' || b[i] == '+')) {
      negative = b[i] == '-';
      i++;
    }
    long w = 0;
    int digits = 0; // significant ones in w
    int seen = 0;
    int scale = 0;
    boolean exact = true;
    boolean point = false;
    for (; i < to; i++) {
      int c = b[i] - '0';
      if (c >= 0 && c <= 9) {
        seen++;
        if (digits < 15) {
          w = w * 10 + c;
          digits += w == 0 ? 0 : 1;
          scale -= point ? 1 : 0;
        } else {
          scale += point ? 0 : 1;
          exact &= c == 0;
        }
      } else if (b[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (seen == 0) {
      return words(b, from, to);
    }
    if (i < to && (b[i] == 'e' || b[i] == 'E')) {
      int e = exponent(b, i + 1, to);
      if (e == Integer.MIN_VALUE) {
        status = Status.TEXT;
        return 0;
      }
      scale += e;
    } else if (i < to) {
      status = Status.TEXT;
      return 0;
    }
    if (scale >= -22 && scale <= 22) {
      double low = scale < 0 ? w / POWER[-scale] : w * POWER[scale];
      double high = exact ? low : scale < 0 ? (w + 1) / POWER[-scale] : (w + 1) * POWER[scale];
      boolean safe = isSafe(low) && isSafe(high) && (float) low == (float) high;
      if (safe || (w == 0 && exact)) {
        status = Status.NUMBER;
        return (float) (negative ? -low : low);
      }
    }
    return slow(b, from, to);
  }

  /** Whether rounding a double to float32 can't differ from rounding the decimal it came from. */
  private static boolean isSafe(double d) {
    boolean middle = (Double.doubleToRawLongBits(d) & 0x1FFF_FFFFL) == 0x1000_0000L;
    return !middle && d >= Float.MIN_NORMAL && d < 1e38;
  }

  /** The exponent, cut to ±99,999; MIN_VALUE if it is not one. */
  private static int exponent(byte[] b, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (b[i] == '-' || b[i] == '+')) {
      negative = b[i] == '-';
      i++;
    }
    if (i == to) {
      return Integer.MIN_VALUE;
    }
    int e = 0;
    for (; i < to; i++) {
      int c = b[i] - '0';
      if (c < 0 || c > 9) {
        return Integer.MIN_VALUE;
      }
      e = Math.min(99_999, e * 10 + c);
    }
    return negative ? -e : e;
  }

  private float slow(byte[] b, int from, int to) {
    float f = Float.parseFloat(new String(b, from, to - from, StandardCharsets.US_ASCII));
    status = Float.isInfinite(f) ? Status.OVERFLOW : Status.NUMBER;
    return status == Status.NUMBER ? f : 0;
  }

  private float words(byte[] b, int from, int to) {
    String word =
        to - from > 10
            ? ""
            : new String(b, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    status =
        switch (word) {
          case "nan", "-nan", "+nan" -> Status.NAN;
          case "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity" -> Status.INFINITE;
          default -> Status.TEXT;
        };
    return 0;
  }
}
