package eoca.core.exact;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How the differences of two funds' prices scatter over a sample's parts, for every ordered pair
 * {@code a·k + b}.
 *
 * @param mean difference
 * @param most the largest
 * @param sigma standard deviation of one part
 */
record Scatter(double[] mean, double[] most, double[] sigma) {
  /**
   * Measures.
   *
   * @param scale where a difference is measured, as {@link Lexicographic#even}
   */
  static Scatter of(Prices[] parts, DoubleUnaryOperator scale) {
    int k = parts[0].value().length;
    int n = parts.length;
    double[] mean = new double[k * k];
    double[] most = new double[k * k];
    double[] sigma = new double[k * k];
    double[] difference = new double[n];
    for (int p = 0; p < sigma.length; p++) {
      double sum = 0;
      most[p] = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        difference[i] = scale.applyAsDouble(Lexicographic.difference(parts[i], p / k, p % k));
        sum += difference[i];
        most[p] = Math.max(most[p], difference[i]);
      }
      mean[p] = sum / n;
      double squares = 0;
      for (double d : difference) {
        squares += (d - mean[p]) * (d - mean[p]);
      }
      sigma[p] = Math.sqrt(squares / (n - 1));
    }
    return new Scatter(mean, most, sigma);
  }

  /**
   * Deviations of pairs, drawn to those of their funds: few parts tell a pair's but roughly.
   *
   * @param order with the blocks within which funds are compared
   * @param weight of the funds' variances, beside the pair's
   * @param quantile a fund's own deviation is the one in so many, from the least
   */
  double[] shrunk(Spread spread, FundOrder order, double weight, int quantile) {
    int k = order.count;
    double[] glued = own(spread, order, true, quantile);
    double[] apart = own(spread, order, false, quantile);
    double[] shrunk = new double[k * k];
    for (int p = 0; p < shrunk.length; p++) {
      double[] own = spread.glued(p / k, p % k) ? glued : apart;
      double funds = own[p / k] * own[p / k] + own[p % k] * own[p % k];
      shrunk[p] = Math.sqrt((1 - weight) * sigma[p] * sigma[p] + weight / 2 * funds);
    }
    return shrunk;
  }

  /**
   * Each fund's own deviation: a quantile of those against the others of its block, tiny ones
   * aside, either within its cluster or outside, so that an uncertain step between risk levels does
   * not widen the pairs within them.
   */
  private double[] own(Spread spread, FundOrder order, boolean glued, int quantile) {
    int k = order.count;
    double[] own = new double[k];
    double[] others = new double[k];
    for (int a = 0; a < k; a++) {
      int count = 0;
      for (int b = 0; b < k; b++) {
        if (b != a
            && !spread.tiny()[b]
            && spread.glued(a, b) == glued
            && order.block(a) == order.block(b)) {
          others[count++] = sigma[a * k + b];
        }
      }
      Arrays.sort(others, 0, count);
      own[a] = count == 0 ? 0 : others[count / quantile];
    }
    return own;
  }
}
