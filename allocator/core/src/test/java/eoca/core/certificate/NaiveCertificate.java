package eoca.core.certificate;

import eoca.core.Assignment;
import eoca.core.Instance;
import java.math.BigDecimal;

/** The dumb oracle: the certificate's formulas as they are written, in BigDecimal. */
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
    this.bound = boundSum;
    this.magnitude = magnitudeSum;
    this.valid = validSoFar;
    this.whole = wholeSoFar;
  }

  private static BigDecimal big(double value) {
    return new BigDecimal(value);
  }
}
