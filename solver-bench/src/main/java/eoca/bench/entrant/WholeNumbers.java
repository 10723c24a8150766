package eoca.bench.entrant;

/**
 * Values as whole numbers, for solvers that take nothing else: {@code rint(ETV · scale)}, with the
 * largest power of two that keeps them within a limit; 1 where the values are whole already and
 * fit.
 *
 * <p>An optimum of the rounded values is worth at most {@code N / scale} less than the true one
 * (half a unit a user in either direction): {@link #loss}. It is 0 where nothing was rounded.
 */
final class WholeNumbers {
  private final double scale;
  private final boolean rounded;

  /**
   * Chooses the scale.
   *
   * @param largestAllowed largest absolute whole number the solver takes
   */
  WholeNumbers(Problem problem, double largestAllowed) {
    double largest = problem.largest();
    boolean whole = largest <= largestAllowed && whole(problem.etv());
    int power = largest == 0 ? 0 : Math.getExponent(largestAllowed / largest);
    this.scale = whole || largest == 0 ? 1 : Math.scalb(1.0, power);
    this.rounded = !whole;
  }

  private static boolean whole(float[][] etv) {
    for (float[] column : etv) {
      for (float value : column) {
        if (value != Math.rint(value)) {
          return false;
        }
      }
    }
    return true;
  }

  long of(float value) {
    return (long) Math.rint(value * scale);
  }

  /** Most money that the rounding can cost an optimum over so many users. */
  double loss(int users) {
    return rounded ? users / scale : 0;
  }

  double scale() {
    return scale;
  }

  /** Binary digits after the point that were kept (below 0: dropped before it). */
  long scaleBits() {
    return Math.getExponent(scale);
  }
}
