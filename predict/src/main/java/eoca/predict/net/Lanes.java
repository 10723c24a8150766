package eoca.predict.net;

/**
 * What both versions of the inference kernels share: the width of a tile, the layout of packed
 * weights, and an exponential made of exactly rounded steps.
 *
 * <p>Every result of a kernel is a fixed sequence of IEEE operations (fused multiply-adds in the
 * order of the inputs, correctly rounded division), so the scalar and the vector version, any
 * vector width, and interpreted and compiled code give the same bits.
 */
public final class Lanes {
  /**
   * Users of a tile: lane u of every row is user u. A multiple of twice the widest vector (16
   * floats); with it a row of inputs and the rows of an expert stay in a core's first cache.
   */
  public static final int USERS = 32;

  /** Outputs of a product that are computed together, so that an input is loaded once for four. */
  static final int OUTPUTS = 4;

  static final float LOG2E = 1.442695f;
  static final float LN2_HIGH = 6.933594e-1f;
  static final float LN2_LOW = -2.1219444e-4f;
  static final float ROUND = 12_582_912f; // 1.5·2^23: adding it rounds to a whole number
  static final float LOWEST = -87f;
  static final float P5 = 1.9875691e-4f;
  static final float P4 = 1.3981999e-3f;
  static final float P3 = 8.333452e-3f;
  static final float P2 = 4.1665796e-2f;
  static final float P1 = 1.6666666e-1f;
  static final float P0 = 5.0e-1f;

  private Lanes() {}

  /** e^x for x ≤ 0 by a polynomial, relative error below 2e-7 on [−87, 0]; e^−87 below. */
  static float exp(float x) {
    float bounded = Math.max(x, LOWEST);
    float n = bounded * LOG2E + ROUND - ROUND;
    float r = bounded - n * LN2_HIGH - n * LN2_LOW;
    float p = Math.fma(P5, r, P4);
    p = Math.fma(p, r, P3);
    p = Math.fma(p, r, P2);
    p = Math.fma(p, r, P1);
    p = Math.fma(p, r, P0);
    p = Math.fma(p, r * r, r) + 1f;
    // 2^n for whole n in −126..0, by its bits: n + 127 in the exponent.
    return p * Float.intBitsToFloat(Float.floatToRawIntBits(n + (127f + ROUND)) << 23);
  }

  /** The next multiple of {@link #OUTPUTS}. */
  static int padded(int outputs) {
    return (outputs + OUTPUTS - 1) / OUTPUTS * OUTPUTS;
  }

  /**
   * Packs a matrix {@code [in][out]} for products: {@code [out / 4][in][4]}, zeros where out is no
   * multiple of 4.
   *
   * @param at where the matrix begins
   */
  static float[] pack(float[] matrix, int at, int in, int out) {
    float[] packed = new float[padded(out) * in];
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        packed[(o / OUTPUTS * in + i) * OUTPUTS + o % OUTPUTS] = matrix[at + i * out + o];
      }
    }
    return packed;
  }

  /** A bias with zeros up to the padded number of outputs. */
  static float[] pad(float[] bias, int at, int out) {
    float[] padded = new float[padded(out)];
    System.arraycopy(bias, at, padded, 0, out);
    return padded;
  }
}
