package eoca.core.exact;

import java.util.Arrays;

/**
 * What the users and funds that a pass left out bound prices to: for every ordered pair (a, b) the
 * least that a user of fund a would have to lose to be wanted by b. At least as much as the pass's
 * box, and more wherever nobody is near its border: there prices may go on.
 *
 * <p>Why that is enough: a user whose row leaves b out prefers at the pass's prices some fund a of
 * the row to b, and it is for this pair that the loss is noted. At any prices within all pairs'
 * bounds the user still prefers a to b, so the best of the row is the best of all; who was fixed
 * has a row of one.
 */
final class Rim {
  /** Above every tie price: a bound that whole units alone decide. */
  private static final long ANY_TIE = 1L << 42;

  private final int k;
  private final long[] value;
  private final long[] tie;

  /** Whether {@link PairScreen} left funds out without a look. */
  private boolean paired;

  /** Whether {@link TieScreen} left users out without a look. */
  private boolean weighed;

  Rim(int funds) {
    this.k = funds;
    this.value = new long[k * k];
    this.tie = new long[k * k];
    Arrays.fill(value, Long.MAX_VALUE);
  }

  /** Notes a user of fund a whose row leaves b out. */
  void leave(int pair, long loss, long tieLoss) {
    if (loss <= value[pair] && (loss < value[pair] || tieLoss < tie[pair])) {
      value[pair] = loss;
      tie[pair] = tieLoss;
    }
  }

  /** Notes that {@link PairScreen} left funds out: they lie a unit beyond the box, if that. */
  void pair() {
    paired = true;
  }

  /** Notes that {@link TieScreen} left users out: only what it says bounds them. */
  void weigh() {
    weighed = true;
  }

  /** Takes over what another saw. */
  void add(Rim other) {
    paired |= other.paired;
    weighed |= other.weighed;
    for (int pair = 0; pair < value.length; pair++) {
      leave(pair, other.value[pair], other.tie[pair]);
    }
  }

  /**
   * The bounds.
   *
   * @param box the pass's
   * @param screen what it left out without a look lies beyond {@link BoxScreen#beyond}, and what
   *     {@link PairScreen} did beyond the box in whole units
   * @param ties the same for {@link TieScreen#beyond}; not read where it left nobody out
   */
  Box around(Box box, BoxScreen screen, TieScreen ties, Prices prices) {
    Box bounds = box.copy();
    for (int pair = 0; pair < value.length; pair++) {
      long units = screen.beyond()[pair];
      if (box.value[pair] == Box.OPEN || units < 0) {
        continue;
      }
      long difference = prices.value()[pair / k] - prices.value()[pair % k];
      units = paired ? Math.min(units, box.value[pair] - difference) : units;
      long most = difference + units;
      long mostTie = ANY_TIE;
      if (weighed && ties.beyond()[pair] < units + 1) {
        double whole = Math.rint(ties.beyond()[pair]);
        if (whole <= units) { // otherwise what it left out lies beyond the screen's whole units too
          most = difference + (long) whole;
          mostTie = (long) Math.floor((ties.beyond()[pair] - whole) * Lexicographic.TIE_UNITS) - 1;
        }
      }
      boolean seen = value[pair] < most || (value[pair] == most && tie[pair] - 1 < mostTie);
      bounds.raise(pair, seen ? value[pair] : most, seen ? tie[pair] - 1 : mostTie);
    }
    return bounds;
  }
}
