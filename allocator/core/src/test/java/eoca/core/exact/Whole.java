package eoca.core.exact;

import eoca.core.HeapColumns;
import eoca.core.Instance;

/** Makes whole-number instances. */
final class Whole {
  private Whole() {}

  /** The same instance with every value rounded to a whole number. */
  static Instance rounded(Instance instance) {
    float[][] etv = new float[instance.funds()][instance.users()];
    int[] risks = new int[instance.funds()];
    for (int j = 0; j < etv.length; j++) {
      instance.etv().copy(j, 0, etv[j], etv[j].length);
      for (int i = 0; i < etv[j].length; i++) {
        etv[j][i] = (float) Math.rint(etv[j][i]);
      }
      risks[j] = instance.risk(j);
    }
    HeapColumns columns = new HeapColumns(etv, new byte[0]);
    return new Instance(
        instance.users(),
        columns,
        instance.tolerances(),
        risks,
        instance.quotas(),
        instance.hasPseudoFund());
  }
}
