package eoca.predict.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import eoca.predict.net.ConsumptionGraph;

/**
 * The arrays of one batch of n (user, fund) pairs, ready to become tensors. Index arrays hold
 * positions among {@link #touched}, the distinct embedding rows of the batch.
 *
 * @param n number of pairs
 * @param touched distinct rows of the embedding table, in order of first use
 * @param userCodes {@code [n × user fields]}
 * @param userNumbers {@code [n × 2 · numeric user features]}: value, missing flag
 * @param fund row of the fund of each pair, {@code [n]}
 * @param fundCodes {@code [funds × fund fields]}
 * @param fundNumbers {@code [funds × 2 · numeric fund features]}
 * @param history events, or null
 * @param graph neighbours, or null
 */
public record Batch(
    int n,
    int[] touched,
    int[] userCodes,
    float[] userNumbers,
    int[] fund,
    int[] fundCodes,
    float[] fundNumbers,
    History history,
    Graph graph) {

  /**
   * Histories, padded at the end.
   *
   * @param length events a pair
   * @param index {@code [n × 3·length]}: items, actions, time buckets
   * @param amount {@code [n × length]}
   * @param mask {@code [n × length]}
   */
  public record History(int length, int[] index, float[] amount, float[] mask) {}

  /**
   * The sampled part of the graph.
   *
   * @param payers number of distinct users who paid a sampled merchant, ≥ 1 (a dummy if none)
   * @param payerCodes as userCodes
   * @param payerNumbers as userNumbers
   * @param merchants number of distinct sampled merchants, ≥ 1 (a dummy without payers if none)
   * @param merchantCodes {@code [merchants]}
   * @param paidBy payers of each merchant
   * @param paid merchants of each pair's user
   */
  public record Graph(
      int payers,
      int[] payerCodes,
      float[] payerNumbers,
      int merchants,
      int[] merchantCodes,
      Neighbours paidBy,
      Neighbours paid) {}

  /**
   * Padded neighbours of some nodes.
   *
   * @param fan neighbours a node
   * @param neighbour {@code [nodes × fan]}
   * @param edge {@code [nodes × fan]}: log(1 + weight)
   * @param mask {@code [nodes × fan]}
   */
  public record Neighbours(int fan, int[] neighbour, float[] edge, float[] mask) {
    /** The same as tensors of a manager, for so many nodes. */
    public ConsumptionGraph.Neighbours tensors(int nodes, NDManager manager) {
      Shape shape = new Shape(nodes, fan);
      return new ConsumptionGraph.Neighbours(
          manager.create(neighbour, shape),
          manager.create(edge, shape),
          manager.create(mask, shape));
    }
  }
}
