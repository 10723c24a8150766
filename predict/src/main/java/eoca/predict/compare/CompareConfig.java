package eoca.predict.compare;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.features.FeatureSpec;
import eoca.inputs.features.Split;
import eoca.inputs.features.TableFiles;
import eoca.predict.model.ModelConfig;
import eoca.predict.train.TrainOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison's configuration file.
 *
 * @param spec the feature specification of all models
 * @param tables where its tables are
 * @param models the models, in the order of the table
 * @param seeds one training a model and seed
 * @param options the budget of every training; its seed is replaced
 * @param truth the true ETV of every (user, fund) in the form of an ETV table; null if unknown
 * @param split what is scored
 * @param replicates bootstrap draws of a record's intervals
 * @param out folder of models and records; null if the file names none
 */
public record CompareConfig(
    FeatureSpec spec,
    TableFiles tables,
    List<ModelConfig> models,
    List<Long> seeds,
    TrainOptions options,
    Path truth,
    Split split,
    int replicates,
    Path out) {

  /** Reads the file; everything it names is relative to it. */
  public static CompareConfig read(Path file) {
    ConfigNode node = ConfigNode.read(file);
    Path base = file.toAbsolutePath().getParent();
    Path features = base.resolve(node.text("features"));
    ConfigNode spec = ConfigNode.read(features);
    TableFiles tables = TableFiles.of(spec.child("tables"), features.toAbsolutePath().getParent());
    List<ModelConfig> models = new ArrayList<>();
    for (String model : texts(node, "models")) {
      models.add(ModelConfig.read(model, base));
    }
    if (models.stream().map(ModelConfig::name).distinct().count() < models.size()) {
      throw node.bad("models", "models of distinct names");
    }
    List<Long> seeds = new ArrayList<>();
    for (int seed : node.sizes("seeds", 1, 2, 3)) {
      seeds.add((long) seed);
    }
    if (seeds.isEmpty() || seeds.stream().distinct().count() < seeds.size()) {
      throw node.bad("seeds", "one or more distinct seeds");
    }
    TrainOptions options = TrainOptions.of(node.childOrEmpty("train"));
    Path truth = node.has("truth") ? base.resolve(node.text("truth")) : null;
    String split = node.oneOf("split", "test", List.of("validation", "test"));
    int replicates = node.integer("bootstrap", 200, 0, 100_000);
    Path out = node.has("out") ? base.resolve(node.text("out")) : null;
    node.done();
    return new CompareConfig(
        FeatureSpec.of(spec),
        tables,
        List.copyOf(models),
        List.copyOf(seeds),
        options,
        truth,
        Split.valueOf(split.toUpperCase(Locale.ROOT)),
        replicates,
        out);
  }

  private static List<String> texts(ConfigNode node, String key) {
    List<String> texts = new ArrayList<>();
    if (!node.has(key) || !(node.tree().get(key) instanceof List<?> list) || list.isEmpty()) {
      throw node.bad(key, "list of model names or files");
    }
    for (Object entry : list) {
      if (entry instanceof Map<?, ?> || entry == null) {
        throw node.bad(key, "list of model names or files");
      }
      texts.add(entry.toString());
    }
    return texts;
  }
}
