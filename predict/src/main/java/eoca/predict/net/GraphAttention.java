package eoca.predict.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * One layer of graph attention (Veličković et al. 2017) from source nodes to target nodes of the
 * bipartite graph, over sampled neighbours.
 *
 * <p>For target i with neighbours N(i), head by head: e_ij = LeakyReLU(a·S x_j + b·T y_i + c·w_ij)
 * with edge feature w (log of the weight), α = softmax over N(i), result ELU(Σ_j α_ij·S x_j + T
 * y_i). Without neighbours the sum is empty and the target's own part remains, so that users
 * without edges need no special case.
 *
 * <p>Neighbours are a padded [targets, fan] matrix over distinct sources: with a bounded fan that
 * is no more memory than a list of edges, and softmax is the engine's own.
 */
public final class GraphAttention {
  private static final double FAR = -1e9;

  private final Linear source;
  private final Linear target;
  private final NDArray bySource;
  private final NDArray byTarget;
  private final NDArray byEdge;
  private final int heads;
  private final int size;

  /**
   * @param sourceWidth of a source's vector
   * @param targetWidth of a target's vector
   * @param size of the result, a multiple of heads
   */
  public GraphAttention(
      Params params, String name, int sourceWidth, int targetWidth, int size, int heads) {
    if (size % heads != 0) {
      throw new IllegalArgumentException("size " + size + " is no multiple of heads " + heads);
    }
    this.heads = heads;
    this.size = size;
    this.source = new Linear(params, name + ".source", sourceWidth, size, false);
    this.target = new Linear(params, name + ".target", targetWidth, size, true);
    double bound = Math.sqrt(6.0 / (size / heads + 1));
    this.bySource = params.uniform(name + ".by-source", bound, 1, heads, size / heads);
    this.byTarget = params.uniform(name + ".by-target", bound, 1, heads, size / heads);
    this.byEdge = params.constant(name + ".by-edge", 0, heads);
  }

  /** Width of the result. */
  public int size() {
    return size;
  }

  /**
   * [targets, size].
   *
   * @param sources [s, sourceWidth]
   * @param targets [t, targetWidth]
   * @param neighbour int32 [t, fan]: rows of sources (any row where padded)
   * @param edge [t, fan]: edge feature
   * @param mask [t, fan]: 1 for a neighbour, 0 for padding
   */
  public NDArray apply(
      NDArray sources, NDArray targets, NDArray neighbour, NDArray edge, NDArray mask) {
    long t = mask.getShape().get(0);
    long fan = mask.getShape().get(1);
    long s = sources.getShape().get(0);
    NDArray from = source.apply(sources);
    NDArray to = target.apply(targets);
    NDArray fromScore = from.reshape(s, heads, size / heads).mul(bySource).sum(new int[] {2});
    NDArray toScore = to.reshape(t, heads, size / heads).mul(byTarget).sum(new int[] {2});
    // One look-up brings vector and score of each neighbour.
    NDArray looked = new Embedded(from.concat(fromScore, 1)).look(neighbour);
    NDArray vectors = looked.get(":, :, :" + size);
    NDArray scores =
        looked
            .get(":, :, " + size + ":")
            .add(toScore.reshape(t, 1, heads))
            .add(edge.reshape(t, fan, 1).mul(byEdge));
    NDArray weights =
        Activation.leakyRelu(scores, 0.2f)
            .add(mask.sub(1).mul(-FAR).reshape(t, fan, 1))
            .softmax(1)
            .mul(mask.reshape(t, fan, 1));
    // [t, heads, 1, fan] · [t, heads, fan, size / heads]
    NDArray perHead = vectors.reshape(t, fan, heads, size / heads).transpose(0, 2, 1, 3);
    NDArray sum =
        weights
            .transpose(0, 2, 1)
            .reshape(t, heads, 1, fan)
            .matMul(perHead)
            .reshape(new Shape(t, size));
    return Activation.elu(sum.add(to), 1f);
  }
}
