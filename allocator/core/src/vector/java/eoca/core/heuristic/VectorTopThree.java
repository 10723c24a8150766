package eoca.core.heuristic;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link TopThree} with vector instructions: eight users at a time, all funds for them, so that the
 * three best values and their funds stay in registers. Funds are float lanes, which saves the
 * conversions between masks of different types; three ids of 8 bits fit a float's 24. Loaded by
 * name, and only where the JVM has {@code jdk.incubator.vector}.
 */
final class VectorTopThree implements TopThree {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

  /** Whether this machine has lanes wide enough for the form to be worth it. */
  static boolean supported() {
    return FloatVector.SPECIES_PREFERRED.length() >= FLOATS.length();
  }

  @Override
  public void find(float[][] values, Funds funds, float[] userClass, int users, Best best) {
    float[] id = funds.id();
    float[] from = funds.from();
    float[] to = funds.to();
    boolean[] everybody = funds.everybody();
    float missing = funds.missing();
    FloatVector none = FloatVector.broadcast(FLOATS, missing);
    FloatVector worst = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < users; i += BLOCK) {
      FloatVector classes = FloatVector.fromArray(FLOATS, userClass, i);
      FloatVector value1 = worst;
      FloatVector value2 = worst;
      FloatVector value3 = worst;
      FloatVector fund1 = none;
      FloatVector fund2 = none;
      FloatVector fund3 = none;
      for (int x = 0; x < id.length; x++) {
        FloatVector value = FloatVector.fromArray(FLOATS, values[x], i);
        if (!everybody[x]) {
          VectorMask<Float> allowed =
              classes
                  .compare(VectorOperators.GE, from[x])
                  .and(classes.compare(VectorOperators.LT, to[x]));
          value = worst.blend(value, allowed);
        }
        FloatVector fund = FloatVector.broadcast(FLOATS, id[x]);
        VectorMask<Float> first = value.compare(VectorOperators.GT, value1);
        VectorMask<Float> second = value.compare(VectorOperators.GT, value2);
        VectorMask<Float> third = value.compare(VectorOperators.GT, value3);
        value3 = value3.blend(value, third).blend(value2, second);
        fund3 = fund3.blend(fund, third).blend(fund2, second);
        value2 = value2.blend(value, second).blend(value1, first);
        fund2 = fund2.blend(fund, second).blend(fund1, first);
        value1 = value1.blend(value, first);
        fund1 = fund1.blend(fund, first);
      }
      fund3.mul(256f).add(fund2).mul(256f).add(fund1).intoArray(best.funds, i);
      value1.intoArray(best.value1, i);
      value2.blend(0f, fund2.compare(VectorOperators.EQ, missing)).intoArray(best.value2, i);
      value3.blend(0f, fund3.compare(VectorOperators.EQ, missing)).intoArray(best.value3, i);
    }
  }
}
