package eoca.predict.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Graph;
import eoca.inputs.features.FeatureData.Histories;
import eoca.predict.net.AttentionRows;
import eoca.predict.net.BehaviourAttention;
import eoca.predict.net.ConsumptionGraph.Neighbours;
import eoca.predict.net.Pass;
import eoca.predict.net.Torch;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * A trained model applied to users in blocks, each against all funds.
 *
 * <p>What does not depend on the pair is computed once: per model, the rows that an event's
 * projections are sums of ({@link AttentionRows}), the funds' part of the first layer, and the
 * vectors of all merchants; per user, features, attention, graph and the user's part of the first
 * layer. A pair then costs one addition, the later layers of the experts, and the towers. Equal to
 * {@link EtvModel#forward} up to rounding.
 *
 * <p>A user's outputs do not depend on the block they are in, nor on the thread: neighbours are
 * sampled by (seed, node), as everywhere.
 *
 * <p>Safe for concurrent use through one {@link #worker} a thread; close workers first.
 */
public final class Inference implements AutoCloseable {
  /** The seed of neighbour samples when nothing is trained; evaluation uses it too. */
  public static final long SEED = 0;

  private final EtvModel model;
  private final AttentionRows attention;
  private final Merchants merchants;
  private final NDManager manager;
  private final NDArray fundPart;
  private final int funds;

  /**
   * Prepares a model; its parameters no longer collect gradients.
   *
   * @param model stays the caller's, and open
   * @param allFunds features of the funds
   * @param fundRows rows of the funds to score, in the order of the outputs
   * @param graph who paid whom, with {@code allUsers}; null if the model reads no graph
   * @param allUsers features of everybody in the graph, or null
   */
  public Inference(
      EtvModel model, Entities allFunds, int[] fundRows, Graph graph, Entities allUsers) {
    this.model = model;
    this.funds = fundRows.length;
    model.params().all().forEach(value -> value.setRequiresGradient(false));
    CodeSpace space = model.space();
    BehaviourAttention behaviour = model.behaviour();
    attention =
        behaviour == null
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
                model.config().behaviour().heads());
    manager = Torch.engine().newBaseManager();
    try (NDManager block = manager.newSubManager()) {
      FeatureRows rows = FeatureRows.funds(model);
      float[] features = new float[funds * rows.width()];
      rows.fill(allFunds, fundRows, funds, features);
      NDArray part =
          model.shared().first().funds(tensor(block, features, new Shape(funds, rows.width())));
      part.attach(manager);
      fundPart = part.expandDims(0);
      fundPart.attach(manager);
    }
    merchants = model.graph() == null ? null : new Merchants(model, graph, allUsers);
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

  /** One thread's scratch and engine memory. */
  public final class Worker implements AutoCloseable {
    private final NDManager engine = Torch.engine().newBaseManager();
    private final FeatureRows rows = FeatureRows.users(model);
    private final AttentionRows.Scratch events =
        attention == null ? null : attention.scratch(model.fitted().spec().behaviours().length());
    private final Distinct touched = merchants == null ? null : new Distinct(merchants.count());

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
      int n = to - from;
      long began = System.nanoTime();
      try (NDManager block = engine.newSubManager()) {
        NDArray userPart =
            model.shared().first().users(users(block, users, histories, nodes, moments, from, n));
        long paired = System.nanoTime();
        userNanos += paired - began;
        long width = userPart.getShape().get(1);
        NDArray joined =
            userPart.expandDims(1).add(fundPart).reshape(new Shape((long) n * funds, width));
        float[] outputs =
            model
                .towers()
                .apply(model.shared().apply(joined, Pass.INFERENCE), Pass.INFERENCE)
                .toFloatArray();
        pairNanos += System.nanoTime() - paired;
        return outputs;
      }
    }

    /** Where this worker's time went so far. */
    public Spent spent() {
      return new Spent(attentionNanos, userNanos - attentionNanos, pairNanos);
    }

    private NDArray users(
        NDManager block,
        Entities users,
        Histories histories,
        IntUnaryOperator nodes,
        IntToLongFunction moments,
        int from,
        int n) {
      float[] features = new float[n * rows.width()];
      rows.fill(users, from, n, features);
      NDArray own = tensor(block, features, new Shape(n, rows.width()));
      NDList parts = new NDList(own);
      if (attention != null) {
        parts.add(behaviour(block, histories, moments, from, n));
      }
      if (merchants != null) {
        parts.add(graph(block, own, nodes, from, n));
      }
      return parts.size() == 1 ? own : NDArrays.concat(parts, 1);
    }

    private NDArray behaviour(
        NDManager block, Histories histories, IntToLongFunction moments, int from, int n) {
      int size = attention.size();
      float[] pooled = new float[n * size];
      float[] mean = new float[n * size];
      long began = System.nanoTime();
      for (int i = 0; i < n; i++) {
        int user = from + i;
        long moment = moments.applyAsLong(user);
        int end = histories.endBefore(user, moment);
        int first = Math.max(histories.start()[user], end - events.capacity());
        events.clear();
        for (int e = first; e < end; e++) {
          events.add(
              histories.item()[e],
              histories.action()[e],
              BehaviourAttention.timeBucket(histories.moment()[e], moment),
              histories.amount()[e]);
        }
        attention.apply(events, pooled, i * size, mean, i * size);
      }
      attentionNanos += System.nanoTime() - began;
      Shape shape = new Shape(n, size);
      return model.behaviour().finish(tensor(block, pooled, shape), tensor(block, mean, shape));
    }

    private NDArray graph(NDManager block, NDArray own, IntUnaryOperator nodes, int from, int n) {
      touched.clear();
      int[] who = new int[n];
      Arrays.setAll(who, i -> nodes.applyAsInt(from + i));
      Batch.Neighbours paid = merchants.paidBy(who, touched);
      int[] distinct = touched.distinct();
      int size = model.graph().size();
      float[] vectors = new float[Math.max(1, distinct.length) * size];
      for (int m = 0; m < distinct.length; m++) {
        System.arraycopy(merchants.vectors(), distinct[m] * size, vectors, m * size, size);
      }
      return model
          .graph()
          .users(
              tensor(block, vectors, new Shape(vectors.length / size, size)),
              own,
              tensors(paid, n, block));
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  static Neighbours tensors(Batch.Neighbours neighbours, int nodes, NDManager manager) {
    Shape shape = new Shape(nodes, neighbours.fan());
    return new Neighbours(
        manager.create(neighbours.neighbour(), shape),
        tensor(manager, neighbours.edge(), shape),
        tensor(manager, neighbours.mask(), shape));
  }

  /**
   * A tensor in the engine's own memory. One over a Java buffer begins at any multiple of 16 bytes,
   * and the engine's products round differently by alignment: equal inputs would not give equal
   * bits from one run to the next.
   */
  static NDArray tensor(NDManager manager, float[] values, Shape shape) {
    try (NDArray borrowed = manager.create(values, shape)) {
      return borrowed.duplicate();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
