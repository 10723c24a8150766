package eoca.predict.net;

import java.util.Arrays;

/**
 * One layer of {@link GraphAttention} at inference. A source's row is its projection and, for each
 * head, its part of the score; a target's likewise. Rows of sources are computed once, whoever
 * their targets are.
 *
 * <p>Time a target: O(fan·size). Safe for concurrent use.
 */
public final class GraphRows {
  private static final float SLOPE = 0.2f;

  private final int size;
  private final int heads;
  private final int width;
  private final float[] source;
  private final float[] target;
  private final float[] bias;
  private final float[] byEdge;

  /** Folds the parameters of a trained layer of that name. */
  public GraphRows(Params params, String name, int size, int heads) {
    this.size = size;
    this.heads = heads;
    this.width = size + heads;
    this.source = withScores(params, name + ".source.weight", name + ".by-source");
    this.target = withScores(params, name + ".target.weight", name + ".by-target");
    this.bias = withScores(params, name + ".target.bias", name + ".by-target");
    this.byEdge = params.toFloats(name + ".by-edge");
  }

  /** A projection {@code [in][size]} with the heads' scores as further columns. */
  private float[] withScores(Params params, String projection, String attention) {
    float[] matrix = params.toFloats(projection);
    float[] scorer = params.toFloats(attention);
    int in = matrix.length / size;
    int each = size / heads;
    float[] wide = new float[in * width];
    for (int i = 0; i < in; i++) {
      System.arraycopy(matrix, i * size, wide, i * width, size);
      for (int head = 0; head < heads; head++) {
        double score = 0;
        for (int d = head * each; d < (head + 1) * each; d++) {
          score += (double) matrix[i * size + d] * scorer[d];
        }
        wide[i * width + size + head] = (float) score;
      }
    }
    return wide;
  }

  /** Floats of a row: the projection, then a score a head. */
  public int width() {
    return width;
  }

  /** Width of a result. */
  public int size() {
    return size;
  }

  /** Writes a source's row. */
  public void source(float[] x, int at, float[] out, int to) {
    Arrays.fill(out, to, to + width, 0);
    multiply(x, at, source, out, to);
  }

  /** Writes a target's row. */
  public void target(float[] x, int at, float[] out, int to) {
    System.arraycopy(bias, 0, out, to, width);
    multiply(x, at, target, out, to);
  }

  private void multiply(float[] x, int at, float[] matrix, float[] out, int to) {
    int in = matrix.length / width;
    for (int i = 0; i < in; i++) {
      float value = x[at + i];
      for (int d = 0; d < width; d++) {
        out[to + d] = Math.fma(value, matrix[i * width + d], out[to + d]);
      }
    }
  }

  /**
   * Writes a target's result, {@code size} floats.
   *
   * @param sources rows of all sources
   * @param which its neighbours, {@code n} of them
   * @param edges their edge features
   * @param scratch at least n floats
   * @param own the target's row
   */
  public void apply(
      float[] sources,
      int[] which,
      float[] edges,
      int n,
      float[] scratch,
      float[] own,
      float[] out,
      int to) {
    System.arraycopy(own, 0, out, to, size);
    int each = size / heads;
    for (int head = 0; n > 0 && head < heads; head++) {
      softmax(sources, which, edges, n, scratch, own[size + head], head);
      for (int k = 0; k < n; k++) {
        int from = which[k] * width;
        for (int d = head * each; d < (head + 1) * each; d++) {
          out[to + d] = Math.fma(sources[from + d], scratch[k], out[to + d]);
        }
      }
    }
    for (int d = to; d < to + size; d++) {
      if (out[d] < 0) {
        out[d] = Lanes.exp(out[d]) - 1;
      }
    }
  }

  private void softmax(
      float[] sources, int[] which, float[] edges, int n, float[] weights, float own, int head) {
    float top = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < n; k++) {
      float raw = sources[which[k] * width + size + head] + own + edges[k] * byEdge[head];
      weights[k] = raw < 0 ? SLOPE * raw : raw;
      top = Math.max(top, weights[k]);
    }
    float total = 0;
    for (int k = 0; k < n; k++) {
      weights[k] = Lanes.exp(weights[k] - top);
      total += weights[k];
    }
    for (int k = 0; k < n; k++) {
      weights[k] /= total;
    }
  }
}
