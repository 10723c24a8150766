package eoca.predict.net;

import static eoca.predict.net.Gradients.close;
import static eoca.predict.net.Gradients.matrix;
import static eoca.predict.net.Gradients.plus;
import static eoca.predict.net.Gradients.times;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import eoca.predict.net.ConsumptionGraph.Neighbours;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphAttentionTest {
  private static final int SIZE = 4;
  private static final int HEADS = 2;

  // Four targets: two neighbours, all three, one, none (padding points anywhere).
  private static final int[] NEIGHBOUR = {2, 0, 1, 0, 1, 2, 1, 2, 2, 0, 0, 0};
  private static final double[] EDGE = {0.5, 1, 7, 0, 0.1, 2, -1, 7, 7, 7, 7, 7};
  private static final double[] MASK = {1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0};

  private Params params;

  @BeforeEach
  void create() {
    params = new Params(DataType.FLOAT64, 23);
  }

  @AfterEach
  void release() {
    params.close();
  }

  private static Neighbours neighbours(NDManager batch) {
    return new Neighbours(
        batch.create(NEIGHBOUR, new Shape(4, 3)),
        batch.create(EDGE, new Shape(4, 3)),
        batch.create(MASK, new Shape(4, 3)));
  }

  @Test
  void oneLayerMatchesTheLiteralDefinition() {
    GraphAttention block = new GraphAttention(params, "g", 5, 2, SIZE, HEADS);
    Gradients.set(params, "g.by-edge", new double[] {0.7, -0.3});
    Gradients.set(params, "g.target.bias", new double[] {0.1, -0.2, 0.3, 0.4});
    double[][] sources;
    double[][] targets;
    double[][] out;
    try (NDManager batch = params.batch()) {
      NDArray x = Gradients.random(batch, 1, 3, 5);
      NDArray y = Gradients.random(batch, 2, 4, 2);
      Neighbours n = neighbours(batch);
      out = matrix(block.apply(x, y, n.neighbour(), n.edge(), n.mask()));
      sources = matrix(x);
      targets = matrix(y);
    }
    for (int t = 0; t < 4; t++) {
      close(out[t], literal(t, sources, targets[t]));
    }
  }

  private double[] literal(int t, double[][] sources, double[] target) {
    double[] to =
        plus(
            times(target, matrix(params.get("g.target.weight"))),
            params.get("g.target.bias").toDoubleArray());
    double[] a = params.get("g.by-source").toDoubleArray();
    double[] b = params.get("g.by-target").toDoubleArray();
    double[] c = params.get("g.by-edge").toDoubleArray();
    int part = SIZE / HEADS;
    double[] sum = to.clone();
    for (int head = 0; head < HEADS; head++) {
      double total = 0;
      double[] weighted = new double[part];
      for (int f = 0; f < 3; f++) {
        if (MASK[3 * t + f] == 0) {
          continue;
        }
        double[] from = times(sources[NEIGHBOUR[3 * t + f]], matrix(params.get("g.source.weight")));
        double score = c[head] * EDGE[3 * t + f];
        for (int d = head * part; d < (head + 1) * part; d++) {
          score += a[d] * from[d] + b[d] * to[d];
        }
        double e = Math.exp(score > 0 ? score : 0.2 * score);
        total += e;
        for (int d = 0; d < part; d++) {
          weighted[d] += e * from[head * part + d];
        }
      }
      for (int d = 0; d < part && total > 0; d++) {
        sum[head * part + d] += weighted[d] / total;
      }
    }
    for (int d = 0; d < SIZE; d++) {
      sum[d] = sum[d] > 0 ? sum[d] : Math.expm1(sum[d]);
    }
    return sum;
  }

  @Test
  void gradientsOfBothLayers() {
    NDArray leaf = Gradients.leaf(params, 4, 5);
    ConsumptionGraph graph = new ConsumptionGraph(params, "c", 5, 2, SIZE, HEADS);
    // Only an edge weight of its own makes the gradient by it non-trivial.
    Gradients.set(params, "c.users.by-edge", new double[] {0.3, 0.1});
    Gradients.check(
        params,
        batch -> {
          Neighbours paidBy =
              new Neighbours(
                  batch.create(new int[] {0, 1, 2, 3, 1, 0}, new Shape(3, 2)),
                  batch.create(new double[] {1, 2, 0.5, 0.1, 1, 0}, new Shape(3, 2)),
                  batch.create(new double[] {1, 1, 1, 1, 1, 0}, new Shape(3, 2)));
          NDArray merchants = graph.merchants(leaf, Gradients.random(batch, 4, 3, 2), paidBy);
          return graph.users(merchants, leaf, neighbours(batch));
        });
  }
}
