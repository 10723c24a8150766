package eoca.predict.net;

/** Small matrices in double, row by row: what is folded once a model. */
final class Dense {
  private Dense() {}

  /** {@code [n][m]} times {@code [m][k]}. */
  static double[] product(double[] a, double[] b, int n, int m, int k) {
    double[] out = new double[n * k];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        double x = a[i * m + j];
        for (int d = 0; d < k; d++) {
          out[i * k + d] += x * b[j * k + d];
        }
      }
    }
    return out;
  }

  static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
