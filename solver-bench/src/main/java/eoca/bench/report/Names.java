package eoca.bench.report;

import eoca.bench.entrant.Entrant;
import eoca.bench.entrant.Entrants;
import eoca.bench.race.InstanceKey;
import java.util.Locale;

/** Names and numbers as a person reads them. */
final class Names {
  private Names() {}

  /** The label of an entrant; its id where it is not built in. */
  static String label(String id) {
    return Entrants.all().stream()
        .filter(entrant -> entrant.id().equals(id))
        .findFirst()
        .map(Entrant::label)
        .orElse(id);
  }

  static Entrant.Family family(String id) {
    return Entrants.all().stream()
        .filter(entrant -> entrant.id().equals(id))
        .findFirst()
        .map(Entrant::family)
        .orElse(Entrant.Family.FLOW);
  }

  static boolean mip(String id) {
    return family(id) == Entrant.Family.MIP;
  }

  /** What the values of an instance are like. */
  static String values(InstanceKey key) {
    return key.regime().startsWith("campaign:")
        ? "the campaign " + key.regime().substring("campaign:".length())
        : key.regime() + " values";
  }

  /** A size in words that fit an axis. */
  static String shortCount(int n) {
    if (n % 1_000_000 == 0) {
      return n / 1_000_000 + " M";
    }
    return n % 1000 == 0 ? n / 1000 + " k" : count(n);
  }

  /** Three significant digits with a unit. */
  static String seconds(double seconds) {
    if (seconds < 0.9995e-3) {
      return String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
    }
    if (seconds < 0.9995) {
      return significant(seconds * 1e3) + " ms";
    }
    return significant(seconds) + " s";
  }

  /** Three significant digits, plain notation. */
  static String significant(double value) {
    double magnitude = Math.abs(value);
    if (magnitude >= 99.95) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, magnitude >= 9.995 ? "%.1f" : "%.2f", value);
  }

  /** Percent of the optimum: as many digits as tell it from 100. */
  static String percent(double percent) {
    double missing = 100 - percent;
    if (missing <= 5e-8) {
      return "100";
    }
    int digits = missing < 0.005 ? Math.min(7, (int) Math.ceil(1 - Math.log10(missing))) : 2;
    return String.format(Locale.ROOT, "%." + digits + "f", percent);
  }

  static String gap(double gap) {
    return gap == 0 ? "0" : String.format(Locale.ROOT, "%.1e", gap);
  }

  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }

  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
