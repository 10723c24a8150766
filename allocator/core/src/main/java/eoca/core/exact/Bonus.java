package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.Shards;
import eoca.core.Stay;

/**
 * The bonus that a user's former fund gets: the cost of moving, and where staying is preferred at
 * ties a part of a unit that no sum of k users can turn into a unit.
 *
 * <p><b>Staying at ties.</b> The grid's unit is {@code 2^−m} of the lowest bit of any value, m =
 * {@link #bits()} with {@code 2^m ≥ 2k}, and the former fund gets one unit more. A simple residual
 * cycle moves at most k users, so it gains less than {@code 2^m} units of bonus: an optimum for the
 * values with bonus is one for the values alone, and among those it has the most users who stay.
 */
final class Bonus {
  /** Stands for "no candidate". */
  static final byte NONE = -1;

  private final Assignment former;
  private final byte[] sample;
  private final byte[] orderOf;
  private final float cost;
  private final int bits;

  private Bonus(Assignment former, byte[] sample, byte[] orderOf, float cost, int bits) {
    this.former = former;
    this.sample = sample;
    this.orderOf = orderOf;
    this.cost = cost;
    this.bits = bits;
  }

  /** The bonus of an instance's users, or null if there is none. */
  static Bonus of(Stay stay, FundOrder order) {
    if (stay == null || (stay.cost() == 0 && !stay.preferred())) {
      return null;
    }
    byte[] orderOf = new byte[256];
    java.util.Arrays.fill(orderOf, NONE);
    for (int j = 0; j < order.count; j++) {
      orderOf[order.original[j]] = (byte) j;
    }
    int bits = stay.preferred() ? 32 - Integer.numberOfLeadingZeros(2 * order.count) : 0;
    return new Bonus(stay.former(), null, orderOf, stay.cost(), bits);
  }

  /** The same for a sample: {@code former} has each member's fund of the order, or none. */
  Bonus sampled(byte[] members) {
    return new Bonus(null, members, orderOf, cost, bits);
  }

  /** What moving costs, money. */
  float cost() {
    return cost;
  }

  /** By how many bits the grid is finer than the values. */
  int bits() {
    return bits;
  }

  /** Former funds, as unsigned indices of the order, of users {@code from..from+length-1}. */
  void copy(int from, byte[] tile, int length) {
    if (sample != null) {
      System.arraycopy(sample, from, tile, 0, length);
      return;
    }
    for (int done = 0; done < length; ) {
      int user = from + done;
      byte[] shard = former.shard(user >>> 16);
      int at = user & (Shards.SIZE - 1);
      int some = Math.min(length - done, shard.length - at);
      for (int i = 0; i < some; i++) {
        tile[done + i] = orderOf[shard[at + i] & 0xFF];
      }
      done += some;
    }
  }
}
