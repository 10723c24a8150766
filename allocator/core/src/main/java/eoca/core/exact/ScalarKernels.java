package eoca.core.exact;

/** The kernels in plain Java: for JVMs without the Vector API, and the oracle of the others. */
final class ScalarKernels extends Kernels {
  @Override
  String name() {
    return "scalar";
  }

  @Override
  void screen(float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    int k = low.length;
    boolean limited = limits.free() < k;
    boolean blocks = limits.blocks();
    for (int i = 0; i < length; i++) {
      float first = Float.NEGATIVE_INFINITY;
      float second = Float.NEGATIVE_INFINITY;
      float least = Float.NEGATIVE_INFINITY;
      int fund = -1;
      int from = blocks ? (int) limits.lo()[i] : 0;
      int to = limited ? (int) limits.hi()[i] : k;
      for (int j = from; j < to; j++) {
        float e = tile[j][i];
        float o = e - low[j];
        float p = e - high[j];
        if (o > first) {
          second = first;
          first = o;
          fund = j;
        } else if (o > second) {
          second = o;
        }
        if (p > least) {
          least = p;
        }
      }
      float slack = (Math.abs(second) + Math.abs(least)) * SLACK;
      boolean alone = second == Float.NEGATIVE_INFINITY && least > Float.NEGATIVE_INFINITY;
      out[i] = alone || second + slack < least - slack ? fund : -1;
    }
  }

  @Override
  void likely(float[][] tile, int length, float[] low, float[] high, Limits limits, int[][] masks) {
    int k = low.length;
    boolean limited = limits.free() < k;
    boolean blocks = limits.blocks();
    for (int i = 0; i < length; i++) {
      int from = blocks ? (int) limits.lo()[i] : 0;
      int to = limited ? (int) limits.hi()[i] : k;
      float least = Float.NEGATIVE_INFINITY;
      for (int j = from; j < to; j++) {
        float p = tile[j][i] - high[j];
        least = p > least ? p : least;
      }
      float bar = least - Math.abs(least) * SLACK;
      for (int[] word : masks) {
        word[i] = 0;
      }
      for (int j = from; j < to; j++) {
        float o = tile[j][i] - low[j];
        masks[j >>> 5][i] |= o + Math.abs(o) * SLACK < bar ? 0 : 1 << j;
      }
    }
  }

  @Override
  void best(float[][] tile, int length, float[] price, Limits limits, float[] out) {
    boolean limited = limits.free() < price.length;
    boolean blocks = limits.blocks();
    for (int i = 0; i < length; i++) {
      float most = Float.NEGATIVE_INFINITY;
      int from = blocks ? (int) limits.lo()[i] : 0;
      int to = limited ? (int) limits.hi()[i] : price.length;
      for (int j = from; j < to; j++) {
        float u = tile[j][i] - price[j];
        most = u > most ? u : most;
      }
      out[i] = most;
    }
  }

  @Override
  float gain(float[] column, int length, float price, float[] own, float[] at, float least) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      float u = column[i] - price;
      float gain = (u - own[i]) + (Math.abs(u) + Math.abs(own[i])) * SLACK;
      most = at[i] >= least && gain > most ? gain : most;
    }
    return most;
  }

  @Override
  void range(float[] column, int length, int[] range) {
    int lowest = range[0];
    int highest = range[1];
    for (int i = 0; i < length; i++) {
      int bits = Float.floatToRawIntBits(column[i]) & 0x7FFFFFFF;
      if (bits == 0) {
        continue;
      }
      int exponent = Math.max(1, bits >>> 23);
      int mantissa = exponent << 23 <= bits ? (bits & 0x7FFFFF) | 0x800000 : bits;
      lowest = Math.min(lowest, exponent - 150 + Integer.numberOfTrailingZeros(mantissa));
      highest = Math.max(highest, exponent - 127);
    }
    range[0] = lowest;
    range[1] = highest;
  }
}
