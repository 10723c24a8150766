package eoca.predict.offpolicy;

import eoca.inputs.assignment.AssignmentBatch;
import eoca.inputs.assignment.AssignmentFiles;
import eoca.inputs.assignment.AssignmentReader;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.error.EocaException;
import eoca.predict.baseline.Ridge;
import eoca.predict.offpolicy.Table.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The Hillstrom e-mail experiment: three randomised arms as funds, probability 1/3 each. An ETV of
 * each arm is cross-fitted in two halves (by row number), so that no row's ETV has seen its
 * outcome; a plan with the arms' sizes as quotas is then valued off-policy.
 */
final class Hillstrom {
  /** The arms, as funds. */
  static final List<String> ARMS = List.of("none", "mens", "womens");

  private static final List<String> SEGMENTS = List.of("No E-Mail", "Mens E-Mail", "Womens E-Mail");
  private static final List<String> COLUMNS =
      List.of(
          "\"row\"",
          "recency",
          "history",
          "mens",
          "womens",
          "newbie",
          "history_segment",
          "zip_code",
          "channel",
          "segment",
          "visit",
          "conversion",
          "spend");
  private static final int FIRST_CATEGORY = 6;
  private static final int ARM = 9;
  private static final List<Rule> RULES =
      List.of(
          Rule.number(0, "whole number expected", row -> row == Math.rint(row)),
          Rule.number(1, "number expected", recency -> true),
          Rule.number(2, "amount ≥ 0 expected", history -> history >= 0),
          Rule.flag(3, "0 or 1 expected"),
          Rule.flag(4, "0 or 1 expected"),
          Rule.flag(5, "0 or 1 expected"),
          new Rule(6, "category expected", Objects::nonNull),
          new Rule(7, "category expected", Objects::nonNull),
          new Rule(8, "category expected", Objects::nonNull),
          new Rule(
              ARM,
              "one of " + SEGMENTS + " expected",
              arm -> arm != null && SEGMENTS.contains(arm)),
          Rule.flag(ARM + 1, "label 0 or 1 expected"),
          Rule.flag(ARM + 2, "label 0 or 1 expected"),
          Rule.number(ARM + 3, "amount ≥ 0 expected", spend -> spend >= 0));
  private static final double RATE_RIDGE = 20;

  /** What q and rewards are of. */
  static final List<String> REWARDS = List.of("visit", "conversion", "spend");

  final String[] ids;
  final int[] arm;

  /** {@code [reward][row]}. */
  final double[][] reward = new double[REWARDS.size()][];

  private final double[][] x;

  Hillstrom(Path source) {
    Path file = source.resolve("hillstrom_train.csv.gz");
    List<String[]> rows = Table.read(file, COLUMNS, "try_cast(\"row\" AS INTEGER)", RULES);
    int n = rows.size();
    ids = new String[n];
    arm = new int[n];
    for (int r = 0; r < reward.length; r++) {
      reward[r] = new double[n];
    }
    x = new double[n][];
    List<Set<String>> words = new ArrayList<>();
    for (int c = FIRST_CATEGORY; c < ARM; c++) {
      Set<String> set = new TreeSet<>();
      for (String[] row : rows) {
        set.add(row[c]);
      }
      words.add(set);
    }
    for (int i = 0; i < n; i++) {
      String[] row = rows.get(i);
      ids[i] = row[0];
      arm[i] = SEGMENTS.indexOf(row[ARM]);
      for (int r = 0; r < reward.length; r++) {
        reward[r][i] = Double.parseDouble(row[ARM + 1 + r]);
      }
      x[i] = features(row, words);
    }
    for (int i = 0; i < 2 * ARMS.size(); i++) {
      int half = i % 2;
      int of = i / 2;
      if (IntStream.range(0, n).noneMatch(r -> r % 2 == half && arm[r] == of)) {
        throw Table.rejected(file, "rows of " + SEGMENTS.get(of) + " in either half expected");
      }
    }
  }

