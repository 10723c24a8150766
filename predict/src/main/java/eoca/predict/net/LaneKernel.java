package eoca.predict.net;

/**
 * Row operations on a tile of {@link Lanes#USERS} users. A matrix is {@code [row][user]}: a layer's
 * inputs and outputs are rows, weights and biases are numbers that all users share, so nothing ever
 * has to be summed across lanes.
 */
abstract class LaneKernel {
  /**
   * {@code out[o][u] = bias[o] + Σ_i x[i][u]·weights[i][o]}, i ascending.
   *
   * @param in number of rows of x, which begins at 0
   * @param weights packed ({@link Lanes#pack})
   * @param bias {@code [padded(outputs)]}
   * @param outputs number of outputs; the rows up to their padded number are written too
   * @param relu whether negative results become 0
   */
  abstract void product(
      float[] x,
      int in,
      float[] weights,
      float[] bias,
      float[] out,
      int outAt,
      int outputs,
      boolean relu);

  /** {@code out[r][u] = max(0, x[r][u] + shift[r])}. */
  abstract void addRelu(
      float[] x, int xAt, float[] shift, int shiftAt, int rows, float[] out, int outAt);

  /**
   * For each group g of {@code size} rows, the softmax over its rows of {@code x[r][u] + shift[r]}.
   */
  abstract void softmax(
      float[] x, int xAt, float[] shift, int shiftAt, int groups, int size, float[] out);

  /**
   * {@code out[o][u] = Σ_e share[e][u] · x[e][o][u]}, e ascending.
   *
   * @param stride floats from one x[e] to the next
   * @param rows number of rows o
   */
  abstract void mix(
      float[] shares, int sharesAt, float[] x, int count, int stride, int rows, float[] out);

  /** {@code out[u] = bias + Σ_i x[i][u]·weights[i]}, i ascending; x begins at xAt. */
  abstract void dot(
      float[] x, int xAt, int in, float[] weights, float bias, float[] out, int outAt);

  /** {@code x[u] = low + width·sigmoid(x[u])}, one row. */
  abstract void sigmoid(float[] x, int at, float low, float width);
}
