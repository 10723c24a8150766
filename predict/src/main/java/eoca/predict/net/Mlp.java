package eoca.predict.net;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;

/** Layers of linear, ReLU, dropout. */
public final class Mlp {
  private final List<Linear> layers = new ArrayList<>();
  private final double[] dropout;
  private final int out;

  /**
   * @param in input width
   * @param sizes widths of the layers; none makes the identity
   * @param dropout rate after each layer; the last entry goes on for further layers
   */
  public Mlp(Params params, String name, int in, int[] sizes, double[] dropout) {
    this.dropout = dropout.clone();
    int width = in;
    for (int i = 0; i < sizes.length; i++) {
      layers.add(new Linear(params, name + "." + i, width, sizes[i], true));
      width = sizes[i];
    }
    this.out = width;
  }

  /** Width of the result. */
  public int out() {
    return out;
  }

  /** [n, in] → [n, out]. */
  public NDArray apply(NDArray x, Pass pass) {
    NDArray y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = pass.dropout(Activation.relu(layers.get(i).apply(y)), rate(dropout, i));
    }
    return y;
  }

  static double rate(double[] dropout, int layer) {
    return dropout.length == 0 ? 0 : dropout[Math.min(layer, dropout.length - 1)];
  }
}
