package eoca.predict.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Graph;
import eoca.predict.net.Torch;
import java.util.Arrays;

/**
 * The vectors of all merchants, computed once a scoring: a merchant's neighbours are sampled by
 * (seed, node), so its vector does not depend on who asks. Bytes: 4·size a merchant.
 */
final class Merchants {
  private static final int BLOCK = 512;

  private final Graph graph;
  private final int fan;
  private final float[] vectors;

  Merchants(EtvModel model, Graph graph, Entities users) {
    this.graph = graph;
    ModelConfig.Graph config = model.config().graph();
    this.fan = config.merchants();
    int size = config.size();
    vectors = new float[Math.multiplyExact(graph.merchants(), size)];
    FeatureRows rows = FeatureRows.users(model);
    Distinct payers = new Distinct(users.rows());
    int width = model.table().width();
    try (NDManager engine = Torch.engine().newBaseManager()) {
      for (int from = 0; from < graph.merchants(); from += BLOCK) {
        int n = Math.min(BLOCK, graph.merchants() - from);
        int[] nodes = range(from, n);
        payers.clear();
        Batch.Neighbours paidBy =
            NeighbourSampler.neighbours(
                nodes,
                n,
                graph.merchantStart(),
                graph.user(),
                graph.userWeight(),
                payers,
                config.users(),
                ~Inference.SEED);
        int[] who = payers.distinct().length == 0 ? new int[] {0} : payers.distinct();
        float[] features = new float[who.length * rows.width()];
        rows.fill(users, who, who.length, features);
        float[] own = new float[n * width];
        for (int m = 0; m < n; m++) {
          int row = model.space().merchants + graph.merchantCode()[from + m];
          System.arraycopy(model.table().values(), row * width, own, m * width, width);
        }
        try (NDManager block = engine.newSubManager()) {
          float[] result =
              model
                  .graph()
                  .merchants(
                      Inference.tensor(block, features, new Shape(who.length, rows.width())),
                      Inference.tensor(block, own, new Shape(n, width)),
                      Inference.tensors(paidBy, n, block))
                  .toFloatArray();
          System.arraycopy(result, 0, vectors, from * size, n * size);
        }
      }
    }
  }

  private static int[] range(int from, int n) {
    int[] nodes = new int[n];
    Arrays.setAll(nodes, i -> from + i);
    return nodes;
  }

  int count() {
    return graph.merchants();
  }

  /** {@code [merchant × size]}. */
  float[] vectors() {
    return vectors;
  }

  /** The sampled merchants of some users, numbered by {@code found}. */
  Batch.Neighbours paidBy(int[] users, Distinct found) {
    return NeighbourSampler.neighbours(
        users,
        users.length,
        graph.userStart(),
        graph.merchant(),
        graph.weight(),
        found,
        fan,
        Inference.SEED);
  }
}
