package eoca.predict.net;

/** The kernel in plain loops, in the order of the definition. */
final class ScalarAttentionKernel extends AttentionKernel {
  @Override
  void attend(AttentionRows.Scratch s, float[] pooled, int pooledAt, float[] mean, int meanAt) {
    int n = s.events;
    int size = s.size();
    float share = 1f / n;
    for (int e = 0; e < n; e++) {
      for (int d = 0; d < size; d++) {
        s.queries[d * s.padded + e] = sum(s, e, d);
        s.keys[e * size + d] = sum(s, e, size + d);
        s.values[e * size + d] = sum(s, e, 2 * size + d);
        mean[meanAt + d] += share * sum(s, e, 3 * size + d);
      }
    }
    int width = size / s.heads();
    for (int head = 0; head < s.heads(); head++) {
      int from = head * width;
      for (int q = 0; q < n; q++) {
        scoresOfQuery(s, q, from, width);
      }
      for (int t = 0; t < n; t++) {
        float weight = 0;
        for (int q = 0; q < n; q++) {
          weight += s.scores[t * s.padded + q];
        }
        for (int d = from; d < from + width; d++) {
          pooled[pooledAt + d] += share * weight * s.values[t * size + d];
        }
      }
    }
  }

  /** A column of softmax weights. */
  private static void scoresOfQuery(AttentionRows.Scratch s, int q, int from, int width) {
    float top = Float.NEGATIVE_INFINITY;
    for (int t = 0; t < s.events; t++) {
      float score = 0;
      for (int d = from; d < from + width; d++) {
        score += s.queries[d * s.padded + q] * s.keys[t * s.size() + d];
      }
      s.scores[t * s.padded + q] = score;
      top = Math.max(top, score);
    }
    float total = 0;
    for (int t = 0; t < s.events; t++) {
      float weight = (float) Math.exp(s.scores[t * s.padded + q] - top);
      s.scores[t * s.padded + q] = weight;
      total += weight;
    }
    for (int t = 0; t < s.events; t++) {
      s.scores[t * s.padded + q] /= total;
    }
  }

  private static float sum(AttentionRows.Scratch s, int e, int d) {
    return s.itemRows()[s.itemAt[e] + d]
        + s.momentRows()[s.momentAt[e] + d]
        + s.amounts[e] * s.amountRow()[d];
  }
}
