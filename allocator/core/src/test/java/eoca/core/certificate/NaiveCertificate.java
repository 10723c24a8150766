package eoca.core.certificate;

import eoca.core.Assignment;
import eoca.core.Instance;
import java.math.BigDecimal;

/**
 * The dumb oracle: the certificate's formulas as they are written, in BigDecimal; where the bound
 * by the risk rule alone does not prove a valid allocation, the smaller of it and the one within
 * tight levels.
 */
final class NaiveCertificate {
  final BigDecimal objective;
  final BigDecimal bound;
  final BigDecimal magnitude;
  final boolean valid;
  final boolean whole;

  NaiveCertificate(Instance instance, Assignment assignment, double[] prices) {
    int n = instance.users();
    int k = instance.funds();
    float[] value = new float[1];
    byte[] tolerance = new byte[1];
    long[] given = new long[k];
    BigDecimal objectiveSum = BigDecimal.ZERO;
    BigDecimal magnitudeSum = BigDecimal.ZERO;
    BigDecimal boundSum = BigDecimal.ZERO;
    boolean validSoFar = true;
    boolean wholeSoFar = true;
    for (int i = 0; i < n; i++) {
      instance.tolerances().copy(i, tolerance, 1);
      BigDecimal best = null;
      int fund = assignment.fund(i);
      for (int j = 0; j < k; j++) {
        instance.etv().copy(j, i, value, 1);
        BigDecimal etv = new BigDecimal(value[0]);
        wholeSoFar &= value[0] == Math.rint(value[0]);
        if (j == fund) {
          objectiveSum = objectiveSum.add(etv);
          magnitudeSum = magnitudeSum.add(etv.abs());
          given[j]++;
          validSoFar &= tolerance[0] >= instance.risk(j);
        }
        if (instance.quota(j) > 0 && tolerance[0] >= instance.risk(j)) {
          BigDecimal reduced = etv.subtract(prices == null ? BigDecimal.ZERO : big(prices[j]));
          best = best == null ? reduced : best.max(reduced);
        }
      }
      validSoFar &= best != null && fund >= 0 && fund < k;
      boundSum = boundSum.add(best == null ? BigDecimal.ZERO : best);
    }
    for (int j = 0; j < k; j++) {
      validSoFar &= given[j] == instance.quota(j);
      if (prices != null && instance.quota(j) > 0) {
        boundSum = boundSum.add(big(prices[j]).multiply(BigDecimal.valueOf(instance.quota(j))));
      }
    }
    this.objective = objectiveSum;
    BigDecimal gap = boundSum.subtract(objectiveSum);
    BigDecimal scale = boundSum.abs().max(magnitudeSum);
    boolean small = wholeSoFar && scale.compareTo(BigDecimal.valueOf(1L << 53)) < 0;
    boolean proven =
        gap.signum() == 0 || (!small && gap.doubleValue() / scale.doubleValue() <= 1e-9);
    this.bound =
        prices == null || !validSoFar || proven
            ? boundSum
            : boundSum.min(withinLevels(instance, prices));
    this.magnitude = magnitudeSum;
    this.valid = validSoFar;
    this.whole = wholeSoFar;
  }

  /** The bound of an instance without pins where nobody goes below a level that needs all. */
  private static BigDecimal withinLevels(Instance instance, double[] prices) {
    byte[] tolerance = new byte[instance.users()];
    instance.tolerances().copy(0, tolerance, tolerance.length);
    BigDecimal bound = BigDecimal.ZERO;
    for (int j = 0; j < prices.length; j++) {
      if (instance.quota(j) > 0) {
        bound = bound.add(big(prices[j]).multiply(BigDecimal.valueOf(instance.quota(j))));
      }
    }
    float[] value = new float[1];
    for (int i = 0; i < tolerance.length; i++) {
      BigDecimal best = null;
      for (int j = 0; j < prices.length; j++) {
        boolean may = instance.quota(j) > 0 && tolerance[i] >= instance.risk(j);
        for (int level = instance.risk(j) + 1; level <= tolerance[i] && may; level++) {
          long spare = 0;
          for (byte t : tolerance) {
            spare += t >= level ? 1 : 0;
          }
          for (int other = 0; other < prices.length; other++) {
            spare -= instance.risk(other) >= level ? instance.quota(other) : 0;
          }
          may = spare != 0;
        }
        if (may) {
          instance.etv().copy(j, i, value, 1);
          BigDecimal reduced = big(value[0]).subtract(big(prices[j]));
          best = best == null ? reduced : best.max(reduced);
        }
      }
      bound = bound.add(best);
    }
    return bound;
  }

  private static BigDecimal big(double value) {
    return new BigDecimal(value);
  }
}
