package eoca.predict.offpolicy;

import eoca.inputs.config.ConfigNode;
import eoca.predict.offpolicy.OffPolicy.Estimates;
import eoca.predict.offpolicy.OffPolicy.Log;
import eoca.predict.offpolicy.OffPolicy.Value;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** The configuration {@code off-policy}, and its report. */
public final class OffPolicyRun {
  private static final int PER_MILLE = 1_000;

  private OffPolicyRun() {}

  /**
   * Runs what the file asks for: {@code set: hillstrom} without a plan writes ETV and campaign,
   * with one it values the plan; {@code set: obd} checks the estimators.
   *
   * @param folder of the data set; null for the one the file names
   * @return the report
   */
  public static String run(Path file, Path folder) {
    ConfigNode root = ConfigNode.read(file);
    Path base = file.toAbsolutePath().getParent();
    ConfigNode node = root.child("off-policy");
    root.done();
    String set = node.oneOf("set", null, List.of("hillstrom", "obd"));
    Path source = Table.folder(node, base, folder);
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
    StringBuilder text = new StringBuilder();
    text.append("| plan | estimator | visits | CPMD | TAPMD |\n|---|---|---:|---:|---:|\n");
    row(text, "allocated", r -> data.log(plan, r, q[r]), replicates, seed);
    row(text, "random, same quotas", r -> data.random(r, q[r]), replicates, seed);
    for (int a = 0; a < Hillstrom.ARMS.size(); a++) {
      int[] everybody = new int[plan.length];
      Arrays.fill(everybody, a);
      String name = "everybody " + Hillstrom.ARMS.get(a);
      row(text, name, r -> data.log(everybody, r, q[r]), replicates, seed);
    }
    return text.toString();
  }

  private static void row(
      StringBuilder text, String name, IntFunction<Log> logs, int replicates, long seed) {
    StringBuilder snips = new StringBuilder("| " + name + " | SNIPS |");
    StringBuilder robust = new StringBuilder("| | doubly robust |");
    for (int reward = 0; reward < Hillstrom.REWARDS.size(); reward++) {
      Estimates estimates = OffPolicy.of(logs.apply(reward), replicates, seed);
      snips.append(' ').append(show(estimates.snips())).append(" |");
      robust.append(' ').append(show(estimates.doublyRobust())).append(" |");
    }
    text.append(snips).append('\n').append(robust).append('\n');
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
