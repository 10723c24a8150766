package eoca.predict.baseline;

/**
 * Linear and logistic regression with a ridge on all coefficients but the first (the intercept).
 *
 * <p>Logistic: Newton's method with step halving, so the penalised likelihood never falls; it is
 * strictly concave (ridge) up to the intercept, hence one optimum. O(rows · columns²) an iteration.
 */
public final class Ridge {
  private static final int MOST_STEPS = 50;
  private static final double ENOUGH = 1e-8;

  private Ridge() {}

  /** Coefficients that minimise Σ (y − x·b)² + ridge·|b|², the intercept free. */
  public static double[] linear(double[][] x, double[] y, double ridge) {
    int k = x[0].length;
    double[][] h = new double[k][k];
    double[] g = new double[k];
    for (int i = 0; i < x.length; i++) {
      add(h, g, x[i], 1, y[i]);
    }
    return solve(penalised(h, ridge), g);
  }

  /** Coefficients that maximise the log-likelihood of 0 and 1 minus ridge/2·|b|². */
  public static double[] logistic(double[][] x, double[] y, double ridge) {
    int k = x[0].length;
    double[] b = new double[k];
    double value = objective(x, y, b, ridge);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[][] h = new double[k][k];
      double[] g = new double[k];
      for (int i = 0; i < x.length; i++) {
        double p = 1 / (1 + Math.exp(-dot(x[i], b)));
        add(h, g, x[i], Math.max(1e-9, p * (1 - p)), y[i] - p);
      }
      for (int c = 1; c < k; c++) {
        g[c] -= ridge * b[c];
      }
      double[] direction = solve(penalised(h, ridge), g);
      double length = 1;
      double[] next = moved(b, direction, length);
      double reached = objective(x, y, next, ridge);
      while (!(reached <= value) && length > 1e-9) {
        length /= 2;
        next = moved(b, direction, length);
        reached = objective(x, y, next, ridge);
      }
      b = next;
      if (value - reached < ENOUGH * Math.abs(value)) {
        break;
      }
      value = reached;
    }
    return b;
  }

  private static double[] moved(double[] b, double[] direction, double length) {
    double[] next = b.clone();
    for (int c = 0; c < b.length; c++) {
      next[c] += length * direction[c];
    }
    return next;
  }

  private static double objective(double[][] x, double[] y, double[] b, double ridge) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double z = dot(x[i], b);
      sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y[i] * z;
    }
    for (int c = 1; c < b.length; c++) {
      sum += ridge / 2 * b[c] * b[c];
    }
    return sum;
  }

  /** x·b. */
  public static double dot(double[] x, double[] b) {
    double sum = 0;
    for (int c = 0; c < b.length; c++) {
      sum += x[c] * b[c];
    }
    return sum;
  }

  /** h += weight·x·xᵀ (lower triangle), g += slope·x; most entries of x are 0. */
  private static void add(double[][] h, double[] g, double[] x, double weight, double slope) {
    for (int r = 0; r < x.length; r++) {
      if (x[r] != 0) {
        g[r] += slope * x[r];
        double scaled = weight * x[r];
        for (int c = 0; c <= r; c++) {
          h[r][c] += scaled * x[c];
        }
      }
    }
  }

  private static double[][] penalised(double[][] h, double ridge) {
    h[0][0] += 1e-9;
    for (int c = 1; c < h.length; c++) {
      h[c][c] += ridge;
    }
    return h;
  }

  /** Solves h·z = g by Cholesky, h given by its lower triangle and overwritten. */
  private static double[] solve(double[][] h, double[] g) {
    int k = g.length;
    for (int r = 0; r < k; r++) {
      for (int c = 0; c <= r; c++) {
        double sum = h[r][c];
        for (int m = 0; m < c; m++) {
          sum -= h[r][m] * h[c][m];
        }
        h[r][c] = r == c ? Math.sqrt(sum) : sum / h[c][c];
      }
    }
    double[] z = g.clone();
    for (int r = 0; r < k; r++) {
      for (int m = 0; m < r; m++) {
        z[r] -= h[r][m] * z[m];
      }
      z[r] /= h[r][r];
    }
    for (int r = k - 1; r >= 0; r--) {
      for (int m = r + 1; m < k; m++) {
        z[r] -= h[m][r] * z[m];
      }
      z[r] /= h[r][r];
    }
    return z;
  }
}
