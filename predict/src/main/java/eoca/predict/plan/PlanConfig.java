package eoca.predict.plan;

import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.config.ConfigNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of an evaluation of plans.
 *
 * @param campaign funds, risks and quotas
 * @param p probability of a conversion, or 0 and 1 afterwards, of every (user, fund): Parquet in
 *     the form of an ETV table
 * @param etv expected amount, or the amount bought afterwards
 * @param plans run folders by the name they are shown with; lifts are against the first
 * @param random random feasible plans to judge beside them
 * @param replicates bootstrap draws
 * @param seed of draws and random plans
 * @param out the folder for plans.json, plans.md and plans.html; null if the file names none
 */
public record PlanConfig(
    Campaign campaign,
    Path p,
    Path etv,
    List<Named> plans,
    int random,
    int replicates,
    long seed,
    Path out) {

  /** A run folder and its name in tables. */
  public record Named(String name, Path folder) {}

  /** Reads the file; everything it names is relative to it. */
  public static PlanConfig read(Path file) {
    ConfigNode node = ConfigNode.read(file);
    Path base = file.toAbsolutePath().getParent();
    Campaign campaign = CampaignFile.read(base.resolve(node.text("campaign")));
    ConfigNode truth = node.child("truth");
    Path p = base.resolve(truth.text("p"));
    Path etv = base.resolve(truth.text("etv"));
    truth.done();
    ConfigNode folders = node.child("plans");
    List<Named> plans = new ArrayList<>();
    for (String name : folders.keys()) {
      plans.add(new Named(name, base.resolve(folders.text(name))));
    }
    if (plans.isEmpty()) {
      throw node.bad("plans", "at least one run folder");
    }
    int random = node.integer("random", 20, 0, 10_000);
    int replicates = node.integer("bootstrap", 1_000, 0, 100_000);
    long seed = node.wholeNumber("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    Path out = node.has("out") ? base.resolve(node.text("out")) : null;
    node.done();
    return new PlanConfig(campaign, p, etv, List.copyOf(plans), random, replicates, seed, out);
  }
}
