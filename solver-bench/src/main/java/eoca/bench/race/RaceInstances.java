package eoca.bench.race;

import eoca.core.Instance;
import eoca.core.Workers;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.inputs.error.EocaException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Makes the instances of a race in memory. */
public final class RaceInstances {
  private RaceInstances() {}

  /** The regimes there are. */
  public static List<String> regimes() {
    return Arrays.stream(Regime.values()).map(RaceInstances::label).toList();
  }

  private static String label(Regime regime) {
    return regime.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The instance of a key: the same for any number of threads, always feasible.
   *
   * @throws EocaException of USAGE if there is no such regime
   */
  public static Instance generate(InstanceKey key, Workers workers) {
    Regime regime =
        Arrays.stream(Regime.values())
            .filter(r -> label(r).equals(key.regime()))
            .findFirst()
            .orElseThrow(
                () ->
                    EocaException.usage(
                        "No regime is called (" + key.regime() + ").",
                        "Maybe one of " + String.join(", ", regimes()) + "."));
    int levels = Math.min(key.levels(), key.funds());
    return Instances.generate(
        InstanceSpec.of(regime, key.users(), key.funds(), levels), key.seed(), workers);
  }
}
