package eoca.predict.train;

import static eoca.predict.train.TrainOptions.HIGHEST_RATE;
import static eoca.predict.train.TrainOptions.LOWEST_RATE;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.features.FeatureSpec;
import eoca.inputs.features.TableFiles;
import eoca.predict.model.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A training configuration file.
 *
 * @param spec the feature specification
 * @param tables where its tables are
 * @param model the model
 * @param out the model folder, or null if the file names none
 * @param options how to train
 * @param grid combinations to search, with --grid; empty if the file has none
 */
public record TrainConfig(
    FeatureSpec spec,
    TableFiles tables,
    ModelConfig model,
    Path out,
    TrainOptions options,
    List<GridPoint> grid) {

  /**
   * One combination of the grid.
   *
   * @param learningRate Adam's
   * @param dropout rates of the layers of the shared part and of the towers; null leaves the
   *     model's
   */
  public record GridPoint(double learningRate, double[] dropout) {
    /** A folder name. */
    String name() {
      StringBuilder name = new StringBuilder("learning-rate-").append(learningRate);
      if (dropout != null) {
        name.append("-dropout");
        for (double rate : dropout) {
          name.append('-').append(rate);
        }
      }
      return name.toString();
    }
  }

  /** Reads the file; everything it names is relative to it. */
  public static TrainConfig read(Path file) {
    ConfigNode node = ConfigNode.read(file);
    Path base = file.toAbsolutePath().getParent();
    Path features = base.resolve(node.text("features"));
    ConfigNode spec = ConfigNode.read(features);
    TableFiles tables = TableFiles.of(spec.child("tables"), features.toAbsolutePath().getParent());
    ModelConfig model = ModelConfig.read(node.text("model"), base);
    Path out = node.has("out") ? base.resolve(node.text("out")) : null;
    TrainOptions options = TrainOptions.of(node.childOrEmpty("train"));
    List<GridPoint> grid = node.has("grid") ? grid(node.child("grid"), options) : List.of();
    node.done();
    return new TrainConfig(FeatureSpec.of(spec), tables, model, out, options, grid);
  }

  private static List<GridPoint> grid(ConfigNode node, TrainOptions options) {
    double[] rates = node.numbers("learning-rate", options.learningRate());
    double[] dropouts = node.numbers("dropout");
    node.done();
    requireDistinct(
        node, "learning-rate", rates, rate -> rate >= LOWEST_RATE && rate <= HIGHEST_RATE);
    requireDistinct(node, "dropout", dropouts, rate -> rate >= 0 && rate < 1);
    if (!node.has("learning-rate") && !node.has("dropout")) {
      throw node.bad("learning-rate", "rates to try, of learning or of dropout,");
    }
    List<GridPoint> points = new ArrayList<>();
    for (double rate : rates) {
      for (double dropout : dropouts) {
        points.add(new GridPoint(rate, new double[] {dropout}));
      }
      if (dropouts.length == 0) {
        points.add(new GridPoint(rate, null));
      }
    }
    return List.copyOf(points);
  }

  private static void requireDistinct(
      ConfigNode node, String key, double[] rates, DoublePredicate allowed) {
    if (node.has(key)
        && (rates.length == 0
            || Arrays.stream(rates).distinct().count() < rates.length
            || !Arrays.stream(rates).allMatch(allowed))) {
      throw node.bad(
          key,
          "one or more distinct rates "
              + (key.equals("dropout")
                  ? "from 0 to below 1"
                  : "from " + LOWEST_RATE + " to " + HIGHEST_RATE));
    }
  }
}
