package eoca.bench.race;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether everyone who claims the optimum of an instance found the same one, to their stated
 * tolerances. The certified bound has a say too: nobody may be above it.
 */
public final class Agreement {
  private Agreement() {}

  /** One line a contradiction; empty where all agree. */
  public static List<String> contradictions(List<Measurement> measurements) {
    Map<InstanceKey, List<Measurement>> byInstance = new LinkedHashMap<>();
    for (Measurement m : measurements) {
      if (m.outcome().solved()) {
        byInstance.computeIfAbsent(m.instance(), key -> new ArrayList<>()).add(m);
      }
    }
    List<String> contradictions = new ArrayList<>();
    byInstance.forEach(
        (instance, solved) -> {
          for (Measurement a : solved) {
            for (Measurement b : solved) {
              if (a.claim() && b.objective() - a.objective() > a.tolerance() + rounding(a)) {
                contradictions.add(
                    String.format(
                        Locale.ROOT,
                        "%s: %s calls %.17g optimal (tolerance %.3g), but %s found %.17g",
                        instance.id(),
                        a.entrant(),
                        a.objective(),
                        a.tolerance(),
                        b.entrant(),
                        b.objective()));
              }
            }
            if (a.absoluteGap() < 0) {
              contradictions.add(
                  instance.id() + ": " + a.entrant() + " is above the certified bound");
            }
          }
        });
    return contradictions;
  }

  /** Two sums of doubles that are each rounded once. */
  private static double rounding(Measurement m) {
    return 1e-12 * Math.abs(m.objective());
  }
}
