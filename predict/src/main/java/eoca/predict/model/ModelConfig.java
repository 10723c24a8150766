package eoca.predict.model;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.Suggestions;
import eoca.predict.loss.Head;
import eoca.predict.loss.HeadLayout;
import eoca.predict.loss.HeadLayout.ValueMeaning;
import eoca.predict.loss.JointLoss;
import eoca.predict.loss.JointLoss.Weighted;
import eoca.predict.loss.LossTerm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model as its configuration file states it: which inputs it reads, how tasks share, which heads
 * it has, which losses train them. Each of the paper's models is one such file.
 *
 * @param name of the model
 * @param embedding width of an embedding row
 * @param behaviour self-attention over behaviour, or null
 * @param graph graph attention, or null
 * @param shared the part that tasks share
 * @param towers the towers
 * @param layout the heads
 * @param loss the loss terms
 * @param tree the configuration as it was read: what is stored with a trained model
 */
public record ModelConfig(
    String name,
    int embedding,
    Behaviour behaviour,
    Graph graph,
    Shared shared,
    Towers towers,
    HeadLayout layout,
    List<Weighted> loss,
    Map<String, Object> tree) {

  /** The models that come with the software, by name. */
  public static final List<String> BUILT_IN =
      List.of(
          "dnn-c",
          "dnn-v",
          "shared-bottom",
          "mmoe",
          "esmm",
          "mtl-mse",
          "mtl-ziln",
          "esdpm-ncg",
          "esdpm",
          "esdpm-censored",
          "ple");

  /** Self-attention: width of the result, heads. */
  public record Behaviour(int size, int heads) {}

  /** Graph attention: width of the result, heads, merchants a user and users a merchant sampled. */
  public record Graph(int size, int heads, int merchants, int users) {}

  /** Gates of the shared part. */
  public enum Gates {
    /** One network for all tasks. */
    NONE,
    /** One mixture for all tasks. */
    ONE,
    /** A mixture a task. */
    TASK
  }

  /**
   * Experts, their gates, layers and dropout.
   *
   * @param experts experts that all tasks share
   * @param own experts of each task alone
   */
  public record Shared(int experts, int own, Gates gates, int[] layers, double[] dropout) {}

  /** A tower's layers and dropout, and the bounds of σ. */
  public record Towers(int[] layers, double[] dropout, double sigmaLow, double sigmaHigh) {}

  /** Number of experts, shared and own. */
  int experts() {
    return shared.experts() + shared.own() * layout.width();
  }

  /** Number of mixtures: none, one, or one a head. */
  int gates() {
    return switch (shared.gates()) {
      case NONE -> 0;
      case ONE -> 1;
      case TASK -> layout.width();
    };
  }

  /**
   * Multiply-adds of a user's matrix products in the form in which {@link Inference} computes them.
   *
   * @param features width of a user's features
   * @param length events a user
   */
  public long multiplyAdds(int features, int length, int funds) {
    long joined = features;
    long count = 0;
    if (behaviour != null) {
      long event = 3L * embedding + 1;
      count += behaviour.heads() * event * length * (length + 1) + event * length;
      joined += (behaviour.heads() + 1L) * event;
    }
    if (graph != null) {
      long row = (long) graph.size() + graph.heads();
      count += features * row + (long) graph.merchants() * graph.size();
      joined += graph.size();
    }
    int[] layers = shared.layers();
    long experts = experts();
    long first = experts * layers[0] + gates() * experts;
    long pair = 0;
    for (int i = 1; i < layers.length; i++) {
      pair += experts * layers[i - 1] * layers[i];
    }
    long width = layers[layers.length - 1];
    pair += gates() * experts * width;
    long tower = 0;
    for (int layer : towers.layers()) {
      tower += width * layer;
      width = layer;
    }
    pair += layout.width() * (tower + width);
    return count + joined * first + funds * pair;
  }

  /** The joint loss of this model. */
  public JointLoss jointLoss() {
    return new JointLoss(layout, loss);
  }

  /** The same model with other dropout rates, in the shared part and in the towers. */
  public ModelConfig withDropout(double[] rates) {
    return new ModelConfig(
        name,
        embedding,
        behaviour,
        graph,
        new Shared(shared.experts(), shared.own(), shared.gates(), shared.layers(), rates),
        new Towers(towers.layers(), rates, towers.sigmaLow(), towers.sigmaHigh()),
        layout,
        loss,
        tree);
  }

  /**
   * Reads a model by its built-in name or from a file.
   *
   * @throws EocaException exit 2 if there is none, or it makes no sense
   */
  public static ModelConfig read(String nameOrFile, Path base) {
    if (BUILT_IN.contains(nameOrFile)) {
      return builtIn(nameOrFile);
    }
    Path file = base.resolve(nameOrFile);
    if (!Files.exists(file)) {
      throw EocaException.usage(
          "model expected, found none (" + nameOrFile + ")",
          Suggestions.maybe(nameOrFile, BUILT_IN));
    }
    return of(ConfigNode.read(file));
  }

  private static ModelConfig builtIn(String name) {
    String resource = "/eoca/predict/models/" + name + ".yaml";
    try (InputStream in = ModelConfig.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return of(ConfigNode.parse(name + ".yaml", text));
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
  }

  /** Reads a model from its mapping. */
  public static ModelConfig of(ConfigNode node) {
    String name = node.text("model");
    int embedding = node.integer("embedding", 8, 1, 1_024);
    Behaviour behaviour = node.has("behaviours") ? behaviour(node.child("behaviours")) : null;
    Graph graph = node.has("graph") ? graph(node.child("graph")) : null;
    Shared shared = shared(node.child("shared"));
    Towers towers = towers(node.child("towers"));
    HeadLayout layout = layout(node.child("outputs"));
    List<Weighted> loss = new ArrayList<>();
    for (ConfigNode term : node.children("loss")) {
      loss.add(term(term, layout));
    }
    if (loss.isEmpty()) {
      throw node.bad("loss", "at least one term");
    }
    node.done();
    return new ModelConfig(
        name, embedding, behaviour, graph, shared, towers, layout, loss, node.tree());
  }

  private static Behaviour behaviour(ConfigNode node) {
    Behaviour behaviour =
        new Behaviour(node.integer("size", 128, 1, 4_096), node.integer("heads", 4, 1, 64));
    requireMultiple(node, behaviour.size(), behaviour.heads());
    node.done();
    return behaviour;
  }

  private static Graph graph(ConfigNode node) {
    Graph graph =
        new Graph(
            node.integer("size", 64, 1, 4_096),
            node.integer("heads", 4, 1, 64),
            node.integer("merchants", 10, 1, 1_000),
            node.integer("users", 10, 1, 1_000));
    requireMultiple(node, graph.size(), graph.heads());
    node.done();
    return graph;
  }

  private static void requireMultiple(ConfigNode node, int size, int heads) {
    if (size % heads != 0) {
      throw node.bad("size", "multiple of heads (" + heads + ")");
    }
  }

  private static Shared shared(ConfigNode node) {
    Gates gates =
        Gates.valueOf(
            node.oneOf("gates", "task", List.of("none", "one", "task"))
                .toUpperCase(java.util.Locale.ROOT));
    Shared shared =
        new Shared(
            node.integer("experts", gates == Gates.NONE ? 1 : 8, 1, 1_000),
            node.integer("own", 0, 0, 100),
            gates,
            node.sizes("layers", 64, 32),
            rates(node));
    if (gates == Gates.NONE && shared.experts() != 1) {
      throw node.bad("experts", "1 without gates");
    }
    if (gates != Gates.TASK && shared.own() != 0) {
      throw node.bad("own", "0 without a gate a task");
    }
    if (shared.layers().length == 0) {
      throw node.bad("layers", "at least one layer");
    }
    node.done();
    return shared;
  }

  private static Towers towers(ConfigNode node) {
    double[] sigma = node.numbers("sigma", 0.05, 3);
    if (sigma.length != 2 || !(sigma[0] > 0 && sigma[0] < sigma[1] && sigma[1] <= 10)) {
      throw node.bad("sigma", "bounds [low, high] with 0 < low < high ≤ 10");
    }
    Towers towers = new Towers(node.sizes("layers", 32), rates(node), sigma[0], sigma[1]);
    node.done();
    return towers;
  }

  private static double[] rates(ConfigNode node) {
    double[] rates = node.numbers("dropout", 0);
    for (double rate : rates) {
      if (rate < 0 || rate >= 1) {
        throw node.bad("dropout", "rates from 0 to below 1");
      }
    }
    return rates;
  }

  private static HeadLayout layout(ConfigNode node) {
    String probability = node.oneOf("probability", "none", List.of("none", "direct", "product"));
    String amount =
        node.oneOf("amount", "none", List.of("none", "log-normal", "value", "value-of-positives"));
    node.done();
    List<Head> heads = new ArrayList<>();
    if (probability.equals("product")) {
      heads.add(Head.CLICK);
    }
    if (!probability.equals("none")) {
      heads.add(Head.CONVERSION);
    }
    ValueMeaning value = ValueMeaning.NONE;
    if (amount.equals("log-normal")) {
      heads.add(Head.MU);
      heads.add(Head.SIGMA);
    } else if (!amount.equals("none")) {
      heads.add(Head.VALUE);
      value = amount.equals("value") ? ValueMeaning.ENTIRE_SPACE : ValueMeaning.GIVEN_CONVERSION;
    }
    boolean needsProbability = amount.equals("log-normal") || amount.equals("value-of-positives");
    boolean lacksProbability = needsProbability && !heads.contains(Head.CONVERSION);
    if (heads.isEmpty() || lacksProbability) {
      throw node.bad("probability", "probability direct or product with amount " + amount);
    }
    return new HeadLayout(heads, probability.equals("product"), value);
  }

  private static Weighted term(ConfigNode node, HeadLayout layout) {
    String word =
        node.oneOf(
            "term", null, List.of("cross-entropy", "click", "ziln", "esj", "esj-censored", "mse"));
    LossTerm term =
        switch (word) {
          case "cross-entropy" -> new LossTerm.CrossEntropy();
          case "click" -> new LossTerm.Click();
          case "ziln" -> new LossTerm.Ziln();
          case "esj" ->
              new LossTerm.Esj(node.number("sigma-floor", LossTerm.Esj.DEFAULT_FLOOR, 0, 10));
          case "esj-censored" -> new LossTerm.EsjCensored();
          default -> new LossTerm.ValueMse(layout.value() == ValueMeaning.ENTIRE_SPACE);
        };
    Head needed =
        switch (word) {
          case "cross-entropy" -> Head.CONVERSION;
          case "click" -> Head.CLICK;
          case "mse" -> Head.VALUE;
          default -> Head.MU;
        };
    if (!layout.heads().contains(needed)) {
      throw node.bad("term", "loss term of a head that outputs states " + layout.heads());
    }
    double weight = node.number("weight", 1, 1e-9, 1e9);
    node.done();
    return new Weighted(term, weight);
  }
}
