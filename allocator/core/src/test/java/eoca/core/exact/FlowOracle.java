package eoca.core.exact;

import eoca.core.Instance;
import java.util.Arrays;

/**
 * An oracle that knows nothing of the solver: min-cost flow from users to funds by successive
 * Bellman-Ford paths, one user at a time, in exact whole numbers. Only for whole-number values and
 * a few hundred users.
 */
final class FlowOracle {
  private static final long FAR = Long.MAX_VALUE / 4;

  private FlowOracle() {}

  /** The optimum of a feasible instance whose values are whole numbers. */
  static long optimum(Instance instance) {
    float[] value = new float[1];
    return optimum(
        instance,
        (user, fund) -> {
          instance.etv().copy(fund, user, value, 1);
          return (long) value[0];
        });
  }

  /** A whole-number value of a user and a fund. */
  interface Worth {
    long of(int user, int fund);
  }

  /** The optimum of a feasible instance with other values. */
  static long optimum(Instance instance, Worth worth) {
    int n = instance.users();
    int k = instance.funds();
    long[][] cost = new long[n][k];
    boolean[][] allowed = new boolean[n][k];
    byte[] tolerance = new byte[1];
    for (int i = 0; i < n; i++) {
      instance.tolerances().copy(i, tolerance, 1);
      for (int j = 0; j < k; j++) {
        cost[i][j] = -worth.of(i, j);
        allowed[i][j] = tolerance[0] >= instance.risk(j);
      }
    }
    int[] fund = new int[n];
    Arrays.fill(fund, -1);
    long[] left = instance.quotas();
    for (int i = 0; i < n; i++) {
      insert(i, cost, allowed, fund, left);
    }
    long total = 0;
    for (int i = 0; i < n; i++) {
      total -= cost[i][fund[i]];
    }
    return total;
  }

  /** Adds one user along the cheapest path user → fund (→ user moved → fund)*. */
  private static void insert(
      int user, long[][] cost, boolean[][] allowed, int[] fund, long[] left) {
    int k = left.length;
    long[] dist = new long[k];
    int[] viaUser = new int[k];
    int[] viaFund = new int[k];
    for (int j = 0; j < k; j++) {
      dist[j] = allowed[user][j] ? cost[user][j] : FAR;
      viaUser[j] = user;
      viaFund[j] = -1;
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < fund.length; i++) {
        int a = fund[i];
        for (int b = 0; a >= 0 && dist[a] < FAR && b < k; b++) {
          if (allowed[i][b] && dist[a] - cost[i][a] + cost[i][b] < dist[b]) {
            dist[b] = dist[a] - cost[i][a] + cost[i][b];
            viaUser[b] = i;
            viaFund[b] = a;
            changed = true;
          }
        }
      }
    }
    int best = -1;
    for (int j = 0; j < k; j++) {
      if (left[j] > 0 && dist[j] < FAR && (best < 0 || dist[j] < dist[best])) {
        best = j;
      }
    }
    left[best]--;
    for (int j = best; j >= 0; ) {
      int from = viaFund[j];
      fund[viaUser[j]] = j;
      j = from;
    }
  }
}
