package eoca.bench.race;

import eoca.inputs.error.EocaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who races on what, under which limits.
 *
 * @param name names the result file
 * @param instances in the order of the race; sizes of one kind ascending
 * @param entrants entrant ids
 * @param threads threads allowed
 * @param limitSeconds time allowed a solve
 * @param memoryLimitBytes resident memory allowed a process
 * @param rounds interleaved rounds; slow measurements are not repeated
 */
public record RacePlan(
    String name,
    List<InstanceKey> instances,
    List<String> entrants,
    int threads,
    double limitSeconds,
    long memoryLimitBytes,
    int rounds) {

  private static final List<String> EVERYONE = eoca.bench.entrant.Entrants.ids();

  /** From the top of the source tree. */
  private static final Path SAMPLE = Path.of("inputs", "sample", "campaign.yaml");

  private static final List<String> LARGE =
      List.of("exact", "heuristic", "heuristic-literal", "manual", "ortools-flow");

  /** The prepared races by name, with one line of description each. */
  public static Map<String, String> presets() {
    Map<String, String> presets = new TreeMap<>();
    presets.put("figure6", "the paper's Figure 6: k = 4, 1,000 to 200,000 users, everyone");
    presets.put("funds", "k = 8 and 24, 1,000 to 200,000 users, everyone");
    presets.put("large", "k = 8, 1 and 10 million users, those that can");
    presets.put("regimes", "every regime at 50,000 × 8: own strategies and minimum-cost flow");
    presets.put("sample", "the real sample (inputs/sample), everyone");
    presets.put("quick", "a minute's check: 1,000 and 5,000 users, everyone");
    return presets;
  }

  /**
   * A prepared race.
   *
   * @throws EocaException of USAGE if there is none of that name
   */
  public static RacePlan preset(
      String name, int threads, double limitSeconds, long memoryLimitBytes, int rounds) {
    List<InstanceKey> instances = new ArrayList<>();
    List<String> entrants = EVERYONE;
    switch (name) {
      case "figure6" -> add(instances, "lognormal", 4, 1_000, 10_000, 50_000, 100_000, 200_000);
      case "funds" -> {
        add(instances, "lognormal", 8, 1_000, 10_000, 50_000, 200_000);
        add(instances, "lognormal", 24, 1_000, 10_000, 50_000, 200_000);
      }
      case "large" -> {
        add(instances, "lognormal", 8, 1_000_000, 10_000_000);
        entrants = LARGE;
      }
      case "regimes" -> {
        for (String regime : RaceInstances.regimes()) {
          add(instances, regime, 8, 50_000);
        }
        entrants = LARGE;
      }
      case "sample" -> instances.add(RaceInstances.ofCampaign(SAMPLE));
      case "quick" -> add(instances, "lognormal", 4, 1_000, 5_000);
      default ->
          throw EocaException.usage(
              "No race is called (" + name + ").",
              "Maybe one of " + String.join(", ", presets().keySet()) + ".");
    }
    return new RacePlan(name, instances, entrants, threads, limitSeconds, memoryLimitBytes, rounds);
  }

  /** Whether a measurement is one of this plan's. */
  public boolean includes(Measurement measurement) {
    return instances.contains(measurement.instance()) && entrants.contains(measurement.entrant());
  }

  /** Whether a measurement was made under this plan's limits. */
  boolean sameSetting(Measurement measurement) {
    return measurement.threads() == threads
        && measurement.limitSeconds() == limitSeconds
        && measurement.memoryLimitBytes() == memoryLimitBytes;
  }

  private static void add(List<InstanceKey> instances, String regime, int funds, int... users) {
    for (int n : users) {
      instances.add(new InstanceKey(regime, n, funds, Math.min(4, funds), 1));
    }
  }
}
