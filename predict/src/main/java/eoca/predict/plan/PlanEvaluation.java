package eoca.predict.plan;

import eoca.inputs.assignment.AssignmentBatch;
import eoca.inputs.assignment.AssignmentFiles;
import eoca.inputs.assignment.AssignmentReader;
import eoca.inputs.assignment.FundTiles;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.Quotas;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.predict.evaluate.WideTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Conversions and money per thousand deliveries of plans (equations 17 and 18), with lifts against
 * the first plan and bootstrap intervals over users.
 *
 * <p>A user's outcome under a plan is p and ETV of the fund it got: the truth of a synthetic world,
 * or what was bought afterwards. Every plan sees the same drawn users in a replicate, so lifts are
 * paired.
 *
 * @param users number of users
 * @param rows plans in the configuration's order, then the mean of random plans
 */
public record PlanEvaluation(int users, List<Row> rows) {
  private static final double TAIL = 0.025;

  /** A figure with its 95 % interval; NaN without replicates. */
  public record Interval(double value, double low, double high) {}

  /**
   * A plan's figures.
   *
   * @param name as the configuration names it
   * @param cpmd conversions per thousand deliveries
   * @param tapmd money per thousand deliveries
   * @param cpmdLift against the first plan, in percent
   * @param tapmdLift against the first plan, in percent
   */
  public record Row(
      String name, Interval cpmd, Interval tapmd, Interval cpmdLift, Interval tapmdLift) {}

  /** What each user brings under a plan. */
  private record Outcome(String name, double[] conversions, double[] money) {}

  /**
   * Evaluates.
   *
   * @throws EocaException exit 3 for plans that are not of these users, 7 for missing files
   */
  public static PlanEvaluation of(PlanConfig config) {
    List<String> funds = config.campaign().funds().stream().map(Fund::id).toList();
    WideTable p = WideTable.read(config.p(), funds);
    WideTable etv = WideTable.read(config.etv(), funds);
    if (!p.ids().equals(etv.ids())) {
      throw rejected(config.etv(), "the same users in the same order as in truth.p expected");
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (PlanConfig.Named plan : config.plans()) {
      outcomes.add(outcome(plan.name(), read(plan.folder(), funds, p.ids()), p, etv));
    }
    if (config.random() > 0) {
      outcomes.add(random(config, p, etv));
    }
    return new PlanEvaluation(
        p.ids().size(), measure(outcomes, config.replicates(), config.seed()));
  }

  private static Outcome outcome(String name, int[] plan, WideTable p, WideTable etv) {
    double[] conversions = new double[plan.length];
    double[] money = new double[plan.length];
    for (int i = 0; i < plan.length; i++) {
      if (plan[i] >= 0 && plan[i] < p.values().length) {
        conversions[i] = p.values()[plan[i]][i];
        money[i] = etv.values()[plan[i]][i];
      }
    }
    return new Outcome(name, conversions, money);
  }

  private static Outcome random(PlanConfig config, WideTable p, WideTable etv) {
    ResolvedQuotas quotas = Quotas.resolve(config.campaign(), p.ids().size(), List.of());
    double[] conversions = new double[p.ids().size()];
    double[] money = new double[conversions.length];
    SplittableRandom random = new SplittableRandom(config.seed());
    for (int k = 0; k < config.random(); k++) {
      int[] plan =
          RandomPlans.draw(p.tolerance(), quotas.engineRisks(), quotas.engineQuotas(), random);
      Outcome one = outcome("", plan, p, etv);
      for (int i = 0; i < money.length; i++) {
        conversions[i] += one.conversions()[i] / config.random();
        money[i] += one.money()[i] / config.random();
      }
    }
    return new Outcome("random (mean of " + config.random() + ")", conversions, money);
  }

  /** Each user's fund in the order of the ids; −1 for none. */
  private static int[] read(Path folder, List<String> funds, List<String> ids) {
    Map<String, Integer> row = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      row.put(ids.get(i), i);
    }
    int[] plan = new int[ids.size()];
    Arrays.fill(plan, Integer.MIN_VALUE);
    List<Path> files = List.of();
    OutputFormat format = null;
    for (OutputFormat candidate : OutputFormat.values()) {
      List<Path> found = AssignmentFiles.list(folder, candidate);
      if (!found.isEmpty()) {
        files = found;
        format = candidate;
      }
    }
    if (files.isEmpty()) {
      throw EocaException.usage(
          "run folder with an assignment expected (" + folder + ")", "Maybe allocate first.");
    }
    int seen = 0;
    try (AssignmentReader reader = AssignmentFiles.read(files, format, funds)) {
      for (AssignmentBatch batch = reader.next(); batch != null; batch = reader.next()) {
        for (int i = 0; i < batch.rows(); i++) {
          Integer at = row.get(batch.userIds().id(i));
          if (at == null || plan[at] != Integer.MIN_VALUE) {
            throw rejected(folder, "each of the truth's users once expected");
          }
          plan[at] = batch.funds()[i] == FundTiles.NONE ? -1 : batch.funds()[i] & 0xff;
          seen++;
        }
      }
    }
    if (seen != plan.length) {
      throw rejected(folder, plan.length + " users expected, found " + seen);
    }
    return plan;
  }

  private static EocaException rejected(Path file, String rule) {
    return EocaException.rejected(
        rule + " (" + file + ")",
        "Maybe the plan is of another campaign or another night.",
        List.of(new Defect(file.toString(), 0, "", "", rule)));
  }

  private static List<Row> measure(List<Outcome> outcomes, int replicates, long seed) {
    int plans = outcomes.size();
    int n = outcomes.get(0).money().length;
    // [plan][figure][replicate], the last replicate is the data as they are.
    double[][][] drawn = new double[plans][4][replicates + 1];
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r <= replicates; r++) {
      double[][] sums = new double[plans][2];
      for (int k = 0; k < n; k++) {
        int i = r == replicates ? k : random.nextInt(n);
        for (int q = 0; q < plans; q++) {
          sums[q][0] += outcomes.get(q).conversions()[i];
          sums[q][1] += outcomes.get(q).money()[i];
        }
      }
      for (int q = 0; q < plans; q++) {
        for (int f = 0; f < 2; f++) {
          drawn[q][f][r] = sums[q][f] * 1000 / n;
          drawn[q][2 + f][r] = 100 * (sums[q][f] / sums[0][f] - 1);
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int q = 0; q < plans; q++) {
      rows.add(
          new Row(
              outcomes.get(q).name(),
              interval(drawn[q][0]),
              interval(drawn[q][1]),
              interval(drawn[q][2]),
              interval(drawn[q][3])));
    }
    return List.copyOf(rows);
  }

  private static Interval interval(double[] drawn) {
    int replicates = drawn.length - 1;
    double value = drawn[replicates];
    double[] sorted = Arrays.copyOf(drawn, replicates);
    Arrays.sort(sorted);
    if (replicates == 0) {
      return new Interval(value, Double.NaN, Double.NaN);
    }
    return new Interval(
        value,
        sorted[(int) Math.round(TAIL * (replicates - 1))],
        sorted[(int) Math.round((1 - TAIL) * (replicates - 1))]);
  }
}
