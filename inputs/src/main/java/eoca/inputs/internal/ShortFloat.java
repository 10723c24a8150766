package eoca.inputs.internal;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;

/**
 * Writes a float32 as the shortest decimal that gives it back; of two equally short ones the
 * nearer. The digits are Jackson's (the Schubfach algorithm; {@link Float#toString} of Java 17 is
 * sometimes longer), which has two at least: where one is enough, it is looked for here.
 *
 * <p>Form: plain from 1e-3 to 1e7 ({@code 12.5}, {@code 3}, {@code 0.001}), else with an exponent
 * ({@code 1.5e-7}, {@code 2e10}); {@code 0} and {@code -0}.
 */
public final class ShortFloat {
  /** The longest: {@code -1.17549435e-38} and a little room. */
  public static final int MAX = 24;

  private ShortFloat() {}

  /** Writes a finite number at a place; the place after it. */
  public static int write(float value, byte[] to, int at) {
    String java = NumberOutput.toString(value, true); // such as 12.5, 3.0, 1.5E-7, 2.0E10
    int exponent = java.indexOf('E');
    int end = exponent < 0 ? java.length() : exponent;
    int i = at;
    for (int k = 0; k < end; k++) {
      to[i++] = (byte) java.charAt(k);
    }
    if (java.charAt(end - 1) == '0' && java.charAt(end - 2) == '.') {
      i -= 2;
    }
    if (exponent < 0) {
      return i;
    }
    int power = Integer.parseInt(java, exponent + 1, java.length(), 10);
    if (i - at == (value < 0 ? 4 : 3)) {
      int first = to[i - 3] - '0';
      boolean up = to[i - 1] >= '5';
      for (int digit : new int[] {up ? first + 1 : first, up ? first : first + 1}) {
        if (Float.parseFloat(digit + "e" + power) == Math.abs(value)) {
          return digits(digit == 10 ? 1 : digit, digit == 10 ? power + 1 : power, to, i - 3);
        }
      }
    }
    to[i++] = 'e';
    return Digits.write(power, to, i);
  }

  private static int digits(int digit, int power, byte[] to, int at) {
    to[at] = (byte) ('0' + digit);
    to[at + 1] = 'e';
    return Digits.write(power, to, at + 2);
  }

  /** The same as text. */
  public static String toString(float value) {
    byte[] b = new byte[MAX];
    return new String(b, 0, write(value, b, 0), StandardCharsets.US_ASCII);
  }
}
