package eoca.predict.net;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel with the JDK's Vector API. Queries lie across the lanes, so that maxima and sums of
 * the softmax over keys need no horizontal step:
 *
 * <pre>
 *   queries [c][q]   events [t][c]   scores [t][q] = Σ_c queries[c][·] · events[t][c]
 * </pre>
 *
 * Four keys are scored at once, against two vectors of queries where there are two: eight sums stay
 * in registers.
 */
final class VectorAttentionKernel extends AttentionKernel {
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() <= PAD
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;
  private static final int LANES = FLOATS.length();

  @Override
  void attend(AttentionRows.Scratch s, float[] pooled, int pooledAt, float[] mean, int meanAt) {
    int n = s.events;
    for (int e = 0; e < n; e++) {
      sumRows(s, e);
    }
    for (int head = 0; head < s.heads(); head++) {
      int from = head * s.width();
      Arrays.fill(s.shares, 0, n, 0);
      int q = 0;
      for (; q + LANES < n; q += 2 * LANES) {
        for (int t = 0; t < n; t += KEYS) {
          score2(s, q, t, from);
        }
        softmax(s, q, LANES);
        softmax(s, q + LANES, Math.min(LANES, n - q - LANES));
      }
      if (q < n) {
        for (int t = 0; t < n; t += KEYS) {
          score1(s, q, t, from);
        }
        softmax(s, q, n - q);
      }
      sum(s, pooled, pooledAt + from);
    }
    Arrays.fill(s.shares, 0, n, 1f / n);
    sum(s, mean, meanAt);
  }

  /** The query of an event in all heads, laid across the others. */
  private static void sumRows(AttentionRows.Scratch s, int e) {
    float[] items = s.itemRows();
    float[] moments = s.momentRows();
    float[] amount = s.amountRow();
    float[] row = s.row;
    int i = s.itemAt[e];
    int m = s.momentAt[e];
    FloatVector a = FloatVector.broadcast(FLOATS, s.amounts[e]);
    for (int c = 0; c < row.length; c += LANES) {
      FloatVector.fromArray(FLOATS, amount, c)
          .fma(
              a,
              FloatVector.fromArray(FLOATS, items, i + c)
                  .add(FloatVector.fromArray(FLOATS, moments, m + c)))
          .intoArray(row, c);
    }
    float[] queries = s.queries;
    int count = s.heads() * s.width();
    int to = e;
    for (int c = 0; c < count; c++, to += s.padded) {
      queries[to] = row[c];
    }
  }

  /** Scores of two vectors of queries against four keys. */
  private static void score2(AttentionRows.Scratch s, int q, int t, int from) {
    float[] events = s.vectors;
    float[] queries = s.queries;
    int padded = s.padded;
    int width = s.width();
    int stride = s.stride;
    int k = t * stride;
    int x = from * padded + q;
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    for (int c = 0; c < width; c++) {
      FloatVector p = FloatVector.fromArray(FLOATS, queries, x + c * padded);
      FloatVector r = FloatVector.fromArray(FLOATS, queries, x + c * padded + LANES);
      FloatVector w0 = FloatVector.broadcast(FLOATS, events[k + c]);
      a0 = p.fma(w0, a0);
      b0 = r.fma(w0, b0);
      FloatVector w1 = FloatVector.broadcast(FLOATS, events[k + stride + c]);
      a1 = p.fma(w1, a1);
      b1 = r.fma(w1, b1);
      FloatVector w2 = FloatVector.broadcast(FLOATS, events[k + 2 * stride + c]);
      a2 = p.fma(w2, a2);
      b2 = r.fma(w2, b2);
      FloatVector w3 = FloatVector.broadcast(FLOATS, events[k + 3 * stride + c]);
      a3 = p.fma(w3, a3);
      b3 = r.fma(w3, b3);
    }
    int to = t * padded + q;
    a0.intoArray(s.scores, to);
    b0.intoArray(s.scores, to + LANES);
    a1.intoArray(s.scores, to + padded);
    b1.intoArray(s.scores, to + padded + LANES);
    a2.intoArray(s.scores, to + 2 * padded);
    b2.intoArray(s.scores, to + 2 * padded + LANES);
    a3.intoArray(s.scores, to + 3 * padded);
    b3.intoArray(s.scores, to + 3 * padded + LANES);
  }

  /** Scores of one vector of queries against four keys. */
  private static void score1(AttentionRows.Scratch s, int q, int t, int from) {
    float[] events = s.vectors;
    float[] queries = s.queries;
    int padded = s.padded;
    int width = s.width();
    int stride = s.stride;
    int k = t * stride;
    int x = from * padded + q;
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    for (int c = 0; c < width; c++) {
      FloatVector p = FloatVector.fromArray(FLOATS, queries, x + c * padded);
      a0 = p.fma(FloatVector.broadcast(FLOATS, events[k + c]), a0);
      a1 = p.fma(FloatVector.broadcast(FLOATS, events[k + stride + c]), a1);
      a2 = p.fma(FloatVector.broadcast(FLOATS, events[k + 2 * stride + c]), a2);
      a3 = p.fma(FloatVector.broadcast(FLOATS, events[k + 3 * stride + c]), a3);
    }
    int to = t * padded + q;
    a0.intoArray(s.scores, to);
    a1.intoArray(s.scores, to + padded);
    a2.intoArray(s.scores, to + 2 * padded);
    a3.intoArray(s.scores, to + 3 * padded);
  }

  /** Softmax over keys, lane by lane; adds each key's weight, query after query, to shares. */
  private static void softmax(AttentionRows.Scratch s, int q, int real) {
    float[] scores = s.scores;
    int padded = s.padded;
    int n = s.events;
    FloatVector top = FloatVector.fromArray(FLOATS, scores, q);
    for (int t = 1; t < n; t++) {
      top = VectorLaneKernel.atLeast(FloatVector.fromArray(FLOATS, scores, t * padded + q), top);
    }
    FloatVector total = FloatVector.zero(FLOATS);
    for (int t = 0; t < n; t++) {
      int at = t * padded + q;
      FloatVector weight = VectorLaneKernel.exp(FloatVector.fromArray(FLOATS, scores, at).sub(top));
      weight.intoArray(scores, at);
      total = total.add(weight);
    }
    FloatVector inverse = FloatVector.broadcast(FLOATS, 1f / n).div(total);
    for (int t = 0; t < n; t++) {
      int at = t * padded + q;
      FloatVector.fromArray(FLOATS, scores, at).mul(inverse).intoArray(scores, at);
    }
    for (int t = 0; t < n; t++) {
      int at = t * padded + q;
      float share = s.shares[t];
      for (int lane = 0; lane < real; lane++) {
        share += scores[at + lane];
      }
      s.shares[t] = share;
    }
  }

  /** The events' vectors, weighted by shares and summed. */
  private static void sum(AttentionRows.Scratch s, float[] out, int at) {
    for (int c = 0; c < s.stride; c += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int t = 0; t < s.events; t++) {
        sum =
            FloatVector.fromArray(FLOATS, s.vectors, t * s.stride + c)
                .fma(FloatVector.broadcast(FLOATS, s.shares[t]), sum);
      }
      sum.intoArray(s.row, c);
    }
    System.arraycopy(s.row, 0, out, at, s.width());
  }
}
