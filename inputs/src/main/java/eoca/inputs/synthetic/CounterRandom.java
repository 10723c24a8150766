package eoca.inputs.synthetic;

/**
 * Random numbers as a function of (key, counter), so that any user's values can be computed alone,
 * in any order and on any thread. The counter runs through a Weyl sequence and the finalizer of
 * SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). Only
 * exactly rounded operations are used (no {@link Math#log}, no {@link Math#exp}): equal bits on
 * every machine.
 */
final class CounterRandom {
  private static final long WEYL = 0x9E3779B97F4A7C15L;
  private static final double TO_UNIT = 0x1.0p-53;
  private static final double LOG2_E = 1 / 0.6931471805599453;
  private static final double LN_2 = 0.6931471805599453;

  /** The bits of 1/√2: where a mantissa is cut so that it lies around 1. */
  private static final long SQRT_HALF = 0x3FE6A09E667F3BCDL;

  private CounterRandom() {}

  /** 64 random bits. */
  static long bits(long key, long counter) {
    long z = key + counter * WEYL;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The key of an independent stream. */
  static long key(long seed, long stream) {
    return bits(bits(seed, 1), stream + 1);
  }

  /** Uniform in the open interval (0, 1). */
  static double uniform(long key, long counter) {
    return ((bits(key, counter) >>> 11) + 0.5) * TO_UNIT;
  }

  /**
   * Standard normal: the inverse of the distribution function by rational approximation, relative
   * error about 1e-7 (Wichura, algorithm AS 241, PPND7, Applied Statistics 37, 1988).
   */
  static double normal(long key, long counter) {
    double p = uniform(key, counter);
    double q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q
          * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
          / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
    }
    return q < 0 ? -tail(p) : tail(1 - p);
  }

  private static double tail(double p) {
    double r = Math.sqrt(-log(p));
    if (r <= 5) {
      r -= 1.6;
      return (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
          / ((0.12021132975 * r + 0.73700164250) * r + 1);
    }
    r -= 5;
    return (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
        / ((0.012258202635 * r + 0.24197894225) * r + 1);
  }

  /**
   * Natural logarithm of a positive normal number, relative error below 1e-11: the exponent times
   * ln 2 plus 2·artanh((m−1)/(m+1)) by its series, 1/√2 ≤ m < √2. Its own because {@link
   * StrictMath#log} leaves compiled code.
   */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x) - SQRT_HALF;
    double n = bits >> 52;
    double m = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) + SQRT_HALF);
    double s = (m - 1) / (m + 1);
    double q = s * s;
    double series = 1 / 9.0 + q * (1 / 11.0 + q * (1 / 13.0 + q / 15.0));
    return n * LN_2 + 2 * s * (1 + q * (1 / 3.0 + q * (1 / 5.0 + q * (1 / 7.0 + q * series))));
  }

  /**
   * e^x for |x| ≤ 700, relative error below 1e-9: 2^n times the Taylor polynomial of degree 8 on
   * |r| ≤ ln 2 / 2. Plain multiplications and additions: a third of the time of {@link
   * StrictMath#exp}, and unlike {@link Math#exp} the same bits everywhere.
   */
  static double exp(double x) {
    double n = Math.rint(x * LOG2_E);
    double r = x - n * LN_2;
    double e =
        1
            + r
                * (1
                    + r
                        * (1 / 2.0
                            + r
                                * (1 / 6.0
                                    + r
                                        * (1 / 24.0
                                            + r
                                                * (1 / 120.0
                                                    + r
                                                        * (1 / 720.0
                                                            + r * (1 / 5040.0 + r / 40320.0)))))));
    return e * Double.longBitsToDouble(((long) n + 1023) << 52);
  }
}
