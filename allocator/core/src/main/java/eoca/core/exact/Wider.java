package eoca.core.exact;

/**
 * How uncertainty grows where the optimum shows that it was thought too small.
 *
 * <p>What bounded the optimum grows at least fourfold, and by more each time: where values tie,
 * widths are far from what is needed.
 */
final class Wider {
  /** What bounded the optimum is widened by, at least. */
  static final double GROW = 4;

  /** What other pairs are widened by: most likely they are too narrow too. */
  private static final double OTHERS = 2;

  private Wider() {}

  /**
   * Widens the pairs of funds that had too many fixed users: at first those within their soft
   * blocks, where there are any, for a step between blocks that is twice as wide moves many.
   *
   * @param left what fixed users leave of each quota; negative where they are too many
   */
  static Spread over(Spread spread, long[] left, boolean first) {
    int k = left.length;
    double[] width = spread.width().clone();
    for (int a = 0; a < k; a++) {
      boolean inside = false;
      for (int b = 0; first && b < k; b++) {
        inside |= b != a && direction(spread, a, b) == 0;
      }
      for (int b = 0; left[a] < 0 && b < k; b++) {
        if (!inside || direction(spread, a, b) == 0) {
          width[a * k + b] *= GROW;
          width[b * k + a] *= GROW;
        }
      }
    }
    return spread.with(width);
  }

  /**
   * Widens what bounded the optimum, for another pass: a pair within a soft block alone; with a
   * step between soft blocks all steps of the same direction, which hang together.
   *
   * @param pairs that bounded it, {@code a·k + b}
   * @param times that it was done before
   * @param others whether other pairs within a block are widened too
   */
  static Spread at(Spread spread, int[] pairs, int times, boolean others) {
    int k = spread.cluster().length;
    double[] width = spread.width().clone();
    boolean[] wider = new boolean[k * k];
    for (int pair : pairs) {
      int way = direction(spread, pair / k, pair % k);
      for (int p = 0; p < wider.length; p++) {
        wider[p] |= p == pair || (way != 0 && direction(spread, p / k, p % k) == way);
      }
    }
    for (int p = 0; p < wider.length; p++) {
      boolean within = direction(spread, p / k, p % k) == 0;
      boolean bounded = width[p] < Spread.UNBOUNDED;
      double grow = within ? Math.pow(GROW, 1 + times) : GROW;
      width[p] *= wider[p] ? grow : within && bounded && others ? OTHERS : 1;
    }
    return spread.with(width);
  }

  /**
   * Widens what bounded the optimum, for a {@link Widening}: to where prices would go without
   * bounds and a width beyond, and all other pairs towards the same funds, about which everybody is
   * asked then anyway.
   *
   * @param bounds that were too narrow
   * @param pairs that bounded the optimum
   * @param centre prices of the pass
   * @param free prices without bounds, or null where they are not known
   * @param times that it was done before
   * @return null if steps between soft blocks are among the pairs
   */
  static Spread towards(
      Spread spread,
      Box bounds,
      int[] pairs,
      Prices centre,
      Prices free,
      int times,
      FundOrder order) {
    int k = order.count;
    boolean[] narrow = new boolean[k * k];
    for (int pair : pairs) {
      narrow[pair] = true;
    }
    boolean[] towards = new boolean[k];
    for (int p = 0; p < narrow.length; p++) {
      boolean compared = p / k != p % k && order.block(p / k) == order.block(p % k);
      narrow[p] |= free != null && compared && !bounds.within(free, p / k, p % k);
      towards[p % k] |= narrow[p];
      if (narrow[p] && direction(spread, p / k, p % k) != 0) {
        return null;
      }
    }
    double[] width = spread.width().clone();
    double most = Math.pow(GROW, 2 + times);
    for (int p = 0; p < width.length; p++) {
      double was = width[p];
      double moved = free == null ? 0 : moved(centre, free, p / k, p % k);
      if (narrow[p]) {
        width[p] = Math.min(most * was, Math.max(GROW * was, moved + was));
      } else if (towards[p % k] && direction(spread, p / k, p % k) == 0) {
        width[p] = was < Spread.UNBOUNDED ? OTHERS * was : was;
      }
    }
    return spread.with(width);
  }

  private static double moved(Prices from, Prices to, int a, int b) {
    return Lexicographic.difference(to, a, b) - Lexicographic.difference(from, a, b);
  }

  /** −1 or 1 where a pair of funds spans a step between soft blocks, down or up; 0 within one. */
  private static int direction(Spread spread, int a, int b) {
    return Integer.compare(spread.blockOf(b), spread.blockOf(a));
  }
}
