package eoca.predict.link;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import eoca.predict.model.Batch;
import eoca.predict.model.Distinct;
import eoca.predict.model.NeighbourSampler;
import eoca.predict.net.ConsumptionGraph;
import eoca.predict.net.EmbeddingTable;
import eoca.predict.net.Linear;
import eoca.predict.net.Params;
import eoca.predict.net.Torch;
import eoca.predict.train.Adam;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Ranks merchants by the consumption graph: the two graph attention layers of {@link
 * ConsumptionGraph} give a user's vector, a linear layer the logit of every merchant.
 *
 * <p>One epoch: every user with at least two merchants is taken back to a moment between the first
 * and the last, on both sides of the graph; the loss is the cross-entropy of the next merchant
 * among all that the user is not shown to have paid. Biases start at the logarithm of popularity.
 * Users have no embedding: number of merchants and mean log amount are all that is known of them;
 * merchants have one of {@link #WIDTH}.
 */
final class GraphRanker implements AutoCloseable {
  private static final int WIDTH = 16;
  private static final int SIZE = 32;
  private static final int HEADS = 4;
  private static final int FAN = 20;
  private static final int FEATURES = 3;
  private static final int BATCH = 128;
  private static final double RATE = 0.005;
  private static final double L2 = 1e-4;

  private final Params params;
  private final EmbeddingTable table;
  private final ConsumptionGraph graph;
  private final Linear output;
  private final Adam adam;
  private final long seed;

  GraphRanker(Shown shown, long seed) {
    this.seed = seed;
    int merchants = shown.merchants();
    params = new Params(DataType.FLOAT32, seed);
    table = new EmbeddingTable(merchants, WIDTH, seed);
    graph = new ConsumptionGraph(params, "graph", FEATURES, WIDTH, SIZE, HEADS);
    output = new Linear(params, "output", SIZE, merchants, true);
    float[] bias = new float[merchants];
    for (int m = 0; m < merchants; m++) {
      bias[m] = (float) Math.log(shown.payers(m) + 0.5);
    }
    params.set("output.bias", bias);
    adam = new Adam(params);
  }

  /** What a batch of users reads: their neighbourhood, as arrays. */
  private record Neighbourhood(
      int users,
      float[] own,
      int[] merchants,
      float[] payers,
      Batch.Neighbours paid,
      Batch.Neighbours paidBy) {}

  private static Neighbourhood neighbourhood(Shown shown, int[] users, long seed) {
    Distinct merchants = new Distinct(shown.merchants());
    Distinct payers = new Distinct(shown.users());
    Batch.Neighbours paid =
        NeighbourSampler.neighbours(
            users,
            users.length,
            shown.userStart(),
            shown.merchant(),
            shown.weight(),
            merchants,
            FAN,
            seed);
    int[] sampled = merchants.distinct();
    Batch.Neighbours paidBy =
        NeighbourSampler.neighbours(
            sampled,
            sampled.length,
            shown.merchantStart(),
            shown.user(),
            shown.userWeight(),
            payers,
            FAN,
            ~seed);
    return new Neighbourhood(
        users.length,
        features(shown, users),
        sampled,
        features(shown, payers.distinct()),
        paid,
        paidBy);
  }

  /** One, log of the number of merchants, mean log amount. */
  private static float[] features(Shown shown, int[] users) {
    float[] features = new float[users.length * FEATURES];
    for (int i = 0; i < users.length; i++) {
      int from = shown.userStart()[users[i]];
      int to = shown.userStart()[users[i] + 1];
      double sum = 0;
      for (int e = from; e < to; e++) {
        sum += Math.log1p(shown.weight()[e]);
      }
      features[i * FEATURES] = 1;
      features[i * FEATURES + 1] = (float) (Math.log1p(to - from) / 2);
      features[i * FEATURES + 2] = (float) (sum / Math.max(1, to - from) / 10);
    }
    return features;
  }

  private NDArray forward(Neighbourhood n, NDArray rows, NDManager manager) {
    int merchants = n.merchants().length;
    NDArray vectors =
        graph.merchants(
            manager.create(n.payers(), new Shape(n.payers().length / FEATURES, FEATURES)),
            rows,
            n.paidBy().tensors(merchants, manager));
    NDArray own = manager.create(n.own(), new Shape(n.users(), FEATURES));
    return output.apply(graph.users(vectors, own, n.paid().tensors(n.users(), manager)));
  }

  private NDArray rows(Neighbourhood n, NDManager manager) {
    return manager.create(
        table.gather(n.merchants(), n.merchants().length), new Shape(n.merchants().length, WIDTH));
  }

  /**
   * Logits {@code [users.length × merchants]}.
   *
   * @param users each with a merchant that is shown
   */
  float[] score(Shown shown, int[] users) {
    Neighbourhood n = neighbourhood(shown, users, 0);
    try (NDManager manager = params.batch()) {
      return forward(n, rows(n, manager), manager).toFloatArray();
    }
  }

  /**
   * One epoch.
   *
   * @param until visits of each user that are over
   * @return mean loss
   */
  double epoch(Visits visits, int[] until, int number) {
    SplittableRandom random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + number);
    int[] now = until.clone();
    int[] order = new int[visits.users()];
    int count = 0;
    for (int u = 0; u < now.length; u++) {
      if (until[u] > 1) {
        now[u] = 1 + random.nextInt(until[u] - 1);
        int at = random.nextInt(count + 1);
        order[count] = order[at];
        order[at] = u;
        count++;
      }
    }
    Shown shown = Shown.of(visits, now);
    double sum = 0;
    for (int from = 0; from < count; from += BATCH) {
      int[] users = Arrays.copyOfRange(order, from, Math.min(count, from + BATCH));
      int[] targets = new int[users.length];
      for (int i = 0; i < users.length; i++) {
        targets[i] = visits.merchantAt(users[i], now[users[i]]);
      }
      sum += step(shown, users, targets, random.nextLong()) * users.length;
    }
    return sum / Math.max(1, count);
  }

  private double step(Shown shown, int[] users, int[] targets, long draw) {
    Neighbourhood n = neighbourhood(shown, users, draw);
    try (NDManager manager = params.batch();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray rows = rows(n, manager);
      rows.setRequiresGradient(true);
      NDArray out = forward(n, rows, manager);
      float[] logits = out.toFloatArray();
      float[] slope = new float[logits.length];
      double loss = crossEntropy(shown, users, targets, logits, slope);
      NDArray factor = manager.create(slope, new Shape(users.length, shown.merchants()));
      collector.backward(out.mul(factor).sum());
      adam.step(RATE, L2);
      try (NDArray gradient = rows.getGradient()) {
        table.update(n.merchants(), n.merchants().length, gradient.toFloatArray(), RATE, L2);
      }
      return loss;
    }
  }

  /** Mean loss over users and its derivatives by the logits. */
  private static double crossEntropy(
      Shown shown, int[] users, int[] targets, float[] logits, float[] slope) {
    int m = shown.merchants();
    boolean[] paid = new boolean[m];
    double sum = 0;
    for (int i = 0; i < users.length; i++) {
      Arrays.fill(paid, false);
      shown.mark(users[i], paid, 0);
      double greatest = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < m; j++) {
        greatest = paid[j] ? greatest : Math.max(greatest, logits[i * m + j]);
      }
      double total = 0;
      for (int j = 0; j < m; j++) {
        total += paid[j] ? 0 : Math.exp(logits[i * m + j] - greatest);
      }
      double log = Math.log(total) + greatest;
      for (int j = 0; j < m; j++) {
        if (!paid[j]) {
          double p = Math.exp(logits[i * m + j] - log);
          slope[i * m + j] = (float) ((p - (j == targets[i] ? 1 : 0)) / users.length);
        }
      }
      sum += log - logits[i * m + targets[i]];
    }
    return sum / users.length;
  }

  @Override
  public void close() {
    adam.close();
    params.close();
  }
}
