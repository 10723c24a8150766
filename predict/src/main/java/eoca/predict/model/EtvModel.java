package eoca.predict.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FittedFeatures;
import eoca.predict.loss.Head;
import eoca.predict.net.BehaviourAttention;
import eoca.predict.net.ConsumptionGraph;
import eoca.predict.net.Embedded;
import eoca.predict.net.EmbeddingTable;
import eoca.predict.net.Mixture;
import eoca.predict.net.PairRows;
import eoca.predict.net.Params;
import eoca.predict.net.Pass;
import eoca.predict.net.Towers;

/**
 * A model: user vector [features ‖ behaviour ‖ graph] and fund vector [features] (equation 14), the
 * split first layer over both, gated experts, a tower a head.
 *
 * <p>Owns its parameters (engine memory) and its embedding table (heap); close it. Not for
 * concurrent use.
 */
public final class EtvModel implements AutoCloseable {
  /** Name of the attention's parameters. */
  static final String BEHAVIOUR = "behaviour";

  /** Name of the graph's parameters. */
  static final String GRAPH = "graph";

  /** Name of the shared part's parameters. */
  static final String SHARED = "shared";

  /** Name of the towers' parameters. */
  static final String TOWERS = "towers";

  private final ModelConfig config;
  private final FittedFeatures fitted;
  private final CodeSpace space;
  private final Params params;
  private final EmbeddingTable table;
  private final BehaviourAttention behaviour;
  private final ConsumptionGraph graph;
  private final Mixture shared;
  private final Towers towers;

  /**
   * A model with initial values.
   *
   * @param seed of all initial values
   * @throws EocaException exit 2 if the specification lacks what the model reads
   */
  public EtvModel(ModelConfig config, FittedFeatures fitted, long seed) {
    require(config, "behaviours", config.behaviour() != null, fitted.spec().behaviours() != null);
    require(config, "edges", config.graph() != null, fitted.spec().edges() != null);
    require(
        config,
        "samples.click",
        config.layout().heads().contains(Head.CLICK),
        fitted.spec().samples().click() != null);
    this.config = config;
    this.fitted = fitted;
    this.space = new CodeSpace(fitted, config.behaviour() != null, config.graph() != null);
    this.table = new EmbeddingTable(space.rows, config.embedding(), seed);
    this.params = new Params(DataType.FLOAT32, seed);
    int width = config.embedding();
    int userWidth = width * space.userFields.length + space.userNumbers;
    int fundWidth = width * space.fundFields.length + space.fundNumbers;
    int joined = userWidth;
    ModelConfig.Behaviour b = config.behaviour();
    behaviour =
        b == null ? null : new BehaviourAttention(params, BEHAVIOUR, width, b.size(), b.heads());
    joined += b == null ? 0 : b.size();
    ModelConfig.Graph g = config.graph();
    graph =
        g == null
            ? null
            : new ConsumptionGraph(params, GRAPH, userWidth, width, g.size(), g.heads());
    joined += g == null ? 0 : g.size();
    int tasks = config.layout().width();
    ModelConfig.Shared s = config.shared();
    int gates = config.gates();
    shared =
        new Mixture(
            params,
            SHARED,
            joined,
            fundWidth,
            config.experts(),
            s.own(),
            gates,
            tasks,
            s.layers(),
            s.dropout());
    ModelConfig.Towers t = config.towers();
    towers =
        new Towers(
            params,
            TOWERS,
            shared.out(),
            config.layout().heads(),
            t.layers(),
            t.dropout(),
            t.sigmaLow(),
            t.sigmaHigh());
  }

  private static void require(ModelConfig config, String what, boolean needed, boolean there) {
    if (needed && !there) {
      throw EocaException.usage(
          "feature specification with " + what + " expected, model (" + config.name() + ")",
          "Maybe a model without it fits: esdpm-ncg has no graph, and probability: direct no click.");
    }
  }

  /** Its configuration. */
  public ModelConfig config() {
    return config;
  }

  /** The fitted features it was made for. */
  public FittedFeatures fitted() {
    return fitted;
  }

  /** Its dense parameters. */
  public Params params() {
    return params;
  }

  /** Its embedding table. */
  public EmbeddingTable table() {
    return table;
  }

  /** Makes a head start at a value: a base rate, a mean or a standard deviation. */
  public void start(Head head, double value) {
    params.set(Towers.bias(TOWERS, head), new float[] {(float) towers.start(head, value)});
  }

