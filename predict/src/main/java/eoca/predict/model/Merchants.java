package eoca.predict.model;

import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Graph;
import eoca.predict.net.GraphRows;

/**
 * The rows of all merchants as users see them, computed once a scoring: a merchant's neighbours are
 * sampled by (seed, node), so its row does not depend on who asks. Bytes: 4·(size + heads) a
 * merchant, and 4 an edge.
 */
final class Merchants {
  private final Graph graph;
  private final GraphRows users;
  private final int fan;
  private final float[] rows;
  private final float[] logWeights;

  Merchants(EtvModel model, Graph graph, Entities payers) {
    this.graph = graph;
    ModelConfig.Graph config = model.config().graph();
    this.fan = config.merchants();
    GraphRows layer =
        new GraphRows(model.params(), EtvModel.GRAPH + ".merchants", config.size(), config.heads());
    users = new GraphRows(model.params(), EtvModel.GRAPH + ".users", config.size(), config.heads());
    rows = new float[Math.multiplyExact(graph.merchants(), users.width())];
    logWeights = logs(graph.weight());
    FeatureRows features = FeatureRows.users(model);
    int width = model.table().width();
    int most = config.users();
    int[] edges = new int[most];
    int[] which = new int[most];
    float[] logs = new float[most];
    float[] sources = new float[most * layer.width()];
    float[] own = new float[layer.width()];
    float[] scratch = new float[most];
    float[] vector = new float[Math.max(features.width(), config.size())];
    for (int m = 0; m < graph.merchants(); m++) {
      int n =
          NeighbourSampler.sample(
              ~Inference.SEED,
              m,
              graph.merchantStart()[m],
              graph.merchantStart()[m + 1],
              most,
              edges,
              0);
      for (int k = 0; k < n; k++) {
        features.fill(payers, graph.user()[edges[k]], 1, vector);
        layer.source(vector, 0, sources, k * layer.width());
        which[k] = k;
        logs[k] = (float) StrictMath.log1p(graph.userWeight()[edges[k]]);
      }
      int row = model.space().merchants + graph.merchantCode()[m];
      layer.target(model.table().values(), row * width, own, 0);
      layer.apply(sources, which, logs, n, scratch, own, vector, 0);
      users.source(vector, 0, rows, m * users.width());
    }
  }

  private static float[] logs(float[] weights) {
    float[] logs = new float[weights.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) StrictMath.log1p(weights[i]);
    }
    return logs;
  }

  /** One thread's room. */
  final class Scratch {
    private final int[] edges = new int[fan];
    private final int[] which = new int[fan];
    private final float[] logs = new float[fan];
    private final float[] weights = new float[fan];
    private final float[] own = new float[users.width()];
  }

  Scratch scratch() {
    return new Scratch();
  }

  /** Width of a user's vector. */
  int size() {
    return users.size();
  }

  /**
   * Writes a user's vector.
   *
   * @param node row of the user in the graph
   * @param features the user's features
   */
  void vector(Scratch s, int node, float[] features, float[] out) {
    int n =
        NeighbourSampler.sample(
            Inference.SEED,
            node,
            graph.userStart()[node],
            graph.userStart()[node + 1],
            fan,
            s.edges,
            0);
    for (int k = 0; k < n; k++) {
      s.which[k] = graph.merchant()[s.edges[k]];
      s.logs[k] = logWeights[s.edges[k]];
    }
    users.target(features, 0, s.own, 0);
    users.apply(rows, s.which, s.logs, n, s.weights, s.own, out, 0);
  }
}
