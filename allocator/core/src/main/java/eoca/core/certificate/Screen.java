package eoca.core.certificate;

/**
 * Finds, in single precision, the users whose own fund is beyond doubt their best at the given
 * prices; everybody else is decided exactly by {@link Certificate}. One interface, two forms:
 * {@link ScalarScreen}, and one with vector instructions where the JVM has them.
 *
 * <p>With {@code û_j = fl(ETV_ij − fl(λ_j))} in float32, {@code |û_j − (ETV_ij − λ_j)| ≤
 * |û_j|·2^−24 + |λ_j − fl(λ_j)|}. So the user's own fund a is the strict and exact argmax if for
 * the best other allowed fund o
 *
 * <pre>
 *   û_a − û_o &gt; 2·max_j |λ_j − fl(λ_j)| + (|û_a| + |û_o|)·2^−22
 * </pre>
 *
 * <p>(2^−22 instead of 2^−24 pays for the rounding of this very test; funds worse than o lose by
 * more than their own error grows.) A user with a value or difference that is not finite is never
 * beyond doubt. The answer is the same bits in every form; the certificate's result does not even
 * depend on it.
 */
interface Screen {
  /** What û of "no other fund" starts from: finite, so that users with one choice stay certain. */
  float NOBODY = -Float.MAX_VALUE;

  /** Weight of the values' magnitude in the test. */
  float RELATIVE = 0x1p-22f;

  /** Users looked at together; every start is a multiple of it. */
  int BLOCK = 8;

  /**
   * Screens the users of a tile.
   *
   * @param market funds with a quota and their prices
   * @param tiles {@code float32[k][≥ length rounded up to BLOCK]}: the funds' values
   * @param assigned assigned funds as bytes, from {@code offset} on
   * @param offset first user of the tile in {@code assigned}
   * @param tolerances tolerances as bytes, from 0 on; as long as a tile
   * @param length users in the tile
   * @param doubtful receives one bit a user, {@code doubtful[u / 64] >>> (u % 64)}, 1 for users to
   *     decide exactly
   */
  void doubtful(
      Market market,
      float[][] tiles,
      byte[] assigned,
      int offset,
      byte[] tolerances,
      int length,
      long[] doubtful);

  /** Whether all of {@code values[0..length)} are whole numbers. */
  boolean whole(float[] values, int length);

  /**
   * The funds that take part in the bound.
   *
   * @param funds indices of funds with a quota above 0, ascending
   * @param risks their risks
   * @param prices their prices rounded to float32
   * @param slack twice the largest rounding of a price, rounded up
   */
  record Market(int[] funds, float[] risks, float[] prices, float slack) {}

  /** The vector form where the JVM has the module and lanes wide enough, else the scalar form. */
  static Screen best() {
    return Holder.BEST;
  }

  /** Chosen once. */
  final class Holder {
    private static final Screen BEST = choose();

    private Holder() {}

    private static Screen choose() {
      try {
        Class<?> vector = Class.forName("eoca.core.certificate.VectorScreen");
        Screen screen = (Screen) vector.getDeclaredConstructor().newInstance();
        return ((boolean) vector.getDeclaredMethod("supported").invoke(null))
            ? screen
            : new ScalarScreen();
      } catch (ReflectiveOperationException | LinkageError e) {
        // no module (asked for by trying: the command line adds it after the JVM's boot), compiled
        // without the kernels, or an API that moved on
        return new ScalarScreen();
      }
    }
  }
}
