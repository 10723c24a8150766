package eoca.predict.net;

import java.util.Arrays;

/** The kernel in plain loops, in the order of the definition. */
final class ScalarAttentionKernel extends AttentionKernel {
  @Override
  void attend(AttentionRows.Scratch s, float[] pooled, int pooledAt, float[] mean, int meanAt) {
    int n = s.events;
    int width = s.width();
    for (int e = 0; e < n; e++) {
      for (int c = 0; c < s.heads() * width; c++) {
        s.queries[c * s.padded + e] =
            Math.fma(
                s.amountRow()[c],
                s.amounts[e],
                s.itemRows()[s.itemAt[e] + c] + s.momentRows()[s.momentAt[e] + c]);
      }
    }
    for (int head = 0; head < s.heads(); head++) {
      Arrays.fill(s.shares, 0, n, 0);
      for (int q = 0; q < n; q++) {
        weightsOfQuery(s, q, head * width);
        for (int t = 0; t < n; t++) {
          s.shares[t] += s.scores[t * s.padded + q];
        }
      }
      sum(s, pooled, pooledAt + head * width);
    }
    Arrays.fill(s.shares, 0, n, 1f / n);
    sum(s, mean, meanAt);
  }

  /** A column of softmax weights, divided by the number of queries. */
  private static void weightsOfQuery(AttentionRows.Scratch s, int q, int from) {
    int n = s.events;
    float top = Float.NEGATIVE_INFINITY;
    for (int t = 0; t < n; t++) {
      float score = 0;
      for (int c = 0; c < s.width(); c++) {
        score = Math.fma(s.queries[(from + c) * s.padded + q], s.vectors[t * s.stride + c], score);
      }
      s.scores[t * s.padded + q] = score;
      top = Math.max(top, score);
    }
    float total = 0;
    for (int t = 0; t < n; t++) {
      float weight = Lanes.exp(s.scores[t * s.padded + q] - top);
      s.scores[t * s.padded + q] = weight;
      total += weight;
    }
    float inverse = 1f / n / total;
    for (int t = 0; t < n; t++) {
      s.scores[t * s.padded + q] *= inverse;
    }
  }

  private static void sum(AttentionRows.Scratch s, float[] out, int at) {
    for (int c = 0; c < s.width(); c++) {
      float sum = 0;
      for (int t = 0; t < s.events; t++) {
        sum = Math.fma(s.vectors[t * s.stride + c], s.shares[t], sum);
      }
      out[at + c] = sum;
    }
  }
}
