package eoca.predict.model;

import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Graph;
import eoca.inputs.features.FeatureData.Histories;
import eoca.predict.net.AttentionRows;
import eoca.predict.net.BehaviourAttention;
import eoca.predict.net.Kernels;
import eoca.predict.net.Lanes;
import eoca.predict.net.PairRows;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * A trained model applied to users in blocks, each against all funds.
 *
 * <p>What does not depend on the pair is computed once: per model, the rows that an event's query
 * is a sum of ({@link AttentionRows}), the funds' part of the first layer, and the rows of all
 * merchants; per user, features, attention, graph and the user's part of the first layer. A pair
 * then costs one addition, the later layers of the experts, and the towers ({@link PairRows}).
 * Equal to {@link EtvModel#forward} up to rounding; the tensor engine computes nothing here.
 *
 * <p>A user's outputs are the same bits whatever block, thread, kernel or process computes them:
 * neighbours are sampled by (seed, node), as everywhere, and every number is a fixed sequence of
 * IEEE operations.
 *
 * <p>Safe for concurrent use through one {@link #worker} a thread; the model must stay open for no
 * longer than the constructor runs.
 */
public final class Inference {
  /** The seed of neighbour samples when nothing is trained; evaluation uses it too. */
  public static final long SEED = 0;

  private final EtvModel model;
  private final AttentionRows attention;
  private final Merchants merchants;
  private final PairRows pairs;
  private final int events;
  private final int funds;
  private final int heads;

  /**
   * Prepares a model.
   *
   * @param allFunds features of the funds
   * @param fundRows rows of the funds to score, in the order of the outputs
   * @param graph who paid whom, with {@code allUsers}; null if the model reads no graph
   * @param allUsers features of everybody in the graph, or null
   */
  public Inference(
      EtvModel model,
      Entities allFunds,
      int[] fundRows,
      Graph graph,
      Entities allUsers,
      Kernels kernels) {
    this.model = model;
    this.funds = fundRows.length;
    this.heads = model.config().layout().width();
    this.attention = attention(model, kernels);
    this.events = attention == null ? 0 : model.fitted().spec().behaviours().length();
    this.merchants = model.graph() == null ? null : new Merchants(model, graph, allUsers);
    this.pairs = pairs(allFunds, fundRows, kernels);
  }

  private static AttentionRows attention(EtvModel model, Kernels kernels) {
    CodeSpace space = model.space();
    BehaviourAttention behaviour = model.behaviour();
    return behaviour == null
        ? null
        : new AttentionRows(
            model.params(),
            EtvModel.BEHAVIOUR,
            model.table(),
            new AttentionRows.Ranges(
                space.items,
                space.actions - space.items,
                space.actions,
                space.times - space.actions,
                space.times),
            behaviour.size(),
            model.config().behaviour().heads(),
            kernels);
  }

  /** The first layer takes [features ‖ result of attention ‖ graph]: the attention's end folds. */
  private PairRows pairs(Entities allFunds, int[] fundRows, Kernels kernels) {
    PairRows.Form form = model.form();
    int out = form.firstOut();
    float[] plain = model.params().toFloats(EtvModel.SHARED + ".first.user");
    float[] bias = model.params().toFloats(EtvModel.SHARED + ".first.bias");
    float[] closed = model.shared().closed();
    for (int g = 0; g < closed.length; g++) {
      bias[out - closed.length + g] += closed[g];
    }
    int features = model.featureWidth();
    int size = attention == null ? 0 : model.behaviour().size();
    int result = attention == null ? 0 : attention.resultWidth();
    float[] first = new float[plain.length + (result - size) * out];
    System.arraycopy(plain, 0, first, 0, features * out);
    if (attention != null) {
      float[] layer = new float[size * out];
      System.arraycopy(plain, features * out, layer, 0, layer.length);
      float[] folded = attention.fold(model.params(), layer, out);
      System.arraycopy(folded, 0, first, features * out, folded.length);
      float[] more = attention.foldBias(model.params(), layer, out);
      for (int o = 0; o < out; o++) {
        bias[o] += more[o];
      }
    }
    int read = (features + size) * out;
    System.arraycopy(plain, read, first, (features + result) * out, plain.length - read);
    FeatureRows rows = FeatureRows.funds(model);
    float[] vectors = new float[funds * rows.width()];
    rows.fill(allFunds, fundRows, funds, vectors);
    float[] fundMatrix = model.params().toFloats(EtvModel.SHARED + ".first.fund");
    return new PairRows(
        model.params(),
        EtvModel.SHARED,
        EtvModel.TOWERS,
        form,
        first,
        PairRows.parts(vectors, funds, fundMatrix, bias),
        kernels);
  }

  /** Number of funds. */
  public int funds() {
    return funds;
  }

  /** A worker for one thread. */
  public Worker worker() {
    return new Worker();
  }

  /**
   * A worker's time.
   *
   * @param attentionNanos summing rows and attending
   * @param userNanos everything else that is done once a user
   * @param pairNanos what is done once a pair
   */
  public record Spent(long attentionNanos, long userNanos, long pairNanos) {}

  /** One thread's scratch. */
  public final class Worker {
    private final FeatureRows rows = FeatureRows.users(model);
    private final AttentionRows.Scratch history =
        attention == null ? null : attention.scratch(events);
    private final Merchants.Scratch paid = merchants == null ? null : merchants.scratch();
    private final PairRows.Scratch tile = pairs.scratch();
    private final float[] features = new float[rows.width()];
    private final float[] attended =
        new float[attention == null ? 0 : Lanes.USERS * attention.resultWidth()];
    private final float[] vector = new float[merchants == null ? 0 : merchants.size()];

    private long attentionNanos;
    private long userNanos;
    private long pairNanos;

    private Worker() {}

    /**
     * The output matrix of some users, {@code float[(to − from)·funds][heads]} row by row, users
     * outermost.
     *
     * @param users features; histories count from the same rows
     * @param histories their events before the moment; null if the model reads none
     * @param nodes rows of the users in the graph
     * @param moments when the funds are shown to them, microseconds since 1970 UTC
     */
    public float[] outputs(
        Entities users,
        Histories histories,
        IntUnaryOperator nodes,
        IntToLongFunction moments,
        int from,
        int to) {
      float[] outputs = new float[(to - from) * funds * heads];
      for (int first = from; first < to; first += Lanes.USERS) {
        int n = Math.min(Lanes.USERS, to - first);
        long began = System.nanoTime();
        if (attention != null) {
          attend(histories, moments, first, n);
        }
        long attendedAt = System.nanoTime();
        users(users, nodes, first, n);
        long paired = System.nanoTime();
        pairs.pairs(tile, n, outputs, (first - from) * funds * heads);
        attentionNanos += attendedAt - began;
        userNanos += paired - attendedAt;
        pairNanos += System.nanoTime() - paired;
      }
      return outputs;
    }

    /** Where this worker's time went so far. */
    public Spent spent() {
      return new Spent(attentionNanos, userNanos, pairNanos);
    }

    private void attend(Histories histories, IntToLongFunction moments, int first, int n) {
      for (int i = 0; i < n; i++) {
        int user = first + i;
        long moment = moments.applyAsLong(user);
        int end = histories.endBefore(user, moment);
        history.clear();
        for (int e = Math.max(histories.start()[user], end - events); e < end; e++) {
          history.add(
              histories.item()[e],
              histories.action()[e],
              BehaviourAttention.timeBucket(histories.moment()[e], moment),
              histories.amount()[e]);
        }
        attention.apply(history, attended, i * attention.resultWidth());
      }
    }

    /** Lanes of a tile that is not full keep an earlier tile's users; nobody reads them. */
    private void users(Entities users, IntUnaryOperator nodes, int first, int n) {
      for (int i = 0; i < n; i++) {
        rows.fill(users, first + i, 1, features);
        tile.put(i, 0, features, 0, features.length);
        int row = features.length;
        if (attention != null) {
          int width = attention.resultWidth();
          tile.put(i, row, attended, i * width, width);
          row += width;
        }
        if (merchants != null) {
          merchants.vector(paid, nodes.applyAsInt(first + i), features, vector);
          tile.put(i, row, vector, 0, vector.length);
        }
      }
      pairs.users(tile);
    }
  }
}
