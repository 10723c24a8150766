package eoca.bench.cli;

import eoca.bench.race.InstanceKey;
import eoca.bench.race.Measurement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A race as a table for a terminal. */
final class RaceText {
  private RaceText() {}

  /** Instances as blocks, entrants as rows: seconds, share of the best objective, gap, memory. */
  static String table(List<Measurement> measurements) {
    Map<InstanceKey, Map<String, Measurement>> first = new LinkedHashMap<>();
    for (Measurement m : measurements) {
      first
          .computeIfAbsent(m.instance(), key -> new LinkedHashMap<>())
          .merge(m.entrant(), m, (a, b) -> a.outcome().solved() ? a : b);
    }
    StringBuilder text = new StringBuilder();
    first.forEach(
        (instance, byEntrant) -> {
          double best =
              byEntrant.values().stream()
                  .filter(m -> m.outcome().solved())
                  .mapToDouble(Measurement::objective)
                  .max()
                  .orElse(Double.NaN);
          text.append(
              String.format(
                  Locale.ROOT,
                  "%n%s: %,d users x %d funds%n%-20s %12s %14s %10s %10s  %s%n",
                  instance.regime(),
                  instance.users(),
                  instance.funds(),
                  "",
                  "seconds",
                  "objective %",
                  "gap",
                  "peak MiB",
                  "outcome"));
          byEntrant.values().forEach(m -> text.append(row(m, best)));
        });
    return text.toString();
  }

  private static String row(Measurement m, double best) {
    boolean solved = m.outcome().solved();
    return String.format(
        Locale.ROOT,
        "%-20s %12s %14s %10s %10s  %s%n",
        m.entrant(),
        m.seconds().isEmpty() ? "-" : seconds(m.medianSeconds()),
        solved ? String.format(Locale.ROOT, "%.5f", 100 * m.objective() / best) : "-",
        solved ? String.format(Locale.ROOT, "%.1e", m.relativeGap()) : "-",
        m.peakRssBytes() == 0 ? "-" : Long.toString(m.peakRssBytes() >> 20),
        m.outcome().label() + (solved || m.message().isEmpty() ? "" : ": " + m.message()));
  }

  /** Seconds with three significant digits and a unit. */
  static String seconds(double seconds) {
    if (seconds < 1e-3) {
      return String.format(Locale.ROOT, "%.0f us", seconds * 1e6);
    }
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.3g ms", seconds * 1e3);
    }
    return String.format(Locale.ROOT, "%.3g s", seconds);
  }
}
