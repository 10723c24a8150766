package eoca.core.exact;

import eoca.core.Instance;
import java.math.BigDecimal;

/** Dual bound minus objective in exact arithmetic: the plainest possible proof of optimality. */
final class PlainGap {
  private PlainGap() {}

  /** A gap and what it is relative to. */
  record Gap(BigDecimal absolute, double relative, BigDecimal objective, boolean whole) {}

  static Gap of(Instance instance, eoca.core.Assignment assignment, double[] prices) {
    BigDecimal bound = BigDecimal.ZERO;
    BigDecimal objective = BigDecimal.ZERO;
    BigDecimal size = BigDecimal.ZERO;
    boolean whole = true;
    BigDecimal[] price = new BigDecimal[prices.length];
    for (int j = 0; j < price.length; j++) {
      price[j] = new BigDecimal(prices[j]);
      bound = bound.add(price[j].multiply(BigDecimal.valueOf(instance.quota(j))));
    }
    float[] value = new float[1];
    byte[] tolerance = new byte[1];
    for (int i = 0; i < instance.users(); i++) {
      instance.tolerances().copy(i, tolerance, 1);
      BigDecimal best = null;
      for (int j = 0; j < price.length; j++) {
        instance.etv().copy(j, i, value, 1);
        whole &= value[0] == Math.rint(value[0]) && Math.abs(value[0]) < 1e9;
        BigDecimal etv = new BigDecimal(value[0]);
        if (assignment.fund(i) == j) {
          objective = objective.add(etv);
          size = size.add(etv.abs());
        }
        if (instance.quota(j) > 0 && instance.risk(j) <= tolerance[0]) {
          BigDecimal u = etv.subtract(price[j]);
          best = best == null ? u : best.max(u);
        }
      }
      bound = bound.add(best);
    }
    BigDecimal absolute = bound.subtract(objective);
    double scale = Math.max(bound.abs().doubleValue(), size.doubleValue());
    double relative = absolute.signum() == 0 ? 0 : absolute.doubleValue() / scale;
    return new Gap(absolute, relative, objective, whole);
  }
}
