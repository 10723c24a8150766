package eoca.predict.net;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel with the JDK's Vector API. A product keeps two vectors of users times four outputs in
 * registers: eight sums, two inputs and a weight fit the sixteen registers of AVX2, eight
 * independent sums hide the latency of a fused multiply-add, and six loads feed eight of them.
 */
final class VectorLaneKernel extends LaneKernel {
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() <= Lanes.USERS / 2
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;
  private static final int LANES = FLOATS.length();
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
    // Below 0 or below nothing: no branch on relu in the loops.
    FloatVector floor = FloatVector.broadcast(FLOATS, relu ? 0f : Float.NEGATIVE_INFINITY);
    for (int o = 0; o < outputs; o += Lanes.OUTPUTS) {
      for (int u = 0; u < USERS; u += 2 * LANES) {
        product(x, u, in, weights, o * in, bias, o, out, outAt + o * USERS + u, floor);
      }
    }
  }

  /** Four outputs of two vectors of users. */
  private static void product(
      float[] x,
      int u,
      int in,
      float[] weights,
      int w,
      float[] bias,
      int b,
      float[] out,
      int to,
      FloatVector floor) {
    FloatVector a0 = FloatVector.broadcast(FLOATS, bias[b]);
    FloatVector a1 = FloatVector.broadcast(FLOATS, bias[b + 1]);
    FloatVector a2 = FloatVector.broadcast(FLOATS, bias[b + 2]);
    FloatVector a3 = FloatVector.broadcast(FLOATS, bias[b + 3]);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector b2 = a2;
    FloatVector b3 = a3;
    for (int i = 0; i < in; i++) {
      FloatVector p = FloatVector.fromArray(FLOATS, x, i * USERS + u);
      FloatVector q = FloatVector.fromArray(FLOATS, x, i * USERS + u + LANES);
      FloatVector w0 = FloatVector.broadcast(FLOATS, weights[w + 4 * i]);
      a0 = p.fma(w0, a0);
      b0 = q.fma(w0, b0);
      FloatVector w1 = FloatVector.broadcast(FLOATS, weights[w + 4 * i + 1]);
      a1 = p.fma(w1, a1);
      b1 = q.fma(w1, b1);
      FloatVector w2 = FloatVector.broadcast(FLOATS, weights[w + 4 * i + 2]);
      a2 = p.fma(w2, a2);
      b2 = q.fma(w2, b2);
      FloatVector w3 = FloatVector.broadcast(FLOATS, weights[w + 4 * i + 3]);
      a3 = p.fma(w3, a3);
      b3 = q.fma(w3, b3);
    }
    atLeast(a0, floor).intoArray(out, to);
    atLeast(b0, floor).intoArray(out, to + LANES);
    atLeast(a1, floor).intoArray(out, to + USERS);
    atLeast(b1, floor).intoArray(out, to + USERS + LANES);
    atLeast(a2, floor).intoArray(out, to + 2 * USERS);
    atLeast(b2, floor).intoArray(out, to + 2 * USERS + LANES);
    atLeast(a3, floor).intoArray(out, to + 3 * USERS);
    atLeast(b3, floor).intoArray(out, to + 3 * USERS + LANES);
  }

  /** The greater of both, NaN where x is: {@code max} takes three times as many instructions. */
  static FloatVector atLeast(FloatVector x, FloatVector floor) {
    return x.blend(floor, x.compare(VectorOperators.LE, floor));
  }

  @Override
  void addRelu(float[] x, int xAt, float[] shift, int shiftAt, int rows, float[] out, int outAt) {
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int r = 0; r < rows; r++) {
      FloatVector add = FloatVector.broadcast(FLOATS, shift[shiftAt + r]);
      for (int u = 0; u < USERS; u += LANES) {
        atLeast(FloatVector.fromArray(FLOATS, x, xAt + r * USERS + u).add(add), zero)
            .intoArray(out, outAt + r * USERS + u);
      }
    }
  }

  @Override
  void softmax(float[] x, int xAt, float[] shift, int shiftAt, int groups, int size, float[] out) {
    for (int g = 0; g < groups; g++) {
      int first = g * size;
      for (int u = 0; u < USERS; u += LANES) {
        FloatVector top = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int r = first; r < first + size; r++) {
          FloatVector value =
              FloatVector.fromArray(FLOATS, x, xAt + r * USERS + u).add(shift[shiftAt + r]);
          value.intoArray(out, r * USERS + u);
          top = atLeast(value, top);
        }
        FloatVector total = FloatVector.zero(FLOATS);
        for (int r = first; r < first + size; r++) {
          FloatVector weight = exp(FloatVector.fromArray(FLOATS, out, r * USERS + u).sub(top));
          weight.intoArray(out, r * USERS + u);
          total = total.add(weight);
        }
        FloatVector inverse = FloatVector.broadcast(FLOATS, 1f).div(total);
        for (int r = first; r < first + size; r++) {
          FloatVector.fromArray(FLOATS, out, r * USERS + u)
              .mul(inverse)
              .intoArray(out, r * USERS + u);
        }
      }
    }
  }

  /** e^x for x ≤ 0: {@link Lanes#exp}, lane by lane. */
  static FloatVector exp(FloatVector x) {
    FloatVector bounded = atLeast(x, FloatVector.broadcast(FLOATS, Lanes.LOWEST));
    FloatVector n = bounded.mul(Lanes.LOG2E).add(Lanes.ROUND).sub(Lanes.ROUND);
    FloatVector r = bounded.sub(n.mul(Lanes.LN2_HIGH)).sub(n.mul(Lanes.LN2_LOW));
    FloatVector p = FloatVector.broadcast(FLOATS, Lanes.P5);
    p = p.fma(r, FloatVector.broadcast(FLOATS, Lanes.P4));
    p = p.fma(r, FloatVector.broadcast(FLOATS, Lanes.P3));
    p = p.fma(r, FloatVector.broadcast(FLOATS, Lanes.P2));
    p = p.fma(r, FloatVector.broadcast(FLOATS, Lanes.P1));
    p = p.fma(r, FloatVector.broadcast(FLOATS, Lanes.P0));
    p = p.fma(r.mul(r), r).add(1f);
    return p.mul(
        n.add(127f + Lanes.ROUND)
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, 23)
            .reinterpretAsFloats());
  }

  /** Four experts at once, so that a row of the result is loaded and stored once for four. */
  @Override
  void mix(float[] shares, int sharesAt, float[] x, int count, int stride, int rows, float[] out) {
    for (int u = 0; u < USERS; u += LANES) {
      int e = 0;
      for (; e + 4 <= count; e += 4) {
        int s = sharesAt + e * USERS + u;
        FloatVector s0 = FloatVector.fromArray(FLOATS, shares, s);
        FloatVector s1 = FloatVector.fromArray(FLOATS, shares, s + USERS);
        FloatVector s2 = FloatVector.fromArray(FLOATS, shares, s + 2 * USERS);
        FloatVector s3 = FloatVector.fromArray(FLOATS, shares, s + 3 * USERS);
        int from = e * stride + u;
        for (int o = 0; o < rows; o++) {
          FloatVector sum =
              e == 0 ? FloatVector.zero(FLOATS) : FloatVector.fromArray(FLOATS, out, o * USERS + u);
          sum = s0.fma(FloatVector.fromArray(FLOATS, x, from + o * USERS), sum);
          sum = s1.fma(FloatVector.fromArray(FLOATS, x, from + stride + o * USERS), sum);
          sum = s2.fma(FloatVector.fromArray(FLOATS, x, from + 2 * stride + o * USERS), sum);
          sum = s3.fma(FloatVector.fromArray(FLOATS, x, from + 3 * stride + o * USERS), sum);
          sum.intoArray(out, o * USERS + u);
        }
      }
      for (; e < count; e++) {
        FloatVector share = FloatVector.fromArray(FLOATS, shares, sharesAt + e * USERS + u);
        for (int o = 0; o < rows; o++) {
          FloatVector sum =
              e == 0 ? FloatVector.zero(FLOATS) : FloatVector.fromArray(FLOATS, out, o * USERS + u);
          share
              .fma(FloatVector.fromArray(FLOATS, x, e * stride + o * USERS + u), sum)
              .intoArray(out, o * USERS + u);
        }
      }
    }
  }

  @Override
  void dot(float[] x, int xAt, int in, float[] weights, float bias, float[] out, int outAt) {
    for (int u = 0; u < USERS; u += 2 * LANES) {
      FloatVector a = FloatVector.broadcast(FLOATS, bias);
      FloatVector b = a;
      for (int i = 0; i < in; i++) {
        FloatVector weight = FloatVector.broadcast(FLOATS, weights[i]);
        a = FloatVector.fromArray(FLOATS, x, xAt + i * USERS + u).fma(weight, a);
        b = FloatVector.fromArray(FLOATS, x, xAt + i * USERS + u + LANES).fma(weight, b);
      }
      a.intoArray(out, outAt + u);
      b.intoArray(out, outAt + u + LANES);
    }
  }

  @Override
  void sigmoid(float[] x, int at, float low, float width) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int u = at; u < at + USERS; u += LANES) {
      FloatVector z = FloatVector.fromArray(FLOATS, x, u);
      FloatVector e = exp(z.abs().neg());
      FloatVector top = e.blend(one, z.compare(VectorOperators.GE, 0f));
      top.div(one.add(e))
          .fma(FloatVector.broadcast(FLOATS, width), FloatVector.broadcast(FLOATS, low))
          .intoArray(x, u);
    }
  }
}
