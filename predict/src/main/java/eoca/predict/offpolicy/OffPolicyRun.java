package eoca.predict.offpolicy;

import eoca.inputs.config.ConfigNode;
import eoca.predict.offpolicy.OffPolicy.Estimates;
import eoca.predict.offpolicy.OffPolicy.Log;
import eoca.predict.offpolicy.OffPolicy.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The configuration {@code off-policy}, and its report. */
public final class OffPolicyRun {
  private static final int PER_MILLE = 1_000;

  private OffPolicyRun() {}

  /**
   * Runs what the file asks for: {@code set: hillstrom} without a plan writes ETV and campaign,
   * with one it values the plan; {@code set: obd} checks the estimators.
   *
   * @return the report
   */
  public static String run(Path file) {
    ConfigNode root = ConfigNode.read(file);
    Path base = file.toAbsolutePath().getParent();
    ConfigNode node = root.child("off-policy");
    root.done();
    String set = node.oneOf("set", null, List.of("hillstrom", "obd"));
    Path source = base.resolve(node.text("source"));
    int replicates = node.integer("bootstrap", 1_000, 0, 100_000);
    long seed = node.wholeNumber("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    Path plan = node.has("plan") ? base.resolve(node.text("plan")) : null;
    Path out = base.resolve(node.text("out", "."));
    node.done();
    return set.equals("obd")
        ? bandit(new OpenBandit(source), replicates, seed)
        : hillstrom(new Hillstrom(source), plan, out, replicates, seed);
  }

  private static String bandit(OpenBandit bandit, int replicates, long seed) {
    StringBuilder text = new StringBuilder();
    text.append("Clicks per 1,000 impressions.\n\n| policy | own log | IPS | SNIPS |\n");
    text.append("|---|---:|---:|---:|\n");
    for (boolean uniform : new boolean[] {true, false}) {
      Log other = uniform ? bandit.uniformFromThompson() : bandit.thompsonFromUniform();
      Estimates estimates = OffPolicy.of(other, replicates, seed);
      text.append(uniform ? "| uniform | " : "| Thompson sampling | ");
      text.append(show(OffPolicy.of(bandit.own(uniform), replicates, seed).snips())).append(" | ");
      text.append(show(estimates.ips())).append(" | ");
      text.append(show(estimates.snips())).append(" |\n");
    }
    return text.toString();
  }

  private static String hillstrom(Hillstrom data, Path run, Path out, int replicates, long seed) {
    double[][][] q = data.predict();
    if (run == null) {
      data.write(q, out);
      return String.format(
          Locale.ROOT, "%,d rows: %s%n", data.ids.length, out.resolve("campaign.yaml"));
    }
    int[] plan = data.plan(run);
    int[] shuffled = plan.clone();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int arm = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = arm;
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "| plan | CPMD, SNIPS | CPMD, doubly robust | TAPMD, SNIPS | TAPMD, doubly robust |\n");
    text.append("|---|---:|---:|---:|---:|\n");
    int[][] plans = {plan, shuffled};
    String[] names = {"allocated", "random, same quotas"};
    for (int k = 0; k < plans.length; k++) {
      text.append("| ").append(names[k]).append(" |");
      double[][] rewards = {data.conversion, data.spend};
      for (int reward = 0; reward < rewards.length; reward++) {
        Log log = data.log(plans[k], rewards[reward], q[reward]);
        Estimates estimates = OffPolicy.of(log, replicates, seed);
        text.append(' ').append(show(estimates.snips())).append(" |");
        text.append(' ').append(show(estimates.doublyRobust())).append(" |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String show(Value value) {
    return String.format(
        Locale.ROOT,
        "%,.2f (%,.2f … %,.2f)",
        value.value() * PER_MILLE,
        value.low() * PER_MILLE,
        value.high() * PER_MILLE);
  }
}
