package eoca.inputs.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Writes a float32 as the shortest decimal that gives it back: min digits(m) over decimals m·10^−p
 * that round to v (ties to even); of two equally short ones the nearer. ({@link Float#toString} of
 * Java 17 is sometimes longer.)
 *
 * <p>With v = c·2^q the decimals that round to v lie between (c − ½)·2^q and (c + ½)·2^q (below a
 * power of two: c − ¼), borders included where c is even. Times 10^p·2^s they are whole numbers of
 * at most 62 bits for p ≤ 15, so for 1e-6 ≤ |v| < 1e7 the test is exact in {@code long}: p grows
 * until a whole number of units lies between the borders. Other values take an exact slow path.
 *
 * <p>Form: plain from 1e-3 to 1e7 ({@code 12.5}, {@code 3}, {@code 0.001}), else with an exponent
 * ({@code 1.5e-7}, {@code 2e10}); {@code 0} and {@code -0}.
 */
public final class ShortFloat {
  /** The longest: {@code -1.17549435e-38} and a little room. */
  public static final int MAX = 24;

  private static final int MOST_DECIMALS = 15;
  private static final long[] FIVE = new long[MOST_DECIMALS + 1];
  private static final long[] TEN = new long[19];

  static {
    FIVE[0] = 1;
    for (int i = 1; i < FIVE.length; i++) {
      FIVE[i] = FIVE[i - 1] * 5;
    }
    TEN[0] = 1;
    for (int i = 1; i < TEN.length; i++) {
      TEN[i] = TEN[i - 1] * 10;
    }
  }

  private ShortFloat() {}

  /** Writes a finite value at a place; the place after it. */
  public static int write(float value, byte[] to, int at) {
    int bits = Float.floatToRawIntBits(value);
    int i = at;
    if (bits < 0) {
      to[i++] = '-';
    }
    float v = Math.abs(value);
    if (v == 0) {
      to[i++] = '0';
      return i;
    }
    if (v < 1e-6f || v >= 1e7f) {
      return slow(v, to, i);
    }
    int c = (bits & 0x7F_FFFF) | 0x80_0000;
    int q = (bits >>> 23 & 0xFF) - 150;
    boolean even = (c & 1) == 0;
    for (int p = 0; p <= MOST_DECIMALS; p++) {
      int shift = 2 - q - p; // units of 10^−p are 2^shift of the scale below
      if (shift <= 0 || shift > 61) {
        if (shift <= 0) {
          return plain((long) v, 0, to, i); // a whole number
        }
        continue;
      }
      long scaled = 4L * c * FIVE[p];
      long low = scaled - (c == 0x80_0000 ? FIVE[p] : 2 * FIVE[p]);
      long high = scaled + 2 * FIVE[p];
      long m = scaled >>> shift;
      long below = m << shift;
      long above = below + (1L << shift);
      boolean isBelow = m > 0 && (even ? below >= low : below > low);
      boolean isAbove = above > 0 && (even ? above <= high : above < high);
      if (isBelow || isAbove) {
        boolean up = !isBelow || (isAbove && above - scaled < scaled - below);
        return form(up ? m + 1 : m, p, v, to, i);
      }
    }
    return slow(v, to, i);
  }

  /** m·10^−p, plain or with an exponent. */
  private static int form(long m, int p, float v, byte[] to, int at) {
    return v >= 1e-3f ? plain(m, p, to, at) : exponent(m, p, to, at);
  }

  private static int plain(long m, int p, byte[] to, int at) {
    int i = Digits.write(m / TEN[p], to, at);
    if (p == 0) {
      return i;
    }
    to[i] = '.';
    long rest = m % TEN[p];
    for (int k = i + p; k > i; k--) {
      to[k] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return i + p + 1;
  }

  private static int exponent(long digits, int p, byte[] to, int at) {
    long m = digits;
    int decimals = p;
    while (m % 10 == 0) {
      m /= 10;
      decimals--;
    }
    int end = Digits.write(m, to, at);
    int n = end - at;
    if (n > 1) {
      System.arraycopy(to, at + 1, to, at + 2, n - 1);
      to[at + 1] = '.';
      end++;
    }
    to[end++] = 'e';
    return Digits.write(n - 1 - decimals, to, end);
  }

  private static int slow(float v, byte[] to, int at) {
    BigDecimal exact = new BigDecimal(v);
    for (int n = 1; ; n++) {
      BigDecimal low = exact.round(new MathContext(n, RoundingMode.FLOOR));
      BigDecimal high = exact.round(new MathContext(n, RoundingMode.CEILING));
      boolean isLow = Float.parseFloat(low.toString()) == v;
      boolean isHigh = Float.parseFloat(high.toString()) == v;
      if (isLow || isHigh) {
        boolean up = !isLow || (isHigh && high.subtract(exact).compareTo(exact.subtract(low)) < 0);
        BigDecimal d = up ? high : low;
        return exponent(d.unscaledValue().longValueExact(), d.scale(), to, at);
      }
    }
  }

  /** The same as text. */
  public static String toString(float value) {
    byte[] b = new byte[MAX];
    return new String(b, 0, write(value, b, 0), StandardCharsets.US_ASCII);
  }
}
