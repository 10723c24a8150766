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
  void rivals(float[][] tile, int length, PairScreen screen, Limits limits, int[][] masks) {
    float[] price = screen.price();
    float[] bound = screen.bound();
    int k = price.length;
    boolean limited = limits.free() < k;
    boolean blocks = limits.blocks();
    for (int i = 0; i < length; i++) {
      int from = blocks ? (int) limits.lo()[i] : 0;
      int to = limited ? (int) limits.hi()[i] : k;
      float most = Float.NEGATIVE_INFINITY;
      float own = 0;
      int a = 0;
      for (int j = from; j < to; j++) {
        float u = tile[j][i] - price[j];
        if (u > most) {
          most = u;
          own = tile[j][i];
          a = j;
        }
      }
      for (int[] word : masks) {
        word[i] = 0;
      }
      for (int j = from; j < to; j++) {
        masks[j >>> 5][i] |= own - tile[j][i] > bound[j * k + a] ? 0 : 1 << j;
      }
    }
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
    boolean limited = fund >= limits.free();
    boolean blocks = limits.blocks();
    double scale = screen.scale();
    double unit = screen.unit();
    double price = screen.price()[place];
    long tie = screen.tie()[place];
    for (int i = from; i < from + length; i++) {
      boolean may = (!blocks || limits.lo()[i] <= fund) && (!limited || limits.hi()[i] > fund);
      double e = column[i];
      double units = e * scale + TieScreen.ROUND - TieScreen.ROUND;
      double y = units - price + Ties.real(users[i], tie);
      y = units * unit == e ? y : Double.POSITIVE_INFINITY;
      out[i - from] = may ? y : TieScreen.NONE;
    }
  }

  @Override
  void ties(double[][] worth, int length, TieScreen screen, double[] out) {
    for (int i = 0; i < length; i++) {
      double most = TieScreen.NONE;
      double next = TieScreen.NONE;
      double leads = TieScreen.NONE;
      double fund = -1;
      int c = 0;
      for (int end : screen.end()) {
        double first = TieScreen.NONE;
        double second = TieScreen.NONE;
        double least = TieScreen.NONE;
        double reach = TieScreen.NONE;
        double worst = TieScreen.NONE;
        double best = -1;
        for (; c < end; c++) {
          double y = worth[c][i];
          double o = y - screen.low()[c];
          double p = y - screen.high()[c];
          double w = y - screen.lowest()[c];
          if (o > first) {
            second = first;
            first = o;
            worst = y - screen.highest()[c];
            best = screen.fund()[c];
          } else if (o > second) {
            second = o;
          }
          least = p > least ? p : least;
          reach = w > reach ? w : reach;
        }
        if (reach > most) {
          next = most;
          most = reach;
          leads = worst;
          fund = below(second, least) ? best : -1;
        } else if (reach > next) {
          next = reach;
        }
      }
      out[i] = below(next, leads) ? fund : -1;
    }
  }

  private static boolean below(double lower, double upper) {
    double slack = (Math.abs(lower) + Math.abs(upper)) * TieScreen.SLACK;
    return lower + slack < upper - slack;
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
