package eoca.inputs.internal.arrow;

import eoca.inputs.internal.FloatParser;
import eoca.inputs.internal.MappedFile;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads numeric Arrow values of any type out of mapped memory. Every float32 it gives is the exact
 * value rounded once, ties to even; beyond float32 it gives an infinity. Not safe for concurrent
 * use.
 */
public final class ArrowNumbers {
  private final ArrowField field;
  private final MappedFile file;
  private final int bytes;
  private final FloatParser parser = new FloatParser();
  private long[] longs = new long[0];

  /** A reader of columns like {@code field}, kind INT, FLOAT or DECIMAL, that lie in a file. */
  public ArrowNumbers(ArrowField field, MappedFile file) {
    this.field = field;
    this.file = file;
    this.bytes = field.bits() / 8;
  }

  /**
   * Reads values as float32.
   *
   * @param data offset of row 0
   * @param from first row
   * @param n number of rows
   * @param out receives them at {@code [0..n)}
   */
  public void floats(long data, int from, int n, float[] out) {
    switch (field.kind()) {
      case INT -> {
        if (longs.length < n) {
          longs = new long[n];
        }
        longs(data, from, n, longs);
        boolean unsigned = !field.signed() && field.bits() == 64;
        for (int i = 0; i < n; i++) {
          out[i] = unsigned ? unsignedFloat(longs[i]) : (float) longs[i];
        }
      }
      case FLOAT -> {
        if (field.bits() == 32) {
          file.get(data + 4L * from, out, 0, n);
          return;
        }
        for (int i = 0; i < n; i++) {
          out[i] = (float) real(data, from + i);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          out[i] = decimalFloat(data, from + i);
        }
      }
    }
  }

  private static float unsignedFloat(long v) {
    return v >= 0 ? v : (float) ((v >>> 1) | (v & 1)) * 2; // the lost bit still breaks ties
  }

  private float decimalFloat(long data, int row) {
    byte[] text = (unscaled(data, row) + "e" + -field.scale()).getBytes(StandardCharsets.US_ASCII);
    float f = parser.parse(text, 0, text.length);
    return parser.status() == FloatParser.Status.NUMBER ? f : Float.POSITIVE_INFINITY;
  }

  private BigInteger unscaled(long data, int row) {
    byte[] b = new byte[bytes];
    file.get(data + (long) bytes * row, b, 0, bytes);
    for (int i = 0; i < bytes / 2; i++) {
      byte t = b[i];
      b[i] = b[bytes - 1 - i];
      b[bytes - 1 - i] = t;
    }
    return new BigInteger(b);
  }

  /** Reads integers (kind INT) as int64; uint64 beyond it comes out negative. */
  public void longs(long data, int from, int n, long[] out) {
    long at = data + (long) bytes * from;
    if (bytes == 8) {
      file.get(at, out, 0, n);
      return;
    }
    for (int i = 0; i < n; i++, at += bytes) {
      long raw =
          switch (bytes) {
            case 1 -> file.getByte(at);
            case 2 -> (short) ((file.getByte(at) & 0xFF) | (file.getByte(at + 1) << 8));
            default -> file.getInt(at);
          };
      out[i] = field.signed() ? raw : raw & ((1L << field.bits()) - 1);
    }
  }

  private double real(long data, int row) {
    return switch (bytes) {
      case 2 -> {
        long at = data + 2L * row;
        yield half((file.getByte(at) & 0xFF) | ((file.getByte(at + 1) & 0xFF) << 8));
      }
      case 4 -> Float.intBitsToFloat(file.getInt(data + 4L * row));
      default -> Double.longBitsToDouble(file.getLong(data + 8L * row));
    };
  }

  private static double half(int bits) {
    int exponent = bits >>> 10 & 31;
    int fraction = bits & 1023;
    double v =
        exponent == 31
            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0
                ? fraction * 0x1p-24
                : (1024 + fraction) * Math.scalb(1.0, exponent - 25);
    return bits >>> 15 == 0 ? v : -v;
  }

  /** One value, exactly, as text. */
  public String text(long data, int row) {
    return switch (field.kind()) {
      case INT -> {
        long[] v = new long[1];
        longs(data, row, 1, v);
        yield field.signed() ? Long.toString(v[0]) : Long.toUnsignedString(v[0]);
      }
      case FLOAT ->
          bytes == 8 ? Double.toString(real(data, row)) : Float.toString((float) real(data, row));
      default -> new BigDecimal(unscaled(data, row), field.scale()).toString();
    };
  }

  /** Whether one value is neither NaN nor infinite. */
  public boolean isFinite(long data, int row) {
    return field.kind() != ArrowField.Kind.FLOAT || Double.isFinite(real(data, row));
  }

  /** One value if it is a whole number {@code 0..most}, else −1. */
  public int small(long data, int row, int most) {
    switch (field.kind()) {
      case INT -> {
        long[] v = new long[1];
        longs(data, row, 1, v);
        return v[0] >= 0 && v[0] <= most ? (int) v[0] : -1;
      }
      case FLOAT -> {
        double v = real(data, row);
        return v >= 0 && v <= most && v == Math.rint(v) ? (int) v : -1;
      }
      default -> {
        BigDecimal v = new BigDecimal(unscaled(data, row), field.scale());
        if (v.signum() < 0
            || v.compareTo(BigDecimal.valueOf(most)) > 0
            || v.stripTrailingZeros().scale() > 0) {
          return -1;
        }
        return v.intValueExact();
      }
    }
  }
}
