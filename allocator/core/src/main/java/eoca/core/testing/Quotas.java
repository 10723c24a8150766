package eoca.core.testing;

import java.util.SplittableRandom;

/** Draws the quotas of a generated instance. */
final class Quotas {
  private Quotas() {}

  static long[] draw(InstanceSpec spec, int[] risks, byte[] tolerance, SplittableRandom random) {
    int n = spec.users();
    int k = risks.length;
    long[] supply = supply(tolerance);
    if (spec.regime() == Regime.TIGHT_RISK) {
      return tight(risks, supply, random);
    }
    long[] quotas;
    if (spec.regime() == Regime.ONE_HOT_QUOTA) {
      quotas = oneHot(n, k, random);
    } else {
      quotas = shares(n, k, random);
      if (!spec.feasible() && random.nextInt(3) == 0) {
        int j = random.nextInt(k);
        quotas[j] = Math.max(0, quotas[j] + random.nextInt(2 * Math.max(1, n / 4) + 1) - n / 4);
      }
    }
    if (spec.feasible()) {
      long spare = random.nextInt(4) == 0 ? 0 : n / 100;
      repair(quotas, risks, supply, spare);
    }
    return quotas;
  }

  /** Users with tolerance at least L, for L = 0..64. */
  private static long[] supply(byte[] tolerance) {
    long[] supply = new long[65];
    for (byte t : tolerance) {
      supply[t]++;
    }
    for (int level = 63; level >= 0; level--) {
      supply[level] += supply[level + 1];
    }
    return supply;
  }

  private static long[] shares(int n, int k, SplittableRandom random) {
    double[] weight = new double[k];
    double total = 0;
    boolean someEmpty = random.nextInt(3) == 0;
    for (int j = 0; j < k; j++) {
      weight[j] = someEmpty && random.nextInt(4) == 0 ? 0 : 0.1 + random.nextDouble();
      total += weight[j];
    }
    if (total == 0) {
      weight[0] = total = 1;
    }
    long[] quotas = new long[k];
    double cumulative = 0;
    long given = 0;
    for (int j = 0; j < k; j++) {
      cumulative += weight[j];
      long upTo = j == k - 1 ? n : Math.min(n, Math.round(n * (cumulative / total)));
      quotas[j] = upTo - given;
      given = upTo;
    }
    return quotas;
  }

  private static long[] oneHot(int n, int k, SplittableRandom random) {
    long[] quotas = new long[k];
    int hot = random.nextInt(k);
    long left = n;
    for (int j = 0; j < k; j++) {
      if (j != hot && left > 0 && random.nextInt(3) == 0) {
        quotas[j] = 1;
        left--;
      }
    }
    quotas[hot] = left;
    return quotas;
  }

  /** Each level's funds together take exactly the users between it and the next level. */
  private static long[] tight(int[] risks, long[] supply, SplittableRandom random) {
    long[] quotas = new long[risks.length];
    int above = 64;
    for (int level = 63; level >= 0; level--) {
      int last = -1;
      for (int j = 0; j < risks.length; j++) {
        last = risks[j] == level ? j : last;
      }
      if (last < 0) {
        continue;
      }
      long left = supply[level] - supply[above];
      for (int j = 0; j < last; j++) {
        if (risks[j] == level) {
          quotas[j] = left == 0 ? 0 : random.nextLong(left + 1);
          left -= quotas[j];
        }
      }
      quotas[last] = left;
      above = level;
    }
    return quotas;
  }

  /**
   * Cuts every level to its supply, less something to spare, from the top down, all its funds in
   * proportion; what was cut goes to the first fund of the lowest level.
   */
  private static void repair(long[] quotas, int[] risks, long[] supply, long spare) {
    long demand = 0;
    int lowest = 63;
    for (int level = 63; level >= 0; level--) {
      long wanted = 0;
      for (int j = 0; j < risks.length; j++) {
        wanted += risks[j] == level ? quotas[j] : 0;
        lowest = risks[j] == level ? level : lowest;
      }
      long room = Math.max(0, supply[level] - spare - demand);
      for (int j = 0; j < risks.length; j++) {
        if (risks[j] == level) {
          quotas[j] = wanted > room ? quotas[j] * room / wanted : quotas[j];
          demand += quotas[j];
        }
      }
    }
    for (int j = 0; j < risks.length; j++) {
      if (risks[j] == lowest) {
        quotas[j] += supply[0] - demand;
        return;
      }
    }
  }
}
