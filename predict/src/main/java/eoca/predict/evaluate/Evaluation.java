package eoca.predict.evaluate;

import eoca.inputs.Progress;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.Split;
import eoca.predict.evaluate.Bootstrap.Interval;
import eoca.predict.evaluate.EvaluateConfig.Named;
import eoca.predict.model.EtvModel;
import eoca.predict.train.ModelFolder;
import eoca.predict.train.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Scores models on the same samples and measures them. Tables are read again only where the next
 * model has other fitted features.
 *
 * @param split what was scored
 * @param samples its samples
 * @param conversions of them converted
 * @param amount money of all conversions
 * @param models one entry a model, in the configuration's order
 */
public record Evaluation(
    Split split, int samples, long conversions, double amount, List<Row> models) {

  /**
   * A model's measures.
   *
   * @param name as the configuration names it
   * @param model the model configuration's name
   * @param measures those that apply
   * @param reliability ten bins; empty without a probability
   */
  public record Row(
      String name,
      String model,
      Map<Measure, Interval> measures,
      List<Reliability.Bin> reliability) {}

  private static final int BINS = 10;

  /**
   * Evaluates.
   *
   * @throws EocaException exit 3 for tables or models with defects, or models whose splits differ
   */
  public static Evaluation of(EvaluateConfig config, Progress progress) {
    List<Row> rows = new ArrayList<>();
    FeatureData data = null;
    Scored first = null;
    for (Named named : config.models()) {
      try (EtvModel model = new ModelFolder(named.folder()).load()) {
        String fingerprint = model.fitted().fingerprint();
        if (data == null || !data.fitted().fingerprint().equals(fingerprint)) {
          data = Tables.load(model.fitted().spec(), config.tables(), model.fitted());
        }
        Scored scored = new Scorer(model, data).score(config.split(), progress);
        first = first == null ? scored : first;
        requireSame(first, scored, named);
        rows.add(
            new Row(
                named.name(),
                model.config().name(),
                Bootstrap.of(scored, config.replicates(), config.seed()),
                scored.p() == null ? List.of() : Reliability.of(scored, BINS)));
      }
    }
    long conversions = 0;
    double amount = 0;
    for (int i = 0; i < first.size(); i++) {
      conversions += first.conversion()[i];
      amount += first.amount()[i];
    }
    return new Evaluation(config.split(), first.size(), conversions, amount, List.copyOf(rows));
  }

  /** Figures of different samples must not stand in one table. */
  private static void requireSame(Scored first, Scored scored, Named named) {
    if (!java.util.Arrays.equals(first.user(), scored.user())
        || !java.util.Arrays.equals(first.amount(), scored.amount())) {
      String rule = "the same samples as the first model expected in the split";
      throw EocaException.rejected(
          rule + ", model (" + named.name() + ")",
          "Maybe it was trained with other split days; compare models of one specification.",
          List.of(new Defect(named.folder().toString(), 0, "", "", rule)));
    }
    if (scored.size() == 0) {
      throw EocaException.rejected(
          "at least one sample in the split expected, found (0)",
          "Maybe the specification has no test days; try split: validation.",
          List.of());
    }
  }
}
