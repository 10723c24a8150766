package eoca.core.exact;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A region of prices: an upper bound on {@code λ_a − λ_b}, as a pair (value, tie), for every
 * ordered pair of funds. 16 k² bytes.
 *
 * <p><b>Use.</b> A user of fund a at some prices can prefer b at prices in the box only if {@code
 * (w_ia − w_ib, h_ia − h_ib) ≤ H_ab}. A user with no such b is <em>fixed</em> to a: wherever in the
 * box the optimal prices lie, a is the user's fund. Which prices named a does not matter.
 */
final class Box {
  /** No bound. */
  static final long OPEN = Long.MAX_VALUE;

  final int funds;
  final long[] value;
  final long[] tie;

  /** First fund of each fund's soft block: pairs across soft blocks may be open one way. */
  final int[] softBlock;

  private Box(int funds, int[] softBlock) {
    this.funds = funds;
    this.softBlock = softBlock;
    this.value = new long[funds * funds];
    this.tie = new long[funds * funds];
  }

  /** Without any bound: nobody is fixed. */
  static Box open(int funds) {
    Box box = new Box(funds, new int[funds]);
    Arrays.fill(box.value, OPEN);
    return box;
  }

  /** Prices whose differences exceed those at the centre by at most the width, in units. */
  static Box around(Prices centre, double[] width, int[] softBlock) {
    int k = centre.value().length;
    Box box = new Box(k, softBlock);
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        box.set(a, b, centre, width[a * k + b]);
      }
    }
    return box;
  }

  /**
   * Bounds one pair at a width above the centre. Widths below one unit are within one value's ties,
   * where a unit is {@link Lexicographic#TIE_UNITS} tie units wide.
   */
  void set(int a, int b, Prices centre, double width) {
    int pair = a * funds + b;
    if (width >= 0x1p58) {
      value[pair] = OPEN;
      return;
    }
    long difference = centre.value()[a] - centre.value()[b];
    long ties = Ties.clamp(centre.tie()[a] - centre.tie()[b]);
    double units = width + (double) ties / Lexicographic.TIE_UNITS;
    double whole = Math.rint(units);
    value[pair] = difference + (long) whole;
    tie[pair] = (long) Math.ceil((units - whole) * Lexicographic.TIE_UNITS);
  }

  Box copy() {
    Box copy = new Box(funds, softBlock);
    System.arraycopy(value, 0, copy.value, 0, value.length);
    System.arraycopy(tie, 0, copy.tie, 0, tie.length);
    return copy;
  }

  /** Raises a bound, if it is lower; whether it was. */
  boolean raise(int pair, long toValue, long toTie) {
    boolean lower = value[pair] < toValue || (value[pair] == toValue && tie[pair] < toTie);
    if (lower) {
      value[pair] = toValue;
      tie[pair] = toTie;
    }
    return lower;
  }

  /** The prices that lie in both boxes; soft blocks are this one's. */
  Box and(Box other) {
    Box both = new Box(funds, softBlock);
    for (int p = 0; p < value.length; p++) {
      boolean mine =
          value[p] < other.value[p] || (value[p] == other.value[p] && tie[p] <= other.tie[p]);
      both.value[p] = mine ? value[p] : other.value[p];
      both.tie[p] = mine ? tie[p] : other.tie[p];
    }
    return both;
  }

  /**
   * Moves prices towards others that lie inside until they lie inside too.
   *
   * @param inside prices in the box
   */
  void pull(Prices prices, Prices inside, FundOrder order) {
    double part = 1;
    boolean outside = false;
    for (int a = 0; a < funds; a++) {
      for (int b = 0; b < funds; b++) {
        if (a != b && order.block(a) == order.block(b) && !within(prices, a, b)) {
          outside = true;
          double from = Lexicographic.difference(inside, a, b);
          double room = Lexicographic.real(value[a * funds + b], tie[a * funds + b]) - from;
          part = Math.min(part, room / (Lexicographic.difference(prices, a, b) - from));
        }
      }
    }
    for (double p = 0.999 * part; outside && p > 0; p = p < 1e-3 ? 0 : p / 2) {
      Prices nearer = inside.copy();
      for (int j = 0; j < funds; j++) {
        nearer.value()[j] += (long) (p * (prices.value()[j] - inside.value()[j]));
        nearer.tie()[j] += (long) (p * (prices.tie()[j] - inside.tie()[j]));
      }
      if (contains(nearer, order)) {
        prices.set(nearer);
        return;
      }
    }
    if (outside) {
      prices.set(inside);
    }
  }

  /** Whether prices lie inside; pairs of different blocks share no user and are not looked at. */
  boolean contains(Prices prices, FundOrder order) {
    for (int a = 0; a < funds; a++) {
      for (int b = 0; b < funds; b++) {
        if (a != b && !within(prices, a, b) && order.block(a) == order.block(b)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The pairs {@code a·k + b} of prices that do not lie inside, of those {@link #contains} minds.
   */
  int[] beyond(Prices prices, FundOrder order) {
    return IntStream.range(0, value.length)
        .filter(p -> p / funds != p % funds && order.block(p / funds) == order.block(p % funds))
        .filter(p -> !within(prices, p / funds, p % funds))
        .toArray();
  }

  /** Whether a pair of prices lies inside. */
  boolean within(Prices prices, int a, int b) {
    int pair = a * funds + b;
    if (value[pair] == OPEN) {
      return true;
    }
    long difference = prices.value()[a] - prices.value()[b];
    return difference < value[pair]
        || (difference == value[pair] && prices.tie()[a] - prices.tie()[b] <= tie[pair]);
  }
}
