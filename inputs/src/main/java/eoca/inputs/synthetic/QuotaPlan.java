package eoca.inputs.synthetic;

import java.util.Arrays;

/**
 * Risks, quotas and the number of users at each tolerance of a synthetic campaign: feasible by
 * construction.
 *
 * <ul>
 *   <li>Risks ascend from 1 and spread evenly over 1..levels.
 *   <li>Quotas sum to N. Each is at least N/(4k) when N ≥ k (with fewer users than funds somebody
 *       gets 0), except in {@link Regime#ONE_HOT_QUOTA}, where a fund of risk 1 takes about 99.9 %.
 *   <li>With D(L) the demand of funds with risk ≥ L, exactly S(L) users have a tolerance ≥ L, where
 *       S(L) = max(D(L) + ⌈N/100⌉, 0.1·N + 0.9·D(L)) for L ≥ 2, and S(L) = D(L) in {@link
 *       Regime#TIGHT_RISK}. S does not ascend because D does not. Funds of risk 1 hold at least
 *       ⌈N/100⌉, so S(2) ≤ N. (At the lowest level demand and supply are both N, always.)
 * </ul>
 */
final class QuotaPlan {
  private static final long STREAM = 0x51;

  final int[] risks;
  final long[] quotas;

  /** {@code supply[L]}: users with tolerance ≥ L, 1 ≤ L ≤ levels; index 0 unused. */
  final long[] supply;

  QuotaPlan(SyntheticSpec spec) {
    int k = spec.funds();
    risks = new int[k];
    for (int j = 0; j < k; j++) {
      risks[j] = 1 + (int) ((long) j * spec.levels() / k);
    }
    quotas = spec.regime() == Regime.ONE_HOT_QUOTA ? oneHot(spec) : spread(spec);
    supply = new long[spec.levels() + 1];
    long onePercent = onePercent(spec.users());
    for (int level = 1; level <= spec.levels(); level++) {
      long demand = demand(level);
      if (level == 1) {
        supply[level] = spec.users();
      } else if (spec.regime() == Regime.TIGHT_RISK) {
        supply[level] = demand;
      } else {
        long tenth = demand + (spec.users() - demand) / 10;
        supply[level] = Math.max(demand + onePercent, tenth);
      }
    }
  }

  private static long onePercent(int users) {
    return (users + 99L) / 100;
  }

  /** Demand of funds with risk ≥ level. */
  long demand(int level) {
    long demand = 0;
    for (int j = 0; j < quotas.length; j++) {
      demand += risks[j] >= level ? quotas[j] : 0;
    }
    return demand;
  }

  private long[] oneHot(SyntheticSpec spec) {
    int k = spec.funds();
    int lowest = (int) Arrays.stream(risks).filter(r -> r == 1).count();
    long key = CounterRandom.key(spec.seed(), STREAM);
    int hot = (int) (CounterRandom.uniform(key, -1) * lowest);
    long small = k == 1 ? 0 : spec.users() / (1000L * (k - 1));
    if (small == 0 && spec.users() >= 100L * k) {
      small = 1;
    }
    long[] d = new long[k];
    Arrays.fill(d, small);
    d[hot] = spec.users() - small * (k - 1);
    return d;
  }

  /** Log-normal weights, smaller for higher risk, over a floor of ⌈N/(4k)⌉. */
  private long[] spread(SyntheticSpec spec) {
    int k = spec.funds();
    long n = spec.users();
    long floor = n >= k ? (n + 4L * k - 1) / (4L * k) : 0;
    long free = n - floor * k;
    long key = CounterRandom.key(spec.seed(), STREAM);
    double[] weight = new double[k];
    double total = 0;
    for (int j = 0; j < k; j++) {
      double decline = 0.8 * (risks[j] - 1) / spec.levels();
      weight[j] = CounterRandom.exp(0.7 * CounterRandom.normal(key, j) - decline);
      total += weight[j];
    }
    long[] d = new long[k];
    long left = free;
    for (int j = 0; j < k; j++) {
      long share = Math.min(left, (long) (free * (weight[j] / total)));
      d[j] = floor + share;
      left -= share;
    }
    for (int j = 0; left > 0; j = (j + 1) % k, left--) {
      d[j]++;
    }
    raiseLowest(d, floor, onePercent(spec.users()));
    return d;
  }

  /** Moves quota from the largest other funds until funds of risk 1 hold enough together. */
  private void raiseLowest(long[] d, long floor, long enough) {
    long held = 0;
    for (int j = 0; j < d.length; j++) {
      held += risks[j] == 1 ? d[j] : 0;
    }
    while (held < enough) {
      int largest = -1;
      for (int j = 0; j < d.length; j++) {
        if (risks[j] > 1 && (largest < 0 || d[j] > d[largest])) {
          largest = j;
        }
      }
      long moved = Math.min(enough - held, Math.max(1, (d[largest] - floor) / 2));
      d[largest] -= moved;
      d[0] += moved;
      held += moved;
    }
  }
}
