package eoca.predict.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import eoca.predict.loss.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A tower a head: a small network and one output. Outputs are the heads' raw values, but for SIGMA:
 * σ = low + (high − low)·sigmoid(raw), which bounds it smoothly on both sides (ETV grows with
 * e^(σ²/2), and without a lower bound one sample's density has no upper bound).
 *
 * <p>Output biases start where the labels' base rates put them: see {@link #start}.
 */
public final class Towers {
  private final List<Head> heads;
  private final List<Mlp> bodies = new ArrayList<>();
  private final List<Linear> outputs = new ArrayList<>();
  private final double low;
  private final double high;

  /**
   * @param in width of a task's vector
   * @param sizes widths of a tower's layers
   * @param low least σ, > 0
   * @param high greatest σ
   */
  public Towers(
      Params params,
      String name,
      int in,
      List<Head> heads,
      int[] sizes,
      double[] dropout,
      double low,
      double high) {
    this.heads = List.copyOf(heads);
    this.low = low;
    this.high = high;
    for (Head head : heads) {
      String tower = name(name, head);
      Mlp body = new Mlp(params, tower, in, sizes, dropout);
      bodies.add(body);
      outputs.add(new Linear(params, tower + ".out", body.out(), 1, true));
    }
  }

  /** The name of a head's output bias. */
  public static String bias(String name, Head head) {
    return name(name, head) + ".out.bias";
  }

  /** The name of a head's tower. */
  static String name(String name, Head head) {
    return name + "." + head.name().toLowerCase(Locale.ROOT);
  }

  /** The bias that makes a head start at a value: a rate's logit, σ's inverse, else the value. */
  public double start(Head head, double value) {
    return switch (head) {
      case CLICK, CONVERSION -> logit(clamp(value, 1e-7));
      case SIGMA -> logit(clamp((value - low) / (high - low), 1e-3));
      case MU, VALUE -> value;
    };
  }

  private static double clamp(double share, double margin) {
    return Math.max(margin, Math.min(1 - margin, share));
  }

  private static double logit(double share) {
    return StrictMath.log(share / (1 - share));
  }

  /** The output matrix [n, heads] from each head's task vector [n, in]. */
  public NDArray apply(List<NDArray> tasks, Pass pass) {
    NDList columns = new NDList();
    for (int i = 0; i < heads.size(); i++) {
      NDArray raw = outputs.get(i).apply(bodies.get(i).apply(tasks.get(i), pass));
      columns.add(
          heads.get(i) == Head.SIGMA
              ? Scalars.times(Activation.sigmoid(raw), high - low).add(low)
              : raw);
    }
    // The engine's concat of one array is a copy that has lost its gradient.
    return columns.size() == 1 ? columns.get(0) : NDArrays.concat(columns, 1);
  }
}
