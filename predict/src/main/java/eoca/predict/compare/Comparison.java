package eoca.predict.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.inputs.files.FileHash;
import eoca.predict.evaluate.Bootstrap;
import eoca.predict.evaluate.Measure;
import eoca.predict.evaluate.Reliability;
import eoca.predict.evaluate.Scored;
import eoca.predict.evaluate.Scorer;
import eoca.predict.model.EtvModel;
import eoca.predict.model.ModelConfig;
import eoca.predict.train.ModelFolder;
import eoca.predict.train.Origin;
import eoca.predict.train.Tables;
import eoca.predict.train.TrainConfig;
import eoca.predict.train.TrainOptions;
import eoca.predict.train.Trainer.Hooks;
import eoca.predict.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains every model with every seed and writes one record of its measures each. What is there
 * already is kept, if it is of this configuration and these tables, and refused otherwise; a
 * training under way goes on from its last whole epoch: after an interruption the same command goes
 * on.
 *
 * <p>Seeds are the outer loop, so that an unfinished comparison is whole for its first seeds.
 */
public final class Comparison {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BINS = 10;

  private final CompareConfig config;
  private final Path out;
  private final Hooks hooks;
  private final Consumer<String> said;
  private FeatureData data;
  private Truth truth;
  private String tables;
  private String truthHash;

  /**
   * @param out gets {@code models/} and {@code records/}
   * @param said hears each (model, seed) when its work begins
   */
  public Comparison(CompareConfig config, Path out, Hooks hooks, Consumer<String> said) {
    this.config = config;
    this.out = out;
    this.hooks = hooks;
    this.said = said;
  }

  /** Where the records are. */
  public Path records() {
    return out.resolve("records");
  }

  /**
   * Does what is not done yet.
   *
   * @return whether all is done; false if a stop was asked for
   * @throws EocaException as training and evaluation
   */
  public boolean run() {
    tables = Origin.hash(config.tables());
    truthHash = config.truth() == null ? "" : FileHash.sha256(config.truth()).sha256();
    for (long seed : config.seeds()) {
      for (ModelConfig model : config.models()) {
        TrainOptions options = config.options().withSeed(seed);
        Origin origin = Origin.of(model, options, config.spec(), tables);
        String name = model.name() + "-" + seed;
        Path record = records().resolve(name + ".json");
        if (Files.exists(record)) {
          requireSame(record, origin);
          continue;
        }
        said.accept(name);
        ModelFolder folder = new ModelFolder(out.resolve("models").resolve(name));
        if (folder.isComplete()) {
          Training.requireOrigin(folder, origin);
        } else if (!train(model, options, folder)) {
          return false;
        }
        ObjectNode measured = record(folder, seed);
        measured.set("made_of", madeOf(origin));
        write(record, measured.toPrettyString() + "\n");
      }
    }
    return true;
  }

  /** A training's options as its record has them. */
  private static ObjectNode budget(TrainOptions o) {
    ObjectNode node = JSON.createObjectNode();
    node.put("batch_size", o.batchSize()).put("learning_rate", o.learningRate());
    return node.put("epochs", o.epochs()).put("patience", o.patience()).put("l2", o.l2());
  }

  /** What a record's figures depend on. */
  private ObjectNode madeOf(Origin origin) {
    ObjectNode node = origin.toJson();
    node.put("truth", truthHash).put("bootstrap", config.replicates());
    return node;
  }

  /** A record that is there already counts only if it is what would be measured. */
  private void requireSame(Path file, Origin origin) {
    JsonNode found = Records.record(file);
    ObjectNode expected = budget(config.options()).put("split", config.split().word());
    expected
        .properties()
        .forEach(
            option -> {
              JsonNode value = found.path(option.getKey());
              if (!same(value, option.getValue())) {
                throw Records.rejected(
                    file, option.getKey() + " " + option.getValue() + " expected, found " + value);
              }
            });
    JsonNode madeOf = found.path("made_of");
    List<String> differing = new ArrayList<>(origin.differences(madeOf));
    ObjectNode mine = madeOf(origin);
    for (String part : List.of("truth", "bootstrap")) {
      if (!same(mine.path(part), madeOf.path(part))) {
        differing.add(part);
      }
    }
    if (!differing.isEmpty()) {
      throw Records.rejected(
          file, "record of the same " + String.join(", ", differing) + " expected");
    }
  }

  /** Numbers by value: a record read again has other types than the one just made. */
  private static boolean same(JsonNode a, JsonNode b) {
    return (a.isNumber() && b.isNumber()) ? a.doubleValue() == b.doubleValue() : a.equals(b);
  }

  private boolean train(ModelConfig model, TrainOptions options, ModelFolder folder) {
    TrainConfig train =
        new TrainConfig(config.spec(), config.tables(), model, folder.path(), options, List.of());
    return !new Training(train, folder.path(), true, hooks).run().result().stopped();
  }

  private ObjectNode record(ModelFolder folder, long seed) {
    try (EtvModel model = folder.load()) {
      if (data == null || !data.fitted().fingerprint().equals(model.fitted().fingerprint())) {
        data = Tables.load(config.spec(), config.tables(), model.fitted());
        truth = config.truth() == null ? null : Truth.read(config.truth(), data);
      }
      Scorer.AllFunds all = new Scorer(model, data).scoreAllFunds(config.split(), hooks.progress());
      Scored scored = all.scored();
      ObjectNode root = JSON.createObjectNode();
      root.put("model", model.config().name()).put("seed", seed);
      root.put("split", config.split().word()).put("samples", scored.size());
      long conversions = 0;
      double amount = 0;
      for (int i = 0; i < scored.size(); i++) {
        conversions += scored.conversion()[i];
        amount += scored.amount()[i];
      }
      root.put("conversions", conversions).put("amount", amount);
      root.setAll(budget(config.options()));
      ObjectNode measures = root.putObject("measures");
      Map<Measure, Bootstrap.Interval> intervals = Bootstrap.of(scored, config.replicates(), seed);
      intervals.forEach(
          (measure, interval) -> {
            ArrayNode values = measures.putArray(measure.key());
            for (double x : new double[] {interval.value(), interval.low(), interval.high()}) {
              values.add(Double.isFinite(x) ? JSON.getNodeFactory().numberNode(x) : null);
            }
          });
      if (truth != null) {
        ObjectNode against = root.putObject("truth");
        truth.errors(all, scored.logValue() != null).forEach(against::put);
      }
      if (all.mu() != null) {
        ObjectNode negatives = root.putObject("negatives");
        Negatives.told(all).forEach(negatives::put);
      }
      if (scored.p() != null) {
        ArrayNode bins = root.putArray("reliability");
        for (Reliability.Bin bin : Reliability.of(scored, BINS)) {
          bins.addArray().add(bin.samples()).add(bin.meanP()).add(bin.rate());
        }
      }
      return root;
    }
  }

  private static void write(Path file, String text) {
    Path staged = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(staged, text);
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + file + "): " + e.getMessage(),
          "Maybe the disk is full, or the folder forbids writing.",
          e);
    }
  }
}
