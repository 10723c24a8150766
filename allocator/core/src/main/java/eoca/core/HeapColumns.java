package eoca.core;

/**
 * An instance's columns in heap arrays: for tests, benchmarks and small data.
 *
 * @param etv {@code float32[k][users]}
 * @param tolerance {@code int8[users]}
 */
public record HeapColumns(float[][] etv, byte[] tolerance) implements EtvColumns {
  @Override
  public void copy(int fund, int fromUser, float[] tile, int length) {
    System.arraycopy(etv[fund], fromUser, tile, 0, length);
  }

  /** The tolerances as a seam. */
  public ToleranceColumn tolerances() {
    return (from, tile, length) -> System.arraycopy(tolerance, from, tile, 0, length);
  }
}
