package eoca.predict.train;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;

/**
 * A loss is not finite any more. One training fails with it ({@link #refusal}); a grid passes the
 * point over.
 */
final class DivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  private DivergedException(String message) {
    super(message);
  }

  /**
   * @param loss what it is called
   * @param epoch the one that it is of, from 1
   */
  static void requireFinite(String loss, int epoch, double value) throws DivergedException {
    if (!Double.isFinite(value)) {
      throw new DivergedException(
          "finite " + loss + " expected in epoch " + epoch + ", found (" + value + ")");
    }
  }

  /** What a person is told: exit 2. */
  EocaException refusal() {
    return new EocaException(
        ExitCode.USAGE,
        getMessage(),
        "Maybe a smaller learning-rate, or smaller sigma bounds, keep it finite.",
        this);
  }
}
