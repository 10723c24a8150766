package eoca.core.exact;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Workers;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import java.util.Arrays;

/**
 * Named instances beyond the regimes: {@code slack-S} (log-normal, slack S at every level), {@code
 * zero-users} (every tenth user all zero), {@code twins} (each column twice), {@code tiny-quotas},
 * {@code hot} (one fund takes 99.9 %), {@code thousands}.
 */
final class Shapes {
  private Shapes() {}

  static Instance instance(
      String name, int users, int funds, int levels, long seed, Workers workers) {
    for (Regime regime : Regime.values()) {
      if (regime.name().equals(name)) {
        return Instances.generate(InstanceSpec.of(regime, users, funds, levels), seed, workers);
      }
    }
    Instance base =
        Instances.generate(InstanceSpec.of(Regime.LOGNORMAL, users, funds, levels), seed, workers);
    float[][] etv = ((HeapColumns) base.etv()).etv();
    byte[] tolerance = ((HeapColumns) base.etv()).tolerance();
    int[] risks = new int[funds];
    Arrays.setAll(risks, base::risk);
    long[] quotas = base.quotas();
    if (name.startsWith("SLACK-")) {
      quotas = slack(risks, quotas, tolerance, Integer.parseInt(name.substring(6)));
    } else if (name.equals("ZERO-USERS")) {
      for (int i = 0; i < users; i += 10) {
        for (float[] column : etv) {
          column[i] = 0;
        }
      }
    } else if (name.equals("TWINS")) {
      for (int j = 1; j < funds; j += 2) {
        System.arraycopy(etv[j - 1], 0, etv[j], 0, users);
      }
    } else if (name.equals("TINY-QUOTAS")) {
      quotas = few(risks, quotas, j -> j % 2 == 0 ? -1 : 1 + j * 7L);
    } else if (name.equals("HOT")) {
      long rest = users / 1000 / Math.max(1, funds - 1);
      quotas = few(risks, quotas, j -> rest);
    } else if (name.equals("THOUSANDS")) {
      for (float[] column : etv) {
        for (int i = 0; i < users; i++) {
          column[i] = (float) (1000 * Math.rint(column[i] / 4));
        }
      }
    } else {
      throw new IllegalArgumentException("shape (" + name + ")");
    }
    HeapColumns columns = new HeapColumns(etv, tolerance);
    return new Instance(users, columns, columns.tolerances(), risks, quotas, false);
  }

  /** Quotas with the same slack at every level above the lowest. */
  private static long[] slack(int[] risks, long[] shares, byte[] tolerance, long slack) {
    long[] supply = new long[65];
    for (byte t : tolerance) {
      supply[t]++;
    }
    long[] quotas = new long[risks.length];
    int lowest = Arrays.stream(risks).min().getAsInt();
    long above = 0;
    long upper = 0;
    for (int level = 63; level >= 0; level--) {
      upper += supply[level];
      int at = level;
      long funds = Arrays.stream(risks).filter(r -> r == at).count();
      if (funds == 0) {
        continue;
      }
      long wanted = Math.max(0, level == lowest ? tolerance.length - above : upper - slack - above);
      above += wanted;
      long weight = 0;
      for (int j = 0; j < risks.length; j++) {
        weight += risks[j] == level ? 1 + shares[j] : 0;
      }
      long given = 0;
      int last = -1;
      for (int j = 0; j < risks.length; j++) {
        if (risks[j] == level) {
          quotas[j] = (long) ((double) wanted * (1 + shares[j]) / weight);
          given += quotas[j];
          last = j;
        }
      }
      quotas[last] += wanted - given;
    }
    return quotas;
  }

  /**
   * Cuts funds above the lowest risk to what is wanted (negative: as it was); the rest goes to a
   * lowest fund.
   */
  private static long[] few(
      int[] risks, long[] quotas, java.util.function.IntToLongFunction wanted) {
    long[] result = quotas.clone();
    int lowest = 0;
    for (int j = 1; j < risks.length; j++) {
      lowest = risks[j] < risks[lowest] ? j : lowest;
    }
    long left = Arrays.stream(quotas).sum();
    for (int j = 0; j < risks.length; j++) {
      if (j != lowest) {
        long w = wanted.applyAsLong(j);
        result[j] = w < 0 ? quotas[j] : Math.min(quotas[j], w);
        left -= result[j];
      }
    }
    result[lowest] = left;
    return result;
  }
}
