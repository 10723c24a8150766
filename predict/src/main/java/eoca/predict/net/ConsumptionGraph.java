package eoca.predict.net;

import ai.djl.ndarray.NDArray;

/**
 * The two graph attention layers of the user–merchant–user graph: merchants learn from the users
 * who paid them, then users learn from the merchants they paid.
 */
public final class ConsumptionGraph {
  private final GraphAttention merchants;
  private final GraphAttention users;

  /**
   * @param userWidth of a user's feature vector
   * @param width of a merchant's embedding
   * @param size of the result
   */
  public ConsumptionGraph(
      Params params, String name, int userWidth, int width, int size, int heads) {
    this.merchants = new GraphAttention(params, name + ".merchants", userWidth, width, size, heads);
    this.users = new GraphAttention(params, name + ".users", size, userWidth, size, heads);
  }

  /** Width of the result. */
  public int size() {
    return users.size();
  }

  /**
   * Neighbours of one side.
   *
   * @param neighbour int32 [t, fan]
   * @param edge [t, fan]
   * @param mask [t, fan]
   */
  public record Neighbours(NDArray neighbour, NDArray edge, NDArray mask) {}

  /** Merchant vectors [m, size] from their users' features and their own embeddings. */
  public NDArray merchants(NDArray payers, NDArray merchantRows, Neighbours paidBy) {
    return merchants.apply(payers, merchantRows, paidBy.neighbour(), paidBy.edge(), paidBy.mask());
  }

  /** User vectors [n, size] from merchant vectors and the users' own features. */
  public NDArray users(NDArray merchantVectors, NDArray userFeatures, Neighbours paid) {
    return users.apply(merchantVectors, userFeatures, paid.neighbour(), paid.edge(), paid.mask());
  }
}
