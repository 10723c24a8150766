package eoca.core.exact;

/**
 * Fixes the users of a tile for whom two funds are likely: most of those whom the screen leaves
 * where columns are identical or values few. They are gathered first and then looked at without
 * branches on the data, which nothing could predict.
 */
final class TwoFunds {
  private final FundOrder order;
  private final Grid grid;
  private final long[] price;
  private final long[] tiePrice;
  private final Box box;

  private TwoFunds(FundOrder order, Grid grid, Prices prices, Box box) {
    this.order = order;
    this.grid = grid;
    this.price = prices.value();
    this.tiePrice = prices.tie();
    this.box = box;
  }

  /**
   * For a view's users.
   *
   * @return null where their whole numbers are not those of the columns, or masks not one word
   */
  static TwoFunds of(Problem problem, Prices prices, Box box) {
    FundOrder order = problem.order();
    Grid grid = problem.grid();
    boolean plain = !grid.refined() && problem.view().bonus() == null && order.count <= Long.SIZE;
    return plain ? new TwoFunds(order, grid, prices, box) : null;
  }

  /**
   * Writes the funds of those who are fixed to {@link Tile#out}.
   *
   * @param tile loaded, screened and {@link Tile#masked}
   * @param at its first user in the view
   * @return how many they are
   */
  int fix(Tile tile, View view, int at, int length) {
    int[] some = tile.some;
    int count = tile.openWith(2, length, some);
    int fixed = 0;
    int k = order.count;
    float[] out = tile.out;
    Rim rim = tile.rim;
    boolean guessed = grid.guessed();
    for (int c = 0; c < count; c++) {
      int i = some[c];
      long marks = tile.marks(i);
      int a = Long.numberOfTrailingZeros(marks);
      int b = Long.SIZE - 1 - Long.numberOfLeadingZeros(marks);
      float etvA = tile.etv[a][i];
      float etvB = tile.etv[b][i];
      if (guessed && !(grid.fits(etvA) && grid.fits(etvB))) {
        continue;
      }
      long mixed = Ties.user(view.id(at + i));
      long loss = grid.key(etvA) - grid.key(etvB);
      long tieLoss = Ties.weight(mixed, order.tie[a]) - Ties.weight(mixed, order.tie[b]);
      long value = loss - (price[a] - price[b]);
      long tie = tieLoss - (tiePrice[a] - tiePrice[b]);
      long sign = (value != 0 ? value : tie) >> 63; // −1 where b is better
      int swap = (a ^ b) & (int) sign;
      int pair = (a ^ swap) * k + (b ^ swap);
      loss = (loss ^ sign) - sign;
      tieLoss = (tieLoss ^ sign) - sign;
      long bound = box.value[pair];
      boolean even = loss == bound;
      boolean near = (even ? tieLoss : loss) <= (even ? box.tie[pair] : bound);
      out[i] = near ? -1 : a ^ swap;
      fixed += near ? 0 : 1;
      rim.leave(pair, near ? Long.MAX_VALUE : loss, tieLoss);
    }
    return fixed;
  }
}
