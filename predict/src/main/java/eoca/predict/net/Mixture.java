package eoca.predict.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * The shared part of a multi-task network: experts over [user ‖ fund], and for each task a mixture
 * of them. One expert without gates is Shared-Bottom; one gate for all tasks is OMoE; a gate a task
 * is MMoE (Ma et al. 2018): Σ_e softmax(G_task·x)_e · expert_e(x). With experts of its own that no
 * other task's gate sees, beside those that all share, it is the one-level form of PLE (Tang et al.
 * 2020, customized gate control).
 *
 * <p>The experts' first layers and all gates are one split layer ({@link Pair}); later layers of
 * all experts are batched products [experts, n, ·].
 */
public final class Mixture {
  private static final float CLOSED = -1e9f;

  private final Pair first;
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();
  private final int experts;
  private final int own;
  private final int gates;
  private final int tasks;
  private final int[] sizes;
  private final double[] dropout;
  private final float[] closed;

  /**
   * @param experts number of experts, ≥ 1; the last {@code own · tasks} of them belong to one task
   *     each, in the order of tasks
   * @param own experts of a task alone, ≥ 0; with any, a gate a task
   * @param gates 0 (one expert), 1 (shared by all tasks) or one a task
   * @param tasks number of tasks
   * @param sizes widths of an expert's layers, at least one
   * @param dropout rates after each layer
   */
  public Mixture(
      Params params,
      String name,
      int userWidth,
      int fundWidth,
      int experts,
      int own,
      int gates,
      int tasks,
      int[] sizes,
      double[] dropout) {
    boolean known = gates == 0 ? experts == 1 : gates == 1 || gates == tasks;
    if (!known) {
      throw new IllegalArgumentException(
          "gates 0, 1 or " + tasks + " expected (" + gates + ") for experts (" + experts + ")");
    }
    if (own < 0 || own * tasks > experts || (own > 0 && gates != tasks)) {
      throw new IllegalArgumentException(
          "experts of a task alone need a gate a task (" + own + "), experts (" + experts + ")");
    }
    this.experts = experts;
    this.own = own;
    this.gates = gates;
    this.closed = closed(experts, own, gates);
    this.tasks = tasks;
    this.sizes = sizes.clone();
    this.dropout = dropout.clone();
    int width = experts * sizes[0] + gates * experts;
    this.first = new Pair(params, name + ".first", userWidth, fundWidth, width);
    for (int i = 1; i < sizes.length; i++) {
      double bound = Math.sqrt(6.0 / (sizes[i - 1] + sizes[i]));
      weights.add(
          params.uniform(name + "." + i + ".weight", bound, experts, sizes[i - 1], sizes[i]));
      biases.add(params.constant(name + "." + i + ".bias", 0, experts, 1, sizes[i]));
    }
  }

  private static float[] closed(int experts, int own, int gates) {
    float[] closed = new float[gates * experts];
    int shared = experts - own * gates;
    for (int task = 0; task < gates && own > 0; task++) {
      for (int e = shared; e < experts; e++) {
        closed[task * experts + e] = (e - shared) / own == task ? 0 : CLOSED;
      }
    }
    return closed;
  }

  /**
   * What is added to the gates' outputs of the first layer, {@code [gates][experts]}: 0, or so low
   * that the softmax is 0 where an expert is another task's.
   */
  public float[] closed() {
    return closed.clone();
  }

  /** The split first layer. */
  public Pair first() {
    return first;
  }

  /** Width of a task's vector. */
  public int out() {
    return sizes[sizes.length - 1];
  }

  /**
   * The tasks' vectors, each [n, out]; without gates, or with one, all tasks share one tensor.
   *
   * @param joined sum of the user's and the fund's part of the first layer, [n, first.out]
   */
  public List<NDArray> apply(NDArray joined, Pass pass) {
    long n = joined.getShape().get(0);
    NDArray hidden = joined.get(":, :" + experts * sizes[0]);
    NDArray x =
        pass.dropout(Activation.relu(hidden), Mlp.rate(dropout, 0))
            .reshape(n, experts, sizes[0])
            .transpose(1, 0, 2);
    for (int i = 1; i < sizes.length; i++) {
      x =
          pass.dropout(
              Activation.relu(x.matMul(weights.get(i - 1)).add(biases.get(i - 1))),
              Mlp.rate(dropout, i));
    }
    List<NDArray> mixed = new ArrayList<>();
    if (gates == 0) {
      NDArray only = x.reshape(n, out());
      for (int task = 0; task < tasks; task++) {
        mixed.add(only);
      }
      return mixed;
    }
    NDArray gate = joined.get(":, " + experts * sizes[0] + ":").reshape(n, gates, experts);
    if (own > 0) {
      NDArray mask = joined.getManager().create(closed).reshape(1, gates, experts);
      gate = gate.add(mask.toType(gate.getDataType(), false));
    }
    NDArray share = gate.softmax(2);
    NDArray all = share.matMul(x.transpose(1, 0, 2));
    NDList parts = all.split(gates, 1);
    for (int task = 0; task < tasks; task++) {
      mixed.add(parts.get(gates == 1 ? 0 : task).reshape(n, out()));
    }
    return mixed;
  }
}
