package eoca.core.exact;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
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
  private static final VectorSpecies<Double> DOUBLES = FLOATS.withLanes(double.class);
  private static final VectorSpecies<Long> LONGS = FLOATS.withLanes(long.class);

  /** As many floats as there are {@link #DOUBLES}. */
  private static final VectorSpecies<Float> HALVES =
      VectorSpecies.of(float.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

  /** Added to a small whole number it leaves its bits: a conversion is a call in this JDK. */
  private static final float WHOLE = 0x1p23f;

  private static final int WHOLE_BITS = (1 << 23) - 1;

  @Override
  String name() {
    return "vector " + FLOATS.vectorBitSize();
  }

  @Override
  void screen(float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    if (limits.blocks()) {
      blocks(tile, length, low, high, limits, out);
    } else {
      nested(tile, length, low, high, limits, out);
    }
  }

  /** Funds below {@code free} without a mask, the others where hi allows. */
  private static void nested(
      float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int free = limits.free();
    float[] limit = limits.hi();
    for (int i = 0; i < length; i += LANES) {
      FloatVector first = none;
      FloatVector second = none;
      FloatVector least = none;
      FloatVector fund = FloatVector.broadcast(FLOATS, -1f);
      for (int j = 0; j < free; j++) {
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
      if (free < low.length) {
        FloatVector hi = FloatVector.fromArray(FLOATS, limit, i);
        for (int j = free; j < low.length; j++) {
          VectorMask<Float> may = hi.compare(VectorOperators.GT, (float) j);
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
      }
      decide(first, second, least, fund, out, i);
    }
  }

  /** Every fund where both lo and hi allow. */
  private static void blocks(
      float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    boolean limited = limits.free() < low.length;
    for (int i = 0; i < length; i += LANES) {
      FloatVector lo = FloatVector.fromArray(FLOATS, limits.lo(), i);
      FloatVector hi =
          limited
              ? FloatVector.fromArray(FLOATS, limits.hi(), i)
              : FloatVector.broadcast(FLOATS, (float) low.length);
      FloatVector first = none;
      FloatVector second = none;
      FloatVector least = none;
      FloatVector fund = FloatVector.broadcast(FLOATS, -1f);
      for (int j = 0; j < low.length; j++) {
        VectorMask<Float> above = hi.compare(VectorOperators.GT, (float) j);
        VectorMask<Float> may = lo.compare(VectorOperators.LE, (float) j);
        FloatVector e = FloatVector.fromArray(FLOATS, tile[j], i);
        FloatVector o = none.blend(none.blend(e.sub(low[j]), may), above);
        FloatVector p = none.blend(none.blend(e.sub(high[j]), may), above);
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
  void likely(float[][] tile, int length, float[] low, float[] high, Limits limits, int[][] masks) {
    int k = low.length;
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    boolean limited = limits.free() < k;
    boolean blocks = limits.blocks();
    int free = blocks ? 0 : limits.free();
    FloatVector zero = FloatVector.broadcast(FLOATS, 0f);
    FloatVector all = FloatVector.broadcast(FLOATS, (float) k);
    for (int i = 0; i < length; i += LANES) {
      FloatVector lo = blocks ? FloatVector.fromArray(FLOATS, limits.lo(), i) : zero;
      FloatVector hi = limited ? FloatVector.fromArray(FLOATS, limits.hi(), i) : all;
      FloatVector least = none;
      for (int j = 0; j < k; j++) {
        FloatVector p = FloatVector.fromArray(FLOATS, tile[j], i).sub(high[j]);
        if (j >= free) {
          p = none.blend(p, may(lo, hi, j));
        }
        least = least.blend(p, p.compare(VectorOperators.GT, least));
      }
      FloatVector bar = least.sub(least.abs().mul(SLACK));
      IntVector bits = IntVector.zero(INTS);
      for (int j = 0; j < k; j++) {
        FloatVector o = FloatVector.fromArray(FLOATS, tile[j], i).sub(low[j]);
        VectorMask<Float> in = o.add(o.abs().mul(SLACK)).compare(VectorOperators.LT, bar).not();
        if (j >= free) {
          in = in.and(may(lo, hi, j));
        }
        bits = bits.blend(bits.or(1 << j), in.cast(INTS));
        if ((j & 31) == 31 || j == k - 1) {
          bits.intoArray(masks[j >>> 5], i);
          bits = IntVector.zero(INTS);
        }
      }
    }
  }

  @Override
  void rivals(float[][] tile, int length, PairScreen screen, Limits limits, int[][] masks) {
    float[] price = screen.price();
    float[] bound = screen.bound();
    int k = price.length;
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    boolean limited = limits.free() < k;
    boolean blocks = limits.blocks();
    int free = blocks ? 0 : limits.free();
    FloatVector zero = FloatVector.broadcast(FLOATS, 0f);
    FloatVector all = FloatVector.broadcast(FLOATS, (float) k);
    FloatVector endless = FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY);
    int[] best = new int[LANES];
    for (int i = 0; i < length; i += LANES) {
      FloatVector lo = blocks ? FloatVector.fromArray(FLOATS, limits.lo(), i) : zero;
      FloatVector hi = limited ? FloatVector.fromArray(FLOATS, limits.hi(), i) : all;
      FloatVector most = none;
      FloatVector own = zero;
      FloatVector fund = zero;
      for (int j = 0; j < k; j++) {
        FloatVector e = FloatVector.fromArray(FLOATS, tile[j], i);
        FloatVector u = e.sub(price[j]);
        if (j >= free) { // vectors, not masks: a mask that two branches share is not compiled well
          u = none.blend(u, may(lo, hi, j));
        }
        VectorMask<Float> wins = u.compare(VectorOperators.GT, most);
        most = most.blend(u, wins);
        own = own.blend(e, wins);
        fund = fund.blend((float) j, wins);
      }
      fund.add(WHOLE).reinterpretAsInts().and(WHOLE_BITS).intoArray(best, 0);
      IntVector bits = IntVector.zero(INTS);
      for (int j = 0; j < k; j++) {
        FloatVector loss = own.sub(FloatVector.fromArray(FLOATS, tile[j], i));
        FloatVector allowed = FloatVector.fromArray(FLOATS, bound, j * k, best, 0);
        if (j >= free) {
          VectorMask<Float> may = may(lo, hi, j);
          loss = endless.blend(loss, may);
          allowed = zero.blend(allowed, may);
        }
        VectorMask<Float> out = loss.compare(VectorOperators.GT, allowed);
        bits = bits.or(1 << j).blend(bits, out.cast(INTS));
        if ((j & 31) == 31 || j == k - 1) {
          bits.intoArray(masks[j >>> 5], i);
          bits = IntVector.zero(INTS);
        }
      }
    }
  }

  /** Where fund j lies within both limits. */
  private static VectorMask<Float> may(FloatVector lo, FloatVector hi, int j) {
    return lo.compare(VectorOperators.LE, (float) j).and(hi.compare(VectorOperators.GT, (float) j));
  }

  @Override
  void worth(
      float[][] tile,
      int from,
      int length,
      long[] users,
      TieScreen screen,
      int place,
      Limits limits,
      double[] out) {
    int fund = screen.fund()[place];
    float[] column = tile[fund];
    double scale = screen.scale();
    double unit = screen.unit();
    double price = screen.price()[place];
    long tie = screen.tie()[place];
    boolean blocks = limits.blocks();
    boolean limited = fund >= limits.free();
    DoubleVector none = DoubleVector.broadcast(DOUBLES, TieScreen.NONE);
    DoubleVector off = DoubleVector.broadcast(DOUBLES, Double.POSITIVE_INFINITY);
    for (int i = 0; i < length; i += DOUBLES.length()) {
      DoubleVector e = doubles(column, from + i);
      DoubleVector units = e.mul(scale).add(TieScreen.ROUND).sub(TieScreen.ROUND);
      VectorMask<Double> on = units.mul(unit).compare(VectorOperators.EQ, e);
      DoubleVector weight =
          LongVector.fromArray(LONGS, users, from + i)
              .mul(tie)
              .lanewise(VectorOperators.LSHR, Long.SIZE - Ties.BITS)
              .lanewise(VectorOperators.LSHL, Ties.MANTISSA_SHIFT)
              .or(Ties.HALF)
              .reinterpretAsDoubles();
      DoubleVector y = off.blend(units.sub(price).add(weight), on);
      if (blocks) {
        y =
            none.blend(
                y, doubles(limits.lo(), from + i).compare(VectorOperators.LE, (double) fund));
      }
      if (limited) {
        y =
            none.blend(
                y, doubles(limits.hi(), from + i).compare(VectorOperators.GT, (double) fund));
      }
      y.intoArray(out, i);
    }
  }

  private static DoubleVector doubles(float[] values, int i) {
    return (DoubleVector)
        FloatVector.fromArray(HALVES, values, i).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  @Override
  void ties(double[][] worth, int length, TieScreen screen, double[] out) {
    DoubleVector none = DoubleVector.broadcast(DOUBLES, TieScreen.NONE);
    DoubleVector nobody = DoubleVector.broadcast(DOUBLES, -1.0);
    for (int i = 0; i < length; i += DOUBLES.length()) {
      DoubleVector most = none;
      DoubleVector next = none;
      DoubleVector leads = none;
      DoubleVector fund = nobody;
      int c = 0;
      for (int end : screen.end()) {
        DoubleVector first = none;
        DoubleVector second = none;
        DoubleVector least = none;
        DoubleVector reach = none;
        DoubleVector worst = none;
        DoubleVector best = nobody;
        for (; c < end; c++) {
          DoubleVector y = DoubleVector.fromArray(DOUBLES, worth[c], i);
          DoubleVector o = y.sub(screen.low()[c]);
          DoubleVector p = y.sub(screen.high()[c]);
          DoubleVector w = y.sub(screen.lowest()[c]);
          VectorMask<Double> wins = o.compare(VectorOperators.GT, first);
          DoubleVector loser = o.blend(first, wins);
          first = first.blend(o, wins);
          worst = worst.blend(y.sub(screen.highest()[c]), wins);
          best = best.blend((double) screen.fund()[c], wins);
          second = second.blend(loser, loser.compare(VectorOperators.GT, second));
          least = least.blend(p, p.compare(VectorOperators.GT, least));
          reach = reach.blend(w, w.compare(VectorOperators.GT, reach));
        }
        VectorMask<Double> ahead = reach.compare(VectorOperators.GT, most);
        DoubleVector behind = reach.blend(most, ahead);
        next = next.blend(behind, behind.compare(VectorOperators.GT, next));
        most = most.blend(reach, ahead);
        leads = leads.blend(worst, ahead);
        fund = fund.blend(nobody.blend(best, below(second, least)), ahead);
      }
      nobody.blend(fund, below(next, leads)).intoArray(out, i);
    }
  }

  private static VectorMask<Double> below(DoubleVector lower, DoubleVector upper) {
    DoubleVector slack = lower.abs().add(upper.abs()).mul(TieScreen.SLACK);
    return lower.add(slack).compare(VectorOperators.LT, upper.sub(slack));
  }

  @Override
  void best(float[][] tile, int length, float[] price, Limits limits, float[] out) {
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector zero = FloatVector.broadcast(FLOATS, 0f);
    FloatVector all = FloatVector.broadcast(FLOATS, (float) price.length);
    boolean limited = limits.free() < price.length;
    boolean blocks = limits.blocks();
    for (int i = 0; i < length; i += LANES) {
      FloatVector lo = blocks ? FloatVector.fromArray(FLOATS, limits.lo(), i) : zero;
      FloatVector hi = limited ? FloatVector.fromArray(FLOATS, limits.hi(), i) : all;
      FloatVector most = none;
      for (int j = 0; j < price.length; j++) {
        VectorMask<Float> above = hi.compare(VectorOperators.GT, (float) j);
        VectorMask<Float> may = lo.compare(VectorOperators.LE, (float) j);
        FloatVector u = FloatVector.fromArray(FLOATS, tile[j], i).sub(price[j]);
        u = none.blend(none.blend(u, may), above);
        most = most.blend(u, u.compare(VectorOperators.GT, most));
      }
      most.intoArray(out, i);
    }
  }

  @Override
  float gain(float[] column, int length, float price, float[] own, float[] at, float least) {
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector most = none;
    int whole = length - length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector u = FloatVector.fromArray(FLOATS, column, i).sub(price);
      FloatVector mine = FloatVector.fromArray(FLOATS, own, i);
      FloatVector gain = u.sub(mine).add(u.abs().add(mine.abs()).mul(SLACK));
      VectorMask<Float> counts =
          FloatVector.fromArray(FLOATS, at, i).compare(VectorOperators.GE, least);
      gain = none.blend(gain, counts);
      most = most.blend(gain, gain.compare(VectorOperators.GT, most));
    }
    float result = most.reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < length; i++) {
      float u = column[i] - price;
      float gain = (u - own[i]) + (Math.abs(u) + Math.abs(own[i])) * SLACK;
      result = at[i] >= least && gain > result ? gain : result;
    }
    return result;
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
