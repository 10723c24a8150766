package eoca.predict.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.norm.Dropout;

/**
 * How blocks are applied.
 *
 * @param training whether dropout is on (its masks come from the engine's generator: seed it)
 */
public record Pass(boolean training) {
  /** Applying without dropout. */
  public static final Pass INFERENCE = new Pass(false);

  /** x with a share of its entries zeroed and the rest scaled up, when training. */
  NDArray dropout(NDArray x, double rate) {
    if (!training || rate == 0) {
      return x;
    }
    NDList dropped = Dropout.dropout(x, (float) rate, true);
    return dropped.singletonOrThrow();
  }
}
