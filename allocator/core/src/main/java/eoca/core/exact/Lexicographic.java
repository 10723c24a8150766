package eoca.core.exact;

/**
 * Pairs (value, tie) seen as one real number, for statistics only: a difference of values and a
 * difference of ties in {@code [−2^30, 2^30]} become {@code value + tie / 2^31}. The order of two
 * users on one pair of funds is kept, and the ties of neighbouring values touch, so the
 * distribution of whole-number data looks continuous. Sums over a path of funds are not kept:
 * nothing exact is computed here.
 */
final class Lexicographic {
  /** Tie units in one unit of value. */
  static final double TIE_UNITS = 2.0 * Ties.RANGE;

  private Lexicographic() {}

  /** The difference of two prices as a real number. */
  static double difference(Prices prices, int a, int b) {
    return real(
        prices.value()[a] - prices.value()[b], Ties.clamp(prices.tie()[a] - prices.tie()[b]));
  }

  /** A pair as a real number. */
  static double real(long value, long tie) {
    return value + tie / TIE_UNITS;
  }

  /**
   * A real number moved within its unit to where users are spread evenly: the difference of two
   * weights in {@code [0, ½)} has the density {@code 2 − 4·|f|}, whose integral is {@code 2f −
   * 2f·|f|}.
   */
  static double even(double real) {
    double whole = Math.rint(real);
    double part = real - whole;
    return whole + 2 * part - 2 * part * Math.abs(part);
  }

  /** Its inverse. */
  static double uneven(double even) {
    double whole = Math.rint(even);
    double part = even - whole;
    return whole + Math.copySign((1 - Math.sqrt(Math.max(0, 1 - 2 * Math.abs(part)))) / 2, part);
  }
}
