package eoca.core.exact;

/**
 * How uncertain prices are.
 *
 * @param width for each ordered pair, how far {@code λ_a − λ_b} may lie above the centre, in units
 * @param tiny funds whose sample quota is too small to price: their price is only bounded below
 * @param softBlock the first fund of each fund's soft block (see {@link FundOrder#softened})
 * @param tied whether all widths lie within one value's ties
 * @param smooth whether Newton's method sees a smooth dual: all widths span many units, or all are
 *     within ties
 */
record Spread(double[] width, boolean[] tiny, int[] softBlock, boolean tied, boolean smooth) {
  /** Width of a pair that is not bounded. */
  static final double UNBOUNDED = 0x1p60;

  /** The first fund of the soft block that a fund lies in. */
  int blockOf(int fund) {
    return softBlock[fund];
  }

  Spread with(double[] otherWidth) {
    return new Spread(otherWidth, tiny, softBlock, tied, smooth);
  }

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
      scaled[p] = width[p] >= UNBOUNDED ? UNBOUNDED : width[p] * factor;
    }
    return with(scaled);
  }
}
