package eoca.core.exact;

/**
 * {@link PathSolver} for rows that stand for many users each, values only: successive shortest
 * augmenting paths on the graph of the k funds, as many users a path as all its edges have.
 *
 * <p>O(rows·k) for each fund on a path; meant for a few thousand rows.
 */
final class CountedPaths {
  private static final long NONE = Long.MAX_VALUE;

  private final Rows rows;
  private final int k;
  private final long[] price;
  private final long[] excess;
  private final long[] users;
  private final long[] cost;
  private final int[] by;
  private final long[] dist;
  private final int[] parent;
  private final boolean[] settled;

  /**
   * Everybody takes a best candidate.
   *
   * @param rows with all funds of a range as candidates
   * @param count users of each row
   * @param price start prices; changed to optimal ones by {@link #solve}
   * @param need users wanted a fund
   */
  CountedPaths(Rows rows, long[] count, long[] price, long[] need) {
    this.rows = rows;
    this.k = need.length;
    this.price = price;
    this.excess = new long[k];
    this.users = new long[rows.candidates()];
    this.cost = new long[k * k];
    this.by = new int[k * k];
    this.dist = new long[k];
    this.parent = new int[k];
    this.settled = new boolean[k];
    for (int j = 0; j < k; j++) {
      excess[j] = -need[j];
    }
    for (int row = 0; row < rows.count(); row++) {
      int best = rows.start(row);
      for (int c = best + 1; c < rows.start(row + 1); c++) {
        best = worth(c) > worth(best) ? c : best;
      }
      users[best] = count[row];
      excess[rows.fund(best)] += count[row];
    }
  }

  private long worth(int candidate) {
    return rows.value(candidate) - price[rows.fund(candidate)];
  }

  /** The candidate of a row for a fund, or −1. */
  private int at(int row, int fund) {
    int c = rows.start(row) + fund - rows.fund(rows.start(row));
    return c >= rows.start(row) && c < rows.start(row + 1) ? c : -1;
  }

  /** Solves; false if some surplus cannot reach a deficit, or more paths are used than allowed. */
  boolean solve(int allowed) {
    for (int a = 0; a < k; a++) {
      edges(a);
    }
    for (int paths = 0; paths < allowed; paths++) {
      if (!anySurplus()) {
        return true;
      }
      int target = nearestDeficit();
      if (target < 0) {
        return false;
      }
      for (int v = 0; v < k; v++) {
        price[v] += settled[v] ? dist[target] - dist[v] : 0;
      }
      augment(target);
    }
    return false;
  }

  /** Users of a candidate's row that the candidate's fund gets. */
  long users(int candidate) {
    return users[candidate];
  }

  private boolean anySurplus() {
    for (long e : excess) {
      if (e > 0) {
        return true;
      }
    }
    return false;
  }

  /** What it costs to move the cheapest user of a fund to every other. */
  private void edges(int a) {
    for (int b = 0; b < k; b++) {
      cost[a * k + b] = NONE;
    }
    for (int row = 0; row < rows.count(); row++) {
      int own = at(row, a);
      if (own < 0 || users[own] == 0) {
        continue;
      }
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        int edge = a * k + rows.fund(c);
        long loss = rows.value(own) - rows.value(c);
        if (c != own && loss < cost[edge]) {
          cost[edge] = loss;
          by[edge] = row;
        }
      }
    }
  }

  private int nearestDeficit() {
    for (int j = 0; j < k; j++) {
      settled[j] = false;
      parent[j] = -1;
      dist[j] = excess[j] > 0 ? 0 : NONE;
    }
    while (true) {
      int a = -1;
      for (int j = 0; j < k; j++) {
        a = !settled[j] && dist[j] != NONE && (a < 0 || dist[j] < dist[a]) ? j : a;
      }
      if (a < 0) {
        return -1;
      }
      settled[a] = true;
      if (excess[a] < 0) {
        return a;
      }
      for (int b = 0; b < k; b++) {
        if (cost[a * k + b] != NONE && !settled[b]) {
          long d = dist[a] + cost[a * k + b] - price[a] + price[b];
          if (d < dist[b]) {
            dist[b] = d;
            parent[b] = a;
          }
        }
      }
    }
  }

  private void augment(int target) {
    long many = -excess[target];
    int source = target;
    while (parent[source] >= 0) {
      int from = parent[source];
      many = Math.min(many, users[at(by[from * k + source], from)]);
      source = from;
    }
    many = Math.min(many, excess[source]);
    excess[source] -= many;
    excess[target] += many;
    for (int v = target; parent[v] >= 0; v = parent[v]) {
      int row = by[parent[v] * k + v];
      users[at(row, parent[v])] -= many;
      users[at(row, v)] += many;
    }
    for (int v = target; v >= 0; v = parent[v]) {
      edges(v);
    }
  }
}
