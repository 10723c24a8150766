package eoca.core.exact;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;

/** A quick look at the gap of large instances in doubles; the certificate is elsewhere. */
final class PlainLoss {
  private PlainLoss() {}

  static double relative(Instance instance, Outcome.Solved solved) {
    float[][] etv = ((HeapColumns) instance.etv()).etv();
    byte[] tolerance = ((HeapColumns) instance.etv()).tolerance();
    double gap = 0;
    double size = 0;
    double[] price = solved.prices();
    for (int i = 0; i < instance.users(); i++) {
      int x = solved.assignment().fund(i);
      double own = etv[x][i];
      double most = 0;
      for (int j = 0; j < price.length; j++) {
        if (instance.quota(j) > 0 && instance.risk(j) <= tolerance[i]) {
          most = Math.max(most, (etv[j][i] - own) - (price[j] - price[x]));
        }
      }
      gap += most;
      size += Math.abs(own);
    }
    return gap / size;
  }
}
