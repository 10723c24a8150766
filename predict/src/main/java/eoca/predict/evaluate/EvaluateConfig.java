package eoca.predict.evaluate;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.features.Split;
import eoca.inputs.features.TableFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An evaluation's configuration file.
 *
 * @param tables where the tables are; how they are read is each model's own specification
 * @param models model folders, by the name they are shown with
 * @param split what is scored
 * @param replicates bootstrap draws
 * @param seed of the draws
 * @param out the folder for evaluation.json and evaluation.html; null if the file names none
 */
public record EvaluateConfig(
    TableFiles tables, List<Named> models, Split split, int replicates, long seed, Path out) {

  /** A model folder and its name in tables. */
  public record Named(String name, Path folder) {}

  /** Reads the file; everything it names is relative to it. */
  public static EvaluateConfig read(Path file) {
    ConfigNode node = ConfigNode.read(file);
    Path base = file.toAbsolutePath().getParent();
    TableFiles tables = TableFiles.of(node.child("tables"), base);
    ConfigNode folders = node.child("models");
    List<Named> models = new ArrayList<>();
    for (String name : folders.keys()) {
      models.add(new Named(name, base.resolve(folders.text(name))));
    }
    if (models.isEmpty()) {
      throw node.bad("models", "at least one model folder");
    }
    String split = node.oneOf("split", "test", List.of("train", "validation", "test"));
    int replicates = node.integer("bootstrap", 200, 0, 100_000);
    long seed = node.wholeNumber("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    Path out = node.has("out") ? base.resolve(node.text("out")) : null;
    node.done();
    return new EvaluateConfig(
        tables, models, Split.valueOf(split.toUpperCase(Locale.ROOT)), replicates, seed, out);
  }
}
