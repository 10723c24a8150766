package eoca.core.exact;

import java.util.Arrays;

/**
 * Which funds' prices differ by a whole number that is known, so that only ties are uncertain
 * between them (see {@link Spread#cluster}).
 *
 * <p>Two witnesses: all parts of a sample agree on the difference; or, at the optimum of the whole
 * sample, many more users are indifferent between two clusters than the sample's noise could move
 * from one to the other. The optimum of all users then lies on the same step of demand, at another
 * height. Either may be wrong: the solve that follows finds out, and widens.
 */
final class Clusters {
  /** Indifferent users on both sides, in standard deviations of the smaller cluster's demand. */
  private static final double NOISE = 4;

  /** And on the side with fewer of them. */
  private static final double LEAST = 1;

  private final int k;
  private final int[] cluster;

  private Clusters(int[] cluster) {
    this.k = cluster.length;
    this.cluster = cluster;
  }

  /** Funds whose prices differ by the same whole number in every part, and only ties vary. */
  static int[] agreed(Prices[] parts, boolean[] tiny, FundOrder order) {
    int[] cluster = new int[tiny.length];
    for (int j = 0; j < cluster.length; j++) {
      cluster[j] = j;
      for (int a = j - 1; a >= 0; a--) {
        boolean same = !tiny[a] && !tiny[j] && order.block(a) == order.block(j);
        for (int p = 1; p < parts.length && same; p++) {
          same =
              parts[p].value()[j] - parts[p].value()[a]
                  == parts[0].value()[j] - parts[0].value()[a];
        }
        cluster[j] = same ? cluster[a] : cluster[j];
      }
    }
    return cluster;
  }

  /**
   * Joins clusters by the second witness.
   *
   * @param rows the sample
   * @param prices its optimal prices
   * @param quota its quotas
   * @param spread the clusters so far; tiny funds stay alone
   * @param order with the soft blocks, between which nothing is joined
   */
  static int[] joined(Rows rows, Prices prices, long[] quota, Spread spread, FundOrder order) {
    Clusters clusters = new Clusters(spread.cluster().clone());
    Rows tied = tied(rows, prices, order);
    while (clusters.join(tied, quota, spread, order)) {
      // joined clusters have more users between them and others
    }
    return clusters.cluster;
  }

  /** Rows with their best candidates: the fund they prefer, and others of the same value. */
  private static Rows tied(Rows rows, Prices prices, FundOrder order) {
    Rows tied = new Rows();
    for (int row = 0; row < rows.count(); row++) {
      int best = -1;
      long most = 0;
      long mostTie = 0;
      int equal = 0;
      long mixed = Ties.user(rows.user(row));
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        int j = rows.fund(c);
        long u = rows.value(c) - prices.value()[j];
        if (best >= 0 && u < most) {
          continue;
        }
        long tie = Ties.weight(mixed, order.tie[j]) - prices.tie()[j];
        equal = best >= 0 && u == most ? equal + 1 : 1;
        if (best < 0 || u > most || tie > mostTie) {
          best = j;
          most = u;
          mostTie = tie;
        }
      }
      if (equal < 2) {
        continue;
      }
      tied.add(best, 0);
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        int j = rows.fund(c);
        if (j != best && rows.value(c) - prices.value()[j] == most) {
          tied.add(j, 0);
        }
      }
      tied.end(rows.user(row));
    }
    return tied;
  }

  private boolean join(Rows tied, long[] quota, Spread spread, FundOrder order) {
    int[] between = new int[k * k];
    int[] seen = new int[k];
    Arrays.fill(seen, -1);
    for (int row = 0; row < tied.count(); row++) {
      int from = cluster[tied.fund(tied.start(row))];
      for (int c = tied.start(row) + 1; c < tied.start(row + 1); c++) {
        int to = cluster[tied.fund(c)];
        if (to != from && seen[to] != row) {
          seen[to] = row;
          between[from * k + to]++;
        }
      }
    }
    long[] demand = new long[k];
    for (int j = 0; j < k; j++) {
      demand[cluster[j]] += quota[j];
    }
    boolean joined = false;
    for (int b = 0; b < k; b++) {
      for (int a = 0; a < b; a++) {
        int many = Math.min(between[a * k + b], between[b * k + a]);
        int total = between[a * k + b] + between[b * k + a];
        double noise = Math.sqrt((double) Math.min(demand[a], demand[b]));
        if (total >= NOISE * noise
            && many > 0
            && many >= LEAST * noise
            && cluster[a] != cluster[b]
            && !spread.tiny()[a]
            && !spread.tiny()[b]
            && order.block(a) == order.block(b)) {
          merge(cluster[a], cluster[b]);
          joined = true;
        }
      }
    }
    return joined;
  }

  private void merge(int a, int b) {
    int first = Math.min(a, b);
    for (int j = 0; j < k; j++) {
      cluster[j] = cluster[j] == a || cluster[j] == b ? first : cluster[j];
    }
  }
}
