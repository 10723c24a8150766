package eoca.inputs.assignment;

/**
 * Which fund each user got, as a writer reads it. Safe for concurrent reads; the same answer every
 * time.
 */
@FunctionalInterface
public interface FundTiles {
  /** The byte that means "no fund". */
  byte NONE = (byte) 0xFF;

  /**
   * Copies the funds of {@code length} consecutive users.
   *
   * @param fromUser first user index
   * @param tile receives unsigned fund indices at {@code tile[0..length)}; an index that is not
   *     below the number of fund ids (255 and a pseudo-fund's index alike) means "no fund"
   * @param length number of users, {@code ≤ tile.length}
   */
  void copyFunds(int fromUser, byte[] tile, int length);
}
