package eoca.core.exact;

/**
 * One Newton step: solves {@code L δ = g} for the Laplacian L of pair densities by Cholesky's
 * decomposition with a small ridge. O(k³).
 */
final class Laplacian {
  private static final double RIDGE = 1e-7;

  private Laplacian() {}

  /**
   * Price changes that move demand by g.
   *
   * @param density {@code ρ_ab}, users a unit of {@code λ_a − λ_b}; symmetric part is used
   * @param excess users too many a fund
   * @param frozen funds whose price must stay
   * @param floor a density that ties every fund to where it is: decides for funds without
   *     neighbours
   * @param limit largest change of a price: a fund without neighbours has no sensible step
   */
  static double[] step(
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
    for (int a = 0; a < k; a++) {
      m[a * k + a] += most * RIDGE + floor + Double.MIN_NORMAL;
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
