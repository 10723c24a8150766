package eoca.predict.net;

import ai.djl.ndarray.NDArray;

/** y = x·W + b; W is [in, out], x is [..., in]. */
public final class Linear {
  private final NDArray weight;
  private final NDArray bias;

  /**
   * @param bias whether there is one (zero at first)
   */
  public Linear(Params params, String name, int in, int out, boolean bias) {
    this.weight = params.matrix(name + ".weight", in, out);
    this.bias = bias ? params.constant(name + ".bias", 0, out) : null;
  }

  /** The outputs [..., out]. */
  public NDArray apply(NDArray x) {
    NDArray y = x.matMul(weight);
    return bias == null ? y : y.add(bias);
  }
}
