package eoca.core.exact;

/**
 * The box as {@link Kernels#rivals} sees it: its own bound for every pair of funds, in money. Where
 * widths differ from pair to pair, as they do where values are few units apart, this leaves a user
 * a few funds where widths a fund ({@link BoxScreen}) leave dozens.
 *
 * @param price prices in money, rounded: they only name the fund that the others are held against
 * @param bound {@code b·k + a}: who has a and loses more than this by moving to b stays at all
 *     prices in the box; rounded up by what a float subtraction rounds, infinite where a is b or
 *     nothing bounds the pair
 */
record PairScreen(float[] price, float[] bound) {
  /**
   * With fewer funds {@link Kernels#likely} leaves hardly more, and costs half as much; {@link
   * TwoFunds} looks at those with two.
   */
  private static final int LEAST_FUNDS = 65;

  /** Values beyond are not subtracted in float32. */
  private static final double MOST = 0x1p120;

  /** Covers rounding of the bound and of the difference that is held against it. */
  private static final double SLACK = 0x1p-22;

  /**
   * Half a unit beyond a bound in whole units: who is left out loses at least a unit more, so what
   * ties say does not matter.
   */
  private static final double BEYOND = 0.5;

  /** The same where values were rounded to whole units, both of them. */
  private static final double BEYOND_ROUNDED = 2;

  /** The screen, or null where float32 does not reach, or funds are few. */
  static PairScreen of(FundOrder order, Grid grid, Prices prices, Box box) {
    int k = order.count;
    if (k < LEAST_FUNDS || grid.refined()) {
      return null;
    }
    float[] price = new float[k];
    float[] bound = new float[k * k];
    double beyond = (grid.exact() ? BEYOND : BEYOND_ROUNDED) * grid.unit() + 2 * grid.blur();
    for (int j = 0; j < k; j++) {
      double money = grid.money(j, prices.value()[j]).doubleValue();
      if (!(Math.abs(money) < MOST)) {
        return null;
      }
      price[j] = (float) money;
    }
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        long units = box.value[a * k + b];
        boolean bounded = a != b && units != Box.OPEN && order.block(a) == order.block(b);
        double money = units * grid.unit() + beyond;
        float up = Math.nextUp((float) (money + Math.abs(money) * SLACK));
        bound[b * k + a] = bounded && money < MOST ? up : Float.POSITIVE_INFINITY;
      }
    }
    return new PairScreen(price, bound);
  }
}
