package eoca.job.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people read them: grouped, and no more digits than they can use. */
public final class Numbers {
  private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

  /** What stands where there is no number. */
  public static final String NONE = "–";

  private Numbers() {}

  /** A count, grouped. */
  public static String count(Long value) {
    return value == null ? NONE : new DecimalFormat("#,##0", SYMBOLS).format(value.longValue());
  }

  /** Money: from 1,000 on two decimals, from 10 million on none, below 1,000 five digits. */
  public static String money(Double value) {
    if (value == null) {
      return NONE;
    }
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (!Double.isFinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    if (size >= 1e15 || size < 1e-4) {
      return minus(new DecimalFormat("0.####E0", SYMBOLS).format(value));
    }
    if (size >= 1000) {
      return minus(new DecimalFormat(size >= 1e7 ? "#,##0" : "#,##0.00", SYMBOLS).format(value));
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(5, RoundingMode.HALF_EVEN));
    return minus(rounded.stripTrailingZeros().toPlainString());
  }

  /** A change, with its sign. */
  public static String change(double value) {
    return value > 0 ? "+" + money(value) : money(value);
  }

  /** A change of a count, with its sign. */
  public static String change(long value) {
    return value > 0 ? "+" + count(value) : minus(count(value));
  }

  /** A ratio in percent: 0 exactly is "0 %", what would round to it keeps its size. */
  public static String percent(double ratio) {
    double percent = ratio * 100;
    double size = Math.abs(percent);
    if (size == 0) {
      return "0 %";
    }
    if (!Double.isFinite(percent)) {
      return NONE;
    }
    String pattern = size < 0.001 ? "0.0E0" : size < 1 ? "0.###" : size < 1000 ? "0.00" : "#,##0";
    return minus(new DecimalFormat(pattern, SYMBOLS).format(percent)) + " %";
  }

  /** Seconds in a fitting unit. */
  public static String seconds(double seconds) {
    if (seconds < 1) {
      return Math.round(seconds * 1000) + " ms";
    }
    return new DecimalFormat(seconds < 100 ? "0.00" : "#,##0", SYMBOLS).format(seconds) + " s";
  }

  /** Bytes in a fitting unit. */
  public static String bytes(Long bytes) {
    if (bytes == null) {
      return NONE;
    }
    double mib = bytes / 1048576.0;
    return mib < 1024
        ? new DecimalFormat("0", SYMBOLS).format(mib) + " MiB"
        : new DecimalFormat("0.0", SYMBOLS).format(mib / 1024) + " GiB";
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }
}