  private static double[] features(String[] row, List<Set<String>> words) {
    List<Double> f = new ArrayList<>();
    f.add(1.0);
    f.add(Double.parseDouble(row[1]) / 12);
    f.add(Math.log1p(Double.parseDouble(row[2])) - 5);
    for (int c = 3; c < FIRST_CATEGORY; c++) {
      f.add(Double.parseDouble(row[c]));
    }
    for (int c = FIRST_CATEGORY; c < ARM; c++) {
      for (String word : words.get(c - FIRST_CATEGORY)) {
        f.add(word.equals(row[c]) ? 1.0 : 0.0);
      }
    }
    return f.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Cross-fitted {@code [reward][arm][row]}: probability of a visit, of a purchase, expected spend.
   *
   * <p>As ESMM does: purchase = visit · purchase given a visit. Visits are fitted arm by arm: they
   * are sixteen times as many as purchases and do differ by who gets which letter. What follows a
   * visit, some 200 purchases a half, is fitted for all arms together with a constant an arm; the
   * amount of a purchase is one mean.
   */
  double[][][] predict() {
    int n = ids.length;
    double[][][] q = new double[REWARDS.size()][ARMS.size()][n];
    for (int half = 0; half < 2; half++) {
      List<Integer> visitors = new ArrayList<>();
      double bought = 0;
      double money = 0;
      for (int i = 0; i < n; i++) {
        if (i % 2 != half && reward[0][i] > 0) {
          visitors.add(i);
          bought += reward[1][i];
          money += reward[2][i];
        }
      }
      double mean = money / Math.max(1, bought);
      double[] after =
          fit(visitors.stream().map(i -> withArm(i, arm[i])).toList(), labels(visitors, 1));
      for (int a = 0; a < ARMS.size(); a++) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          if (i % 2 != half && arm[i] == a) {
            rows.add(i);
          }
        }
        double[] visit = fit(rows.stream().map(i -> x[i]).toList(), labels(rows, 0));
        for (int i = half; i < n; i += 2) {
          q[0][a][i] = sigmoid(Ridge.dot(x[i], visit));
          q[1][a][i] = q[0][a][i] * sigmoid(Ridge.dot(withArm(i, a), after));
          q[2][a][i] = q[1][a][i] * mean;
        }
      }
    }
    return q;
  }

  private static double[] fit(List<double[]> features, double[] y) {
    return Ridge.logistic(features.toArray(double[][]::new), y, RATE_RIDGE);
  }

  private double[] labels(List<Integer> rows, int of) {
    return rows.stream().mapToDouble(i -> reward[of][i]).toArray();
  }

  /** Features of a row, and which arm. */
  private double[] withArm(int row, int a) {
    double[] wide = Arrays.copyOf(x[row], x[row].length + ARMS.size() - 1);
    if (a > 0) {
      wide[x[row].length + a - 1] = 1;
    }
    return wide;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** Writes the ETV table and a campaign whose quotas are the arms' sizes. */
  void write(double[][][] q, Path folder) {
    StringBuilder text = new StringBuilder("user_id,tolerance,none,mens,womens\n");
    long[] quota = new long[ARMS.size()];
    for (int i = 0; i < ids.length; i++) {
      quota[arm[i]]++;
      text.append(ids[i]).append(",1");
      for (int a = 0; a < ARMS.size(); a++) {
        text.append(',').append((float) q[2][a][i]);
      }
      text.append('\n');
    }
    StringBuilder campaign = new StringBuilder("campaign: hillstrom\nfunds:\n");
    for (int a = 0; a < ARMS.size(); a++) {
      campaign.append(
          String.format(Locale.ROOT, "  - {id: %s, risk: 1, quota: %d}%n", ARMS.get(a), quota[a]));
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("etv.csv"), text);
      Files.writeString(folder.resolve("campaign.yaml"), campaign.append("etv: {path: etv.csv}\n"));
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + folder + "): " + e.getMessage(),
          "Maybe the disk is full, or the folder forbids writing.",
          e);
    }
  }

  /** Each row's arm under a plan. */
  int[] plan(Path run) {
    List<Path> files = AssignmentFiles.list(run, OutputFormat.ARROW);
    if (files.isEmpty()) {
      throw EocaException.usage(
          "run folder with assignment.arrow expected (" + run + ")", "Maybe allocate first.");
    }
    int[] plan = new int[ids.length];
    int row = 0;
    try (AssignmentReader reader = AssignmentFiles.read(files, OutputFormat.ARROW, ARMS)) {
      for (AssignmentBatch batch = reader.next(); batch != null; batch = reader.next()) {
        for (int i = 0; i < batch.rows(); i++, row++) {
          if (row >= ids.length || !batch.userIds().id(i).equals(ids[row])) {
            throw EocaException.rejected(
                "plan of this data set's rows expected (" + run + ")",
                "Maybe of another.",
                List.of());
          }
          plan[row] = batch.funds()[i];
        }
      }
    }
    return plan;
  }

  /** The log as an off-policy evaluation of a plan reads it. */
  OffPolicy.Log log(int[] plan, int of, double[][] q) {
    int n = ids.length;
    double[] weight = new double[n];
    double[] direct = new double[n];
    double[] model = new double[n];
    for (int i = 0; i < n; i++) {
      weight[i] = plan[i] == arm[i] ? ARMS.size() : 0;
      direct[i] = q[plan[i]][i];
      model[i] = q[arm[i]][i];
    }
    return new OffPolicy.Log(weight, reward[of], direct, model);
  }

  /**
   * The log as an off-policy evaluation of random plans with the arms' sizes as quotas reads it.
   */
  OffPolicy.Log random(int of, double[][] q) {
    int n = ids.length;
    double[] share = new double[ARMS.size()];
    for (int a : arm) {
      share[a] += 1.0 / n;
    }
    double[] weight = new double[n];
    double[] direct = new double[n];
    double[] model = new double[n];
    for (int i = 0; i < n; i++) {
      weight[i] = share[arm[i]] * ARMS.size();
      for (int a = 0; a < ARMS.size(); a++) {
        direct[i] += share[a] * q[a][i];
      }
      model[i] = q[arm[i]][i];
    }
    return new OffPolicy.Log(weight, reward[of], direct, model);
  }
}
