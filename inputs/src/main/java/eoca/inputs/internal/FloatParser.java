package eoca.inputs.internal;

import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads decimal numbers as float32, rounded once from the exact decimal (ties to even).
 *
 * <p>Grammar: {@code [+-]? (digits [. digits] | . digits) ([eE] [+-]? digits)?}, checked here,
 * because Java's own grammar also takes {@code 1f}, {@code 0x1p3} and blanks. The value is {@link
 * JavaFloatParser}'s. Not safe for concurrent use.
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

  private Status status = Status.NUMBER;

  /** What the last {@link #parse} read. */
  public Status status() {
    return status;
  }

  /** Reads a number; 0 unless the status is {@link Status#NUMBER}. */
  public float parse(byte[] b, int from, int to) {
    if (!isNumber(b, from, to)) {
      status = words(b, from, to);
      return 0;
    }
    float value = JavaFloatParser.parseFloat(b, from, to - from);
    status = Float.isInfinite(value) ? Status.OVERFLOW : Status.NUMBER;
    return status == Status.NUMBER ? value : 0;
  }

  private static boolean isNumber(byte[] b, int from, int to) {
    int start = sign(b, from, to);
    int whole = digits(b, start, to);
    int at = whole;
    int seen = whole - start;
    if (at < to && b[at] == '.') {
      at = digits(b, whole + 1, to);
      seen += at - whole - 1;
    }
    if (seen == 0) {
      return false;
    }
    if (at < to && (b[at] == 'e' || b[at] == 'E')) {
      int exponent = sign(b, at + 1, to);
      at = digits(b, exponent, to);
      return at == to && at > exponent;
    }
    return at == to;
  }

  private static int sign(byte[] b, int at, int to) {
    return at < to && (b[at] == '-' || b[at] == '+') ? at + 1 : at;
  }

  private static int digits(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i;
  }

  private static Status words(byte[] b, int from, int to) {
    String word =
        to - from > 10
            ? ""
            : new String(b, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    return switch (word) {
      case "nan", "-nan", "+nan" -> Status.NAN;
      case "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity" -> Status.INFINITE;
      default -> Status.TEXT;
    };
  }
}
