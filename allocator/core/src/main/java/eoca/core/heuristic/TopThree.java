package eoca.core.heuristic;

/**
 * Finds the three best funds of many users at once. Two forms that give the same bits: {@link
 * ScalarTopThree}, and one with vector instructions where the JVM has them (about ten times faster
 * on values in random order, where the scalar form mispredicts branches).
 */
interface TopThree {
  /** Users are worked on in blocks of this many; arrays have room for whole blocks. */
  int BLOCK = 8;

  /**
   * For users {@code 0..users-1}: what it does to the rest of the last block does not matter.
   *
   * @param values {@code float32[funds][≥ users]}: by candidate; the first is better where values
   *     are equal
   * @param funds the candidates and who may take them
   * @param userClass the users' classes, whole numbers
   * @param users number of users
   * @param best receives what was found
   */
  void find(float[][] values, Funds funds, float[] userClass, int users, Best best);

  /** The best three of every user. Floats throughout: no conversion in the vector form's way. */
  final class Best {
    /** {@code a + 256·b + 65536·c}, the ids of the best three. */
    final float[] funds;

    /** The best three values, 0 for what is missing. */
    final float[] value1;

    final float[] value2;
    final float[] value3;

    Best(int users) {
      funds = new float[users];
      value1 = new float[users];
      value2 = new float[users];
      value3 = new float[users];
    }
  }

  /**
   * Candidates and who may take them: classes {@code from[x] ≤ c < to[x]} may take candidate x.
   *
   * @param id the candidates' ids, 0..255, not {@code missing}
   * @param missing the id that stands for none
   * @param from first class
   * @param to class behind the last
   * @param everybody whether all classes may take it
   */
  record Funds(float[] id, float missing, float[] from, float[] to, boolean[] everybody) {}

  /** The vector form where the JVM has the module and lanes wide enough, else the scalar form. */
  static TopThree best() {
    return Holder.BEST;
  }

  /** Chosen once. */
  final class Holder {
    private static final TopThree BEST = choose();

    private Holder() {}

    private static TopThree choose() {
      try {
        Class<?> vector = Class.forName("eoca.core.heuristic.VectorTopThree");
        TopThree kernel = (TopThree) vector.getDeclaredConstructor().newInstance();
        boolean supported = (boolean) vector.getDeclaredMethod("supported").invoke(null);
        return supported ? kernel : new ScalarTopThree();
      } catch (ReflectiveOperationException | LinkageError e) {
        return new ScalarTopThree(); // no module, compiled without it, or an API that moved on
      }
    }
  }
}
