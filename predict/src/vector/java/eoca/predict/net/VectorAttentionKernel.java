package eoca.predict.net;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel with the JDK's Vector API. Queries lie across the lanes, so that maxima and sums of
 * the softmax over keys need no horizontal step:
 *
 * <pre>
 *   queries [d][q]   keys [t][d]   scores [t][q] = Σ_d queries[d][·] · keys[t][d]
 * </pre>
 *
 * Four keys are scored at once, so that a loaded vector of queries is used four times. The
 * exponential is a polynomial (relative error below 2e-7 on [−87, 0], where it is used), because a
 * lanewise EXP is a call a lane where the JDK's vector library is missing.
 */
final class VectorAttentionKernel extends AttentionKernel {
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() <= PAD
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;
  private static final int LANES = FLOATS.length();
  private static final float LOG2E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float ROUND = 12_582_912f; // 1.5·2^23: adding it rounds to a whole number

  @Override
  void attend(AttentionRows.Scratch s, float[] pooled, int pooledAt, float[] mean, int meanAt) {
    sumRows(s, mean, meanAt);
    int n = s.events;
    int size = s.size();
    int width = size / s.heads();
    for (int head = 0; head < s.heads(); head++) {
      int from = head * width;
      Arrays.fill(s.shares, 0, n, 0);
      for (int q = 0; q < n; q += LANES) {
        score(s, q, from, width);
        softmax(s, q, Math.min(LANES, n - q));
      }
      pool(s, from, width, pooled, pooledAt);
    }
  }

  /** Queries (transposed), keys and values of all events, and the mean event. */
  private static void sumRows(AttentionRows.Scratch s, float[] mean, int meanAt) {
    int size = s.size();
    float share = 1f / s.events;
    float[] items = s.itemRows();
    float[] moments = s.momentRows();
    float[] amount = s.amountRow();
    for (int e = 0; e < s.events; e++) {
      int i = s.itemAt[e];
      int m = s.momentAt[e];
      float a = s.amounts[e];
      for (int d = 0; d < size; d += LANES) {
        FloatVector h =
            row(items, i + 3 * size + d, moments, m + 3 * size + d, amount, 3 * size + d, a);
        h.mul(share)
            .add(FloatVector.fromArray(FLOATS, mean, meanAt + d))
            .intoArray(mean, meanAt + d);
        row(items, i + size + d, moments, m + size + d, amount, size + d, a)
            .intoArray(s.keys, e * size + d);
        row(items, i + 2 * size + d, moments, m + 2 * size + d, amount, 2 * size + d, a)
            .intoArray(s.values, e * size + d);
      }
      for (int d = 0; d < size; d++) {
        s.queries[d * s.padded + e] = items[i + d] + moments[m + d] + a * amount[d];
      }
    }
  }

  private static FloatVector row(
      float[] items, int i, float[] moments, int m, float[] amount, int at, float scaled) {
    return FloatVector.fromArray(FLOATS, amount, at)
        .mul(scaled)
        .add(FloatVector.fromArray(FLOATS, items, i))
        .add(FloatVector.fromArray(FLOATS, moments, m));
  }

  /** Scores of a vector of queries against all keys. */
  private static void score(AttentionRows.Scratch s, int q, int from, int width) {
    int size = s.size();
    float[] keys = s.keys;
    float[] queries = s.queries;
    int t = 0;
    for (; t + 4 <= s.events; t += 4) {
      int k = t * size;
      FloatVector s0 = FloatVector.zero(FLOATS);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int d = from; d < from + width; d++) {
        FloatVector x = FloatVector.fromArray(FLOATS, queries, d * s.padded + q);
        s0 = x.fma(FloatVector.broadcast(FLOATS, keys[k + d]), s0);
        s1 = x.fma(FloatVector.broadcast(FLOATS, keys[k + size + d]), s1);
        s2 = x.fma(FloatVector.broadcast(FLOATS, keys[k + 2 * size + d]), s2);
        s3 = x.fma(FloatVector.broadcast(FLOATS, keys[k + 3 * size + d]), s3);
      }
      s0.intoArray(s.scores, t * s.padded + q);
      s1.intoArray(s.scores, (t + 1) * s.padded + q);
      s2.intoArray(s.scores, (t + 2) * s.padded + q);
      s3.intoArray(s.scores, (t + 3) * s.padded + q);
    }
    for (; t < s.events; t++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int d = from; d < from + width; d++) {
        sum =
            FloatVector.fromArray(FLOATS, queries, d * s.padded + q)
                .fma(FloatVector.broadcast(FLOATS, keys[t * size + d]), sum);
      }
      sum.intoArray(s.scores, t * s.padded + q);
    }
  }

  /** Softmax over keys, lane by lane; adds each key's weight, over the real queries, to shares. */
  private static void softmax(AttentionRows.Scratch s, int q, int real) {
    FloatVector top = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int t = 0; t < s.events; t++) {
      top = top.max(FloatVector.fromArray(FLOATS, s.scores, t * s.padded + q));
    }
    FloatVector total = FloatVector.zero(FLOATS);
    for (int t = 0; t < s.events; t++) {
      int at = t * s.padded + q;
      FloatVector weight = exp(FloatVector.fromArray(FLOATS, s.scores, at).sub(top));
      weight.intoArray(s.scores, at);
      total = total.add(weight);
    }
    FloatVector inverse = FloatVector.broadcast(FLOATS, 1f / s.events).div(total);
    for (int t = 0; t < s.events; t++) {
      int at = t * s.padded + q;
      FloatVector.fromArray(FLOATS, s.scores, at).mul(inverse).intoArray(s.scores, at);
      float share = 0;
      for (int lane = 0; lane < real; lane++) {
        share += s.scores[at + lane];
      }
      s.shares[t] += share;
    }
  }

  /** exp(x) for x ≤ 0. */
  private static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(-87f);
    FloatVector n = bounded.mul(LOG2E).add(ROUND).sub(ROUND);
    FloatVector r = bounded.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
    FloatVector p = FloatVector.broadcast(FLOATS, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(FLOATS, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(FLOATS, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(FLOATS, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(FLOATS, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(FLOATS, 5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1f);
    return p.mul(powerOfTwo(n));
  }

  /** 2^n for whole n in −126..0, by its bits: (n + 127) in the exponent. */
  private static FloatVector powerOfTwo(FloatVector n) {
    return n.add(127f + ROUND)
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, 23)
        .reinterpretAsFloats();
  }

  private static void pool(
      AttentionRows.Scratch s, int from, int width, float[] pooled, int pooledAt) {
    int size = s.size();
    for (int d = from; d < from + width; d += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int t = 0; t < s.events; t++) {
        sum =
            FloatVector.fromArray(FLOATS, s.values, t * size + d)
                .fma(FloatVector.broadcast(FLOATS, s.shares[t]), sum);
      }
      sum.intoArray(pooled, pooledAt + d);
    }
  }
}
