package eoca.predict.compare;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.predict.evaluate.Scorer;
import eoca.predict.evaluate.WideTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * True ETV of every (user, fund), as a synthetic world writes it, and the errors of predictions
 * against it: without the noise of single purchases, which hides differences of models that only
 * many more samples would show.
 */
final class Truth {
  private final double[] etv;
  private final int funds;

  private Truth(double[] etv, int funds) {
    this.etv = etv;
    this.funds = funds;
  }

  /**
   * Reads the table for the users and funds of the data.
   *
   * @throws EocaException exit 7 without the file, 3 if a user or fund is missing
   */
  static Truth read(Path file, FeatureData data) {
    WideTable table = WideTable.read(file, data.fundIds());
    Map<String, Integer> rows = new HashMap<>();
    for (int i = 0; i < table.ids().size(); i++) {
      rows.put(table.ids().get(i), i);
    }
    int funds = data.fundIds().size();
    double[] etv = new double[data.userIds().size() * funds];
    for (int i = 0; i < data.userIds().size(); i++) {
      Integer row = rows.get(data.userIds().get(i));
      if (row == null) {
        throw rejected(file, "a row for user " + data.userIds().get(i) + " expected");
      }
      for (int j = 0; j < funds; j++) {
        etv[i * funds + j] = table.values()[j][row];
      }
    }
    return new Truth(etv, funds);
  }

  private static EocaException rejected(Path file, String rule) {
    return EocaException.rejected(
        rule + " (" + file + ")",
        "Maybe it is the truth of another world.",
        List.of(new Defect(file.toString(), 0, "", "", rule)));
  }

  /**
   * Errors of a model.
   *
   * <p>{@code etv_error}: Σ |predicted − true| / Σ true over samples and funds; {@code
   * etv_log_error}: mean |log predicted − log true|, whose unit is a factor; {@code reach}: true
   * ETV of the funds that the model ranks first as a share of the best possible. The first two only
   * with an amount.
   */
  Map<String, Double> errors(Scorer.AllFunds predicted, boolean money) {
    double absolute = 0;
    double total = 0;
    double factor = 0;
    double reached = 0;
    double best = 0;
    int[] user = predicted.user();
    for (int i = 0; i < user.length; i++) {
      int top = 0;
      double highest = 0;
      for (int j = 0; j < funds; j++) {
        double p = predicted.etv()[i * funds + j];
        double t = etv[user[i] * funds + j];
        absolute += Math.abs(p - t);
        total += t;
        factor += Math.abs(Math.log(Math.max(p, 1e-9)) - Math.log(Math.max(t, 1e-9)));
        highest = Math.max(highest, t);
        top = p > predicted.etv()[i * funds + top] ? j : top;
      }
      reached += etv[user[i] * funds + top];
      best += highest;
    }
    Map<String, Double> errors = new LinkedHashMap<>();
    if (money) {
      errors.put("etv_error", absolute / total);
      errors.put("etv_log_error", factor / ((double) user.length * funds));
    }
    errors.put("reach", reached / best);
    return errors;
  }
}
