package eoca.core;

/**
 * What it costs to move users away from the fund they had: an allocation is then worth {@code Σ ETV
 * − cost · (users whose fund is not the former one)}.
 *
 * @param former the fund every user had; {@link Assignment#NONE} where there was none to stay in
 * @param cost what moving a user costs, in the unit of money; a float like every value, so that the
 *     solver's whole numbers hold it exactly; finite, at least 0
 * @param preferred whether, among allocations that are worth the same, one that moves the fewest
 *     users is wanted
 */
public record Stay(Assignment former, float cost, boolean preferred) {
  /**
   * Checks the cost.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Stay {
    if (!(cost >= 0 && cost <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("cost (" + cost + ") must be finite and at least 0");
    }
  }

  /** Users whose fund is not the one they had. */
  public long moved(Assignment now) {
    long moved = 0;
    for (int s = 0; s < Shards.count(now.users()); s++) {
      byte[] a = former.shard(s);
      byte[] b = now.shard(s);
      for (int i = 0; i < a.length; i++) {
        moved += a[i] == b[i] ? 0 : 1;
      }
    }
    return moved;
  }
}
