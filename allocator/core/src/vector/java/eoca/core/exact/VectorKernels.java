package eoca.core.exact;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels with the JDK's Vector API. The fund's index is kept as a float lane, so that one
 * blend moves it; maxima are a comparison and a blend, because a float maximum that minds NaN and
 * −0 costs five instructions on AVX2.
 */
final class VectorKernels extends Kernels {
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() <= PAD
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  private static final int LANES = FLOATS.length();

  @Override
  String name() {
    return "vector " + FLOATS.vectorBitSize();
  }

  @Override
  void screen(float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    if (limits.restricted()) {
      restricted(tile, length, low, high, limits, out);
    } else {
      free(tile, length, low, high, out);
    }
  }

  private static void free(float[][] tile, int length, float[] low, float[] high, float[] out) {
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < length; i += LANES) {
      FloatVector first = none;
      FloatVector second = none;
      FloatVector least = none;
      FloatVector fund = FloatVector.broadcast(FLOATS, -1f);
      for (int j = 0; j < low.length; j++) {
        FloatVector e = FloatVector.fromArray(FLOATS, tile[j], i);
        FloatVector o = e.sub(low[j]);
        FloatVector p = e.sub(high[j]);
        VectorMask<Float> wins = o.compare(VectorOperators.GT, first);
        FloatVector loser = o.blend(first, wins);
        first = first.blend(o, wins);
        fund = fund.blend((float) j, wins);
        second = second.blend(loser, loser.compare(VectorOperators.GT, second));
        least = least.blend(p, p.compare(VectorOperators.GT, least));
      }
      decide(first, second, least, fund, out, i);
    }
  }

  private static void restricted(
      float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    boolean[] starts = limits.starts();
    for (int i = 0; i < length; i += LANES) {
      FloatVector lo = FloatVector.fromArray(FLOATS, limits.lo(), i);
      FloatVector hi = FloatVector.fromArray(FLOATS, limits.hi(), i);
      FloatVector first = none;
      FloatVector second = none;
      FloatVector least = none;
      FloatVector fund = FloatVector.broadcast(FLOATS, -1f);
      VectorMask<Float> may = FLOATS.maskAll(true);
      for (int j = 0; j < low.length; j++) {
        if (starts[j]) {
          may =
              hi.compare(VectorOperators.GT, (float) j)
                  .and(lo.compare(VectorOperators.LE, (float) j));
        }
        FloatVector e = FloatVector.fromArray(FLOATS, tile[j], i);
        FloatVector o = none.blend(e.sub(low[j]), may);
        FloatVector p = none.blend(e.sub(high[j]), may);
        VectorMask<Float> wins = o.compare(VectorOperators.GT, first);
        FloatVector loser = o.blend(first, wins);
        first = first.blend(o, wins);
        fund = fund.blend((float) j, wins);
        second = second.blend(loser, loser.compare(VectorOperators.GT, second));
        least = least.blend(p, p.compare(VectorOperators.GT, least));
      }
      decide(first, second, least, fund, out, i);
    }
  }

  private static void decide(
      FloatVector first,
      FloatVector second,
      FloatVector least,
      FloatVector fund,
      float[] out,
      int i) {
    FloatVector slack = second.abs().add(least.abs()).mul(SLACK);
    VectorMask<Float> fixed = second.add(slack).compare(VectorOperators.LT, least.sub(slack));
    VectorMask<Float> alone =
        second
            .compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY)
            .and(least.compare(VectorOperators.GT, Float.NEGATIVE_INFINITY));
    FloatVector.broadcast(FLOATS, -1f).blend(fund, fixed.or(alone)).intoArray(out, i);
  }

  @Override
  void range(float[] column, int length, int[] range) {
    IntVector lowest = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    IntVector highest = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    int whole = length - length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      IntVector bits = FloatVector.fromArray(FLOATS, column, i).reinterpretAsInts().and(0x7FFFFFFF);
      VectorMask<Integer> zero = bits.compare(VectorOperators.EQ, 0);
      IntVector field = bits.lanewise(VectorOperators.LSHR, 23);
      VectorMask<Integer> subnormal = field.compare(VectorOperators.EQ, 0);
      IntVector exponent = field.blend(1, subnormal);
      IntVector mantissa = bits.and(0x7FFFFF).or(0x800000).blend(bits, subnormal);
      IntVector bit = mantissa.and(mantissa.neg());
      IntVector zeros =
          ((FloatVector) bit.convert(VectorOperators.I2F, 0))
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHR, 23);
      IntVector least = exponent.add(zeros).sub(150 + 127).blend(Integer.MAX_VALUE, zero);
      IntVector most = exponent.sub(127).blend(Integer.MIN_VALUE, zero);
      lowest = lowest.min(least);
      highest = highest.max(most);
    }
    range[0] = Math.min(range[0], lowest.reduceLanes(VectorOperators.MIN));
    range[1] = Math.max(range[1], highest.reduceLanes(VectorOperators.MAX));
    if (whole < length) {
      float[] rest = new float[length - whole];
      System.arraycopy(column, whole, rest, 0, rest.length);
      TAIL.range(rest, rest.length, range);
    }
  }

  private static final ScalarKernels TAIL = new ScalarKernels();
}
