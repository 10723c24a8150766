package eoca.predict.net;

import ai.djl.ndarray.NDArray;

/**
 * Products with a constant, for tensors whose gradient is wanted.
 *
 * <p>The engine's own {@code mul(Number)} wraps the number in a tensor over a Java buffer and drops
 * it at once, while the backward pass still reads it: if the collector frees the buffer in between,
 * the gradient is garbage. Here the constant belongs to the batch's manager and lives as long.
 */
final class Scalars {
  private Scalars() {}

  static NDArray times(NDArray x, double factor) {
    return x.mul(x.getManager().create(new double[] {factor}).toType(x.getDataType(), false));
  }
}
