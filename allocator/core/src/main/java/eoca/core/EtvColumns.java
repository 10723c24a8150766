package eoca.core;

/**
 * The expected transaction values of an instance, as one contiguous {@code float32[users]} column a
 * fund.
 *
 * <p>This is the seam between the engine and whatever holds the data: heap arrays in tests,
 * memory-mapped Arrow files in production. Implementations are safe for concurrent reads and return
 * the same values every time.
 */
@FunctionalInterface
public interface EtvColumns {
  /**
   * Copies {@code length} consecutive values of one fund's column into a tile.
   *
   * @param fund fund index, {@code 0 ≤ fund < k}
   * @param fromUser first user index, {@code 0 ≤ fromUser}, {@code fromUser + length ≤ users}
   * @param tile receives the values at {@code tile[0..length)}; finite, in the unit of money
   * @param length number of values, {@code 0 ≤ length ≤ tile.length}
   */
  void copy(int fund, int fromUser, float[] tile, int length);
}
