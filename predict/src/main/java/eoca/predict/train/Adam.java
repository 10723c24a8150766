package eoca.predict.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import eoca.predict.net.Params;
import eoca.predict.net.Torch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam (Kingma, Ba 2014) over a model's dense parameters, by the engine's own kernel; L2 is added
 * to the gradient. The moments are here so that a checkpoint can hold them.
 */
public final class Adam implements AutoCloseable {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** The engine's kernel clips gradients to ± this unless it is negative. */
  private static final float NO_CLIPPING = -1;

  private final Params params;
  private final NDManager manager;
  private final Map<String, NDArray> first = new LinkedHashMap<>();
  private final Map<String, NDArray> second = new LinkedHashMap<>();
  private int steps;

  /**
   * @param params whose values steps change
   */
  public Adam(Params params) {
    this.params = params;
    this.manager = Torch.engine().newBaseManager();
    for (String name : params.names()) {
      first.put(name, manager.zeros(params.get(name).getShape(), DataType.FLOAT32));
      second.put(name, manager.zeros(params.get(name).getShape(), DataType.FLOAT32));
    }
  }

  /** One step from the parameters' gradients, which it zeroes. */
  public void step(double rate, double l2) {
    steps++;
    double corrected =
        rate * Math.sqrt(1 - StrictMath.pow(BETA2, steps)) / (1 - StrictMath.pow(BETA1, steps));
    for (String name : params.names()) {
      NDArray value = params.get(name);
      try (NDArray gradient = value.getGradient()) {
        NDArray m = first.get(name);
        NDArray v = second.get(name);
        value
            .getNDArrayInternal()
            .adamUpdate(
                new NDList(value, gradient, m, v),
                new NDList(value),
                (float) rate,
                (float) corrected,
                (float) l2,
                1f,
                NO_CLIPPING,
                BETA1,
                BETA2,
                EPSILON,
                true,
                false);
      }
    }
  }

  int steps() {
    return steps;
  }

  void steps(int taken) {
    steps = taken;
  }

  float[] moment(String name, boolean isFirst) {
    return (isFirst ? first : second).get(name).toFloatArray();
  }

  void moment(String name, boolean isFirst, float[] data) {
    NDArray moment = (isFirst ? first : second).get(name);
    try (NDArray fresh = manager.create(data, moment.getShape())) {
      fresh.copyTo(moment);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
