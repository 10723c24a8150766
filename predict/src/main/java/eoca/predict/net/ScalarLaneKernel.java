package eoca.predict.net;

import java.util.Arrays;

/** The kernel in plain loops, lane after lane. */
final class ScalarLaneKernel extends LaneKernel {
  private static final int USERS = Lanes.USERS;

  @Override
  void product(
      float[] x,
      int in,
      float[] weights,
      float[] bias,
      float[] out,
      int outAt,
      int outputs,
      boolean relu) {
    for (int o = 0; o < Lanes.padded(outputs); o++) {
      int row = outAt + o * USERS;
      int column = o / Lanes.OUTPUTS * in * Lanes.OUTPUTS + o % Lanes.OUTPUTS;
      Arrays.fill(out, row, row + USERS, bias[o]);
      for (int i = 0; i < in; i++) {
        float weight = weights[column + i * Lanes.OUTPUTS];
        for (int u = 0; u < USERS; u++) {
          out[row + u] = Math.fma(x[i * USERS + u], weight, out[row + u]);
        }
      }
      if (relu) {
        for (int u = 0; u < USERS; u++) {
          out[row + u] = Math.max(0f, out[row + u]);
        }
      }
    }
  }

  @Override
  void addRelu(float[] x, int xAt, float[] shift, int shiftAt, int rows, float[] out, int outAt) {
    for (int r = 0; r < rows; r++) {
      float add = shift[shiftAt + r];
      for (int u = 0; u < USERS; u++) {
        out[outAt + r * USERS + u] = Math.max(0f, x[xAt + r * USERS + u] + add);
      }
    }
  }

  @Override
  void softmax(float[] x, int xAt, float[] shift, int shiftAt, int groups, int size, float[] out) {
    for (int g = 0; g < groups; g++) {
      int first = g * size;
      for (int u = 0; u < USERS; u++) {
        float top = Float.NEGATIVE_INFINITY;
        for (int r = first; r < first + size; r++) {
          top = Math.max(top, x[xAt + r * USERS + u] + shift[shiftAt + r]);
        }
        float total = 0;
        for (int r = first; r < first + size; r++) {
          float weight = Lanes.exp(x[xAt + r * USERS + u] + shift[shiftAt + r] - top);
          out[r * USERS + u] = weight;
          total += weight;
        }
        float inverse = 1f / total;
        for (int r = first; r < first + size; r++) {
          out[r * USERS + u] *= inverse;
        }
      }
    }
  }

  @Override
  void mix(float[] shares, int sharesAt, float[] x, int count, int stride, int rows, float[] out) {
    Arrays.fill(out, 0, rows * USERS, 0);
    for (int e = 0; e < count; e++) {
      for (int o = 0; o < rows; o++) {
        for (int u = 0; u < USERS; u++) {
          int at = o * USERS + u;
          out[at] = Math.fma(shares[sharesAt + e * USERS + u], x[e * stride + at], out[at]);
        }
      }
    }
  }

  @Override
  void dot(float[] x, int xAt, int in, float[] weights, float bias, float[] out, int outAt) {
    Arrays.fill(out, outAt, outAt + USERS, bias);
    for (int i = 0; i < in; i++) {
      for (int u = 0; u < USERS; u++) {
        out[outAt + u] = Math.fma(x[xAt + i * USERS + u], weights[i], out[outAt + u]);
      }
    }
  }

  @Override
  void sigmoid(float[] x, int at, float low, float width) {
    for (int u = at; u < at + USERS; u++) {
      float e = Lanes.exp(-Math.abs(x[u]));
      float share = (x[u] >= 0 ? 1f : e) / (1f + e);
      x[u] = Math.fma(share, width, low);
    }
  }
}
