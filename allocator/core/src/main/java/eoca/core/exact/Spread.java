package eoca.core.exact;

/**
 * How uncertain prices are.
 *
 * @param width for each ordered pair, how far {@code λ_a − λ_b} may lie above the centre, in units
 * @param tiny funds whose sample quota is too small to price: their price is only bounded below
 * @param tied whether all widths lie within one value's ties
 * @param smooth whether Newton's method sees a smooth dual: all widths span many units, or all are
 *     within ties
 */
record Spread(double[] width, boolean[] tiny, boolean tied, boolean smooth) {
  /** The widest width that bounds anything. */
  static double widest(double[] width) {
    double most = 0;
    for (double w : width) {
      most = w < 0x1p56 ? Math.max(most, w) : most;
    }
    return most;
  }

  boolean hasTiny() {
    for (boolean t : tiny) {
      if (t) {
        return true;
      }
    }
    return false;
  }

  Spread scaled(double factor) {
    double[] scaled = new double[width.length];
    for (int p = 0; p < scaled.length; p++) {
      scaled[p] = width[p] * factor;
    }
    return new Spread(scaled, tiny, tied, smooth);
  }
}
