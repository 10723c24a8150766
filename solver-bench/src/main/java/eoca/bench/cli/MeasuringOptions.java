package eoca.bench.cli;

import eoca.bench.race.InstanceKey;
import eoca.bench.race.RaceInstances;
import eoca.inputs.error.EocaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** On what is measured, and where the results go: the same for races and passes. */
final class MeasuringOptions {
  @Option(names = "--users", split = ",", description = "Sizes of instances of your own.")
  private List<Integer> users = new ArrayList<>();

  @Option(
      names = "--funds",
      split = ",",
      description = "Numbers of funds (default: 4 in a race, 8 in passes).")
  private List<Integer> funds = new ArrayList<>();

  @Option(
      names = "--regime",
      split = ",",
      defaultValue = "lognormal",
      description = "Regimes (default: ${DEFAULT-VALUE}).")
  private List<String> regimes = new ArrayList<>();

  @Option(
      names = "--levels",
      defaultValue = "4",
      description = "Risk levels (default: ${DEFAULT-VALUE}).")
  private int levels;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The generator's seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", description = "Threads to use (default: all processors).")
  private Integer threads;

  @Option(
      names = "--out",
      defaultValue = "bench-results",
      description = "Folder of the result file (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--fresh",
      description = "Measure again: drop the earlier results of what is asked for.")
  private boolean fresh;

  /** Whether instances of one's own are asked for. */
  boolean own() {
    if (users.isEmpty() && !(funds.isEmpty() && regimes.equals(List.of("lognormal")))) {
      throw EocaException.usage(
          "--regime and --funds are of instances of your own, but there are no --users.",
          "Maybe add --users 1000000.");
    }
    return !users.isEmpty();
  }

  /** The instances asked for: every regime with every number of funds, sizes ascending. */
  List<InstanceKey> instances(int defaultFunds) {
    List<InstanceKey> keys = new ArrayList<>();
    for (String regime : regimes) {
      for (int k : funds.isEmpty() ? List.of(defaultFunds) : funds) {
        users.stream().sorted().forEach(n -> keys.add(new InstanceKey(regime, n, k, levels, seed)));
      }
    }
    keys.forEach(RaceInstances::require);
    return keys;
  }

  /** How many threads to use. */
  int threads() {
    if (threads != null && threads < 1) {
      throw EocaException.usage("--threads must be above 0 (" + threads + ").", "");
    }
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Where a result file lies. */
  Path file(String name) {
    return out.resolve(name);
  }

  /** Whether to measure again what is there. */
  boolean fresh() {
    return fresh;
  }
}
