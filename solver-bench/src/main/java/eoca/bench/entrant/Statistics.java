package eoca.bench.entrant;

import java.util.LinkedHashMap;
import java.util.Map;

/** What an entrant counted, in the order in which it did; starts its clock when it is made. */
final class Statistics {
  private final Map<String, Long> values = new LinkedHashMap<>();
  private final long start = System.nanoTime();

  /** Says that the solver's model is complete: the time until now was spent on building it. */
  Statistics modelBuilt() {
    return put("model milliseconds", (System.nanoTime() - start) / 1_000_000);
  }

  Statistics put(String name, long value) {
    values.put(name, value);
    return this;
  }

  Map<String, Long> values() {
    return values;
  }
}