  /** A builder of batches for data that was encoded with this model's fitted features. */
  public Batches batches(FeatureData data) {
    int length = config.behaviour() == null ? 0 : fitted.spec().behaviours().length();
    return new Batches(data, space, config, length);
  }

  /** Width of a user's feature vector. */
  public int featureWidth() {
    return config.embedding() * space.userFields.length + space.userNumbers;
  }

  CodeSpace space() {
    return space;
  }

  /** What its shared part and towers look like. */
  PairRows.Form form() {
    ModelConfig.Towers t = config.towers();
    return new PairRows.Form(
        config.experts(),
        config.gates(),
        config.shared().layers(),
        config.layout().heads(),
        t.layers(),
        t.sigmaLow(),
        t.sigmaHigh());
  }

  /** Self-attention over behaviour, or null. */
  BehaviourAttention behaviour() {
    return behaviour;
  }

  /** Graph attention, or null. */
  ConsumptionGraph graph() {
    return graph;
  }

  Mixture shared() {
    return shared;
  }

  Towers towers() {
    return towers;
  }

  /** The touched embeddings of a batch as a tensor that collects their gradient. */
  public NDArray rows(Batch batch, NDManager manager) {
    NDArray rows =
        manager.create(
            table.gather(batch.touched(), batch.touched().length),
            new Shape(batch.touched().length, table.width()));
    rows.setRequiresGradient(true);
    return rows;
  }

  /**
   * The output matrix [n, heads] of a batch.
   *
   * @param rows from {@link #rows}
   * @param manager from {@link Params#batch}
   */
  public NDArray forward(Batch batch, NDArray rows, NDManager manager, Pass pass) {
    NDArray userPart = shared.first().users(users(batch, rows, manager));
    NDArray fundPart = shared.first().funds(funds(batch, rows, manager));
    NDArray fund = manager.create(batch.fund(), new Shape(batch.n(), 1));
    NDArray joined =
        userPart.add(new Embedded(fundPart).look(fund).reshape(batch.n(), shared.first().out()));
    return towers.apply(shared.apply(joined, pass), pass);
  }

  private NDArray users(Batch batch, NDArray rows, NDManager manager) {
    Embedded embedded = new Embedded(rows);
    NDArray features =
        features(
            embedded,
            manager,
            batch.n(),
            space.userFields.length,
            batch.userCodes(),
            space.userNumbers,
            batch.userNumbers());
    NDList parts = new NDList(features);
    if (behaviour != null) {
      Batch.History history = batch.history();
      parts.add(
          behaviour.apply(
              embedded,
              manager.create(history.index(), new Shape(batch.n(), 3L * history.length())),
              manager.create(history.amount(), new Shape(batch.n(), history.length())),
              manager.create(history.mask(), new Shape(batch.n(), history.length()))));
    }
    if (graph != null) {
      parts.add(consumption(batch, embedded, features, manager));
    }
    return parts.size() == 1 ? features : NDArrays.concat(parts, 1);
  }

  private NDArray consumption(Batch batch, Embedded embedded, NDArray features, NDManager manager) {
    Batch.Graph g = batch.graph();
    NDArray payers =
        features(
            embedded,
            manager,
            g.payers(),
            space.userFields.length,
            g.payerCodes(),
            space.userNumbers,
            g.payerNumbers());
    NDArray merchantRows =
        embedded.join(manager.create(g.merchantCodes(), new Shape(g.merchants(), 1)));
    NDArray merchants =
        graph.merchants(payers, merchantRows, g.paidBy().tensors(g.merchants(), manager));
    return graph.users(merchants, features, g.paid().tensors(batch.n(), manager));
  }

  private NDArray funds(Batch batch, NDArray rows, NDManager manager) {
    int fields = space.fundFields.length;
    int funds =
        fields > 0
            ? batch.fundCodes().length / fields
            : batch.fundNumbers().length / Math.max(1, space.fundNumbers);
    return features(
        new Embedded(rows),
        manager,
        funds,
        fields,
        batch.fundCodes(),
        space.fundNumbers,
        batch.fundNumbers());
  }

  /** [n, fields · width + numbers]. */
  private static NDArray features(
      Embedded embedded,
      NDManager manager,
      int n,
      int fields,
      int[] codes,
      int numbers,
      float[] values) {
    NDArray numeric = numbers == 0 ? null : manager.create(values, new Shape(n, numbers));
    if (fields == 0) {
      return numeric;
    }
    NDArray joined = embedded.join(manager.create(codes, new Shape(n, fields)));
    return numeric == null ? joined : joined.concat(numeric, 1);
  }

  @Override
  public void close() {
    params.close();
  }
}
