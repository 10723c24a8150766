package eoca.core;

/**
 * The risk tolerances {@code t_i} of an instance's users, {@code int8[users]}, each 0..63.
 *
 * <p>Implementations are safe for concurrent reads and return the same values every time.
 */
@FunctionalInterface
public interface ToleranceColumn {
  /**
   * Copies {@code length} consecutive tolerances into a tile.
   *
   * @param fromUser first user index, {@code 0 ≤ fromUser}, {@code fromUser + length ≤ users}
   * @param tile receives the values at {@code tile[0..length)}, each 0..63
   * @param length number of values, {@code 0 ≤ length ≤ tile.length}
   */
  void copy(int fromUser, byte[] tile, int length);
}
