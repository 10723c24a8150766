package eoca.predict.offpolicy;

import eoca.predict.offpolicy.Table.Rule;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The two Open Bandit logs of one campaign, to check the estimators: the click rate of one policy
 * is estimated from the other's log and compared with what its own log shows.
 *
 * <p>The uniform policy's probability of an item is 1/34. The Thompson sampling policy's, which its
 * log states for the shown item only, is estimated for the uniform log's rows by the share of the
 * item at that position.
 */
final class OpenBandit {
  private static final List<String> COLUMNS =
      List.of("item_id", "\"position\"", "click", "propensity_score");

  private static final List<Rule> RULES =
      List.of(
          new Rule(0, "item expected", Objects::nonNull),
          new Rule(1, "position expected", Objects::nonNull),
          Rule.flag(2, "0 or 1 expected"),
          Rule.number(3, "probability above 0 expected", p -> p > 0 && p <= 1));

  private final List<String[]> uniform;
  private final List<String[]> thompson;

  OpenBandit(Path source) {
    uniform = read(source.resolve("random_men.csv.gz"));
    thompson = read(source.resolve("bts_men.csv.gz"));
  }

  private static List<String[]> read(Path file) {
    return Table.read(file, COLUMNS, "\"timestamp\"", RULES);
  }

  /** The uniform policy from the Thompson log. */
  OffPolicy.Log uniformFromThompson() {
    double share = Double.parseDouble(uniform.get(0)[3]);
    double[] weight = new double[thompson.size()];
    double[] reward = new double[weight.length];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = share / Double.parseDouble(thompson.get(i)[3]);
      reward[i] = Double.parseDouble(thompson.get(i)[2]);
    }
    return OffPolicy.Log.plain(weight, reward);
  }

  /** The Thompson policy from the uniform log. */
  OffPolicy.Log thompsonFromUniform() {
    Map<String, Integer> shown = new HashMap<>();
    Map<String, Integer> at = new HashMap<>();
    for (String[] row : thompson) {
      shown.merge(row[0] + "@" + row[1], 1, Integer::sum);
      at.merge(row[1], 1, Integer::sum);
    }
    double[] weight = new double[uniform.size()];
    double[] reward = new double[weight.length];
    for (int i = 0; i < weight.length; i++) {
      String[] row = uniform.get(i);
      double share = (double) shown.getOrDefault(row[0] + "@" + row[1], 0) / at.get(row[1]);
      weight[i] = share / Double.parseDouble(row[3]);
      reward[i] = Double.parseDouble(row[2]);
    }
    return OffPolicy.Log.plain(weight, reward);
  }

  /** A policy's own log. */
  OffPolicy.Log own(boolean ofUniform) {
    List<String[]> rows = ofUniform ? uniform : thompson;
    double[] weight = new double[rows.size()];
    double[] reward = new double[weight.length];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = 1;
      reward[i] = Double.parseDouble(rows.get(i)[2]);
    }
    return OffPolicy.Log.plain(weight, reward);
  }
}
