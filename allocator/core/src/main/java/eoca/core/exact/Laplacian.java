package eoca.core.exact;

/**
 * One Newton step: solves {@code L δ = g} for the Laplacian L of pair densities by Cholesky's
 * decomposition with a small ridge. O(k³).
 *
 * <p>Funds of a cluster ({@link Spread}) differ by an exact number of units, so the step has two
 * parts: clusters move against each other in units of value, as their funds together have users too
 * many; then the funds of a cluster move against each other in ties, for the users too many that
 * the first part leaves.
 */
final class Laplacian {
  private static final double RIDGE = 1e-7;

  private Laplacian() {}

  /**
   * A step, in units of value.
   *
   * @param value by how much prices move
   * @param tie by how much tie prices move
   */
  record Step(double[] value, double[] tie) {
    /** What the step does to {@code λ_a − λ_b}. */
    double moves(Spread spread, int a, int b) {
      return Math.abs(spread.glued(a, b) ? tie[a] - tie[b] : value[a] - value[b]);
    }
  }

  /**
   * Price changes that move demand by g.
   *
   * @param density {@code ρ_ab}, users a unit of {@code λ_a − λ_b}; symmetric part is used
   * @param excess users too many a fund
   * @param frozen funds whose price must stay
   * @param floor users a width that tie every fund to where it is: decides for funds without
   *     neighbours, and no fund moves farther than the widest width
   */
  static Step step(
      double[] density, double[] excess, boolean[] frozen, double floor, Spread spread) {
    int k = excess.length;
    int[] cluster = spread.cluster();
    double[] between = new double[k * k];
    double[] within = new double[k * k];
    double[] all = new double[k];
    double widest = 0;
    double widestTie = 0;
    for (int a = 0; a < k; a++) {
      all[cluster[a]] += excess[a];
      for (int b = 0; b < k; b++) {
        int p = a * k + b;
        double w = spread.width()[p];
        w = a == b || w >= Spread.BOUNDED ? 0 : w;
        if (spread.glued(a, b)) {
          within[p] = density[p];
          widestTie = Math.max(widestTie, w);
        } else {
          between[cluster[a] * k + cluster[b]] += density[p];
          widest = Math.max(widest, w);
        }
      }
    }
    double[] root = spread.smooth() ? solve(between, all, frozen, floor, widest) : new double[k];
    double[] value = new double[k];
    double[] left = new double[k];
    boolean[] alone = new boolean[k];
    boolean ties = false;
    for (int a = 0; a < k; a++) {
      value[a] = root[cluster[a]];
      alone[a] = frozen[a] || !spread.clustered(a);
      ties |= !alone[a];
      left[a] = alone[a] ? 0 : excess[a];
      for (int b = 0; b < k && !alone[a]; b++) {
        if (!spread.glued(a, b)) {
          left[a] -= (density[a * k + b] + density[b * k + a]) * (value[a] - root[cluster[b]]);
        }
      }
    }
    if (ties && !spread.smooth()) {
      even(left, within, cluster, alone);
    }
    double[] tie = ties ? solve(within, left, alone, floor, widestTie) : new double[k];
    return new Step(value, tie);
  }

  /** Takes from each cluster's funds what ties cannot move: what they have too much together. */
  private static void even(double[] left, double[] within, int[] cluster, boolean[] alone) {
    int k = left.length;
    double[] sum = new double[k];
    double[] weight = new double[k];
    double[] own = new double[k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k && !alone[a]; b++) {
        own[a] += within[a * k + b] + within[b * k + a];
      }
      sum[cluster[a]] += left[a];
      weight[cluster[a]] += own[a];
    }
    for (int a = 0; a < k; a++) {
      int c = cluster[a];
      left[a] -= weight[c] > 0 ? sum[c] * own[a] / weight[c] : 0;
    }
  }

  private static double[] solve(
      double[] density, double[] excess, boolean[] frozen, double floor, double limit) {
    int k = excess.length;
    double[] m = new double[k * k];
    double most = 0;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        if (a == b || frozen[a] || frozen[b]) {
          continue;
        }
        double rho = density[a * k + b] + density[b * k + a];
        m[a * k + b] = -rho;
        m[a * k + a] += rho;
      }
      most = Math.max(most, m[a * k + a]);
    }
    double least = limit > 0 ? floor / limit : 0;
    for (int a = 0; a < k; a++) {
      m[a * k + a] += most * RIDGE + least + Double.MIN_NORMAL;
    }
    decompose(m, k);
    double[] x = new double[k];
    for (int a = 0; a < k; a++) {
      double sum = frozen[a] ? 0 : excess[a];
      for (int b = 0; b < a; b++) {
        sum -= m[a * k + b] * x[b];
      }
      x[a] = sum / m[a * k + a];
    }
    for (int a = k - 1; a >= 0; a--) {
      double sum = x[a];
      for (int b = a + 1; b < k; b++) {
        sum -= m[b * k + a] * x[b];
      }
      x[a] = sum / m[a * k + a];
    }
    for (int a = 0; a < k; a++) {
      x[a] = frozen[a] ? 0 : Math.max(-limit, Math.min(limit, x[a]));
    }
    return x;
  }

  private static void decompose(double[] m, int k) {
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = m[a * k + b];
        for (int c = 0; c < b; c++) {
          sum -= m[a * k + c] * m[b * k + c];
        }
        m[a * k + b] = a == b ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / m[b * k + b];
      }
    }
  }
}
