package eoca.core.certificate;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Screen} with vector instructions: eight users at a time, all funds of a block before the
 * next, so that own and best other value stay in registers. Loaded by name, and only where the JVM
 * has {@code jdk.incubator.vector}.
 */
final class VectorScreen implements Screen {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
  private static final float WHOLE = 0x1p23f;

  private final ScalarScreen scalar = new ScalarScreen();

  /** Whether this machine has lanes wide enough for the form to be worth it. */
  static boolean supported() {
    return FloatVector.SPECIES_PREFERRED.length() >= FLOATS.length();
  }

  @Override
  public void doubtful(
      Market market,
      float[][] tiles,
      byte[] assigned,
      int offset,
      byte[] tolerances,
      int length,
      long[] doubtful) {
    if ((length & (BLOCK - 1)) != 0) {
      scalar.doubtful(market, tiles, assigned, offset, tolerances, length, doubtful);
      return; // the last tile of an instance only
    }
    int words = (length + 63) >>> 6;
    for (int w = 0; w < words; w++) {
      long bits = 0;
      int from = w << 6;
      int to = Math.min(from + 64, length);
      for (int u = from; u < to; u += BLOCK) {
        bits |= block(market, tiles, assigned, offset, tolerances, u) << (u - from);
      }
      doubtful[w] = bits;
    }
  }

  private static long block(
      Market market, float[][] tiles, byte[] assigned, int offset, byte[] tolerances, int u) {
    int[] funds = market.funds();
    float[] risks = market.risks();
    float[] prices = market.prices();
    // bytes are signed here: fund 200 is −56 on both sides of the comparison
    FloatVector fund = floats(ByteVector.fromArray(BYTES, assigned, offset + u));
    FloatVector tolerance = floats(ByteVector.fromArray(BYTES, tolerances, u));
    FloatVector own = FloatVector.broadcast(FLOATS, Float.NaN);
    FloatVector other = FloatVector.broadcast(FLOATS, NOBODY);
    FloatVector broken = FloatVector.zero(FLOATS);
    for (int c = 0; c < funds.length; c++) {
      FloatVector value = FloatVector.fromArray(FLOATS, tiles[funds[c]], u).sub(prices[c]);
      broken = broken.add(value.mul(0f));
      VectorMask<Float> mine = fund.compare(VectorOperators.EQ, (float) (byte) funds[c]);
      VectorMask<Float> allowed = tolerance.compare(VectorOperators.GE, risks[c]);
      VectorMask<Float> better = value.compare(VectorOperators.GT, other).andNot(mine);
      own = own.blend(value, mine.and(allowed));
      other = other.blend(value, better.and(allowed));
    }
    FloatVector doubt = own.abs().add(other.abs()).mul(RELATIVE).add(market.slack());
    VectorMask<Float> certain =
        own.sub(other)
            .compare(VectorOperators.GT, doubt)
            .and(broken.compare(VectorOperators.EQ, 0));
    return ~certain.toLong() & 0xFF;
  }

  private static FloatVector floats(ByteVector bytes) {
    return (FloatVector) bytes.convertShape(VectorOperators.B2F, FLOATS, 0);
  }

  @Override
  public boolean whole(float[] values, int length) {
    int blocks = length & -BLOCK;
    for (int u = 0; u < blocks; u += BLOCK) {
      FloatVector magnitude = FloatVector.fromArray(FLOATS, values, u).abs().min(WHOLE);
      if (magnitude.add(WHOLE).sub(WHOLE).compare(VectorOperators.NE, magnitude).anyTrue()) {
        return false;
      }
    }
    for (int u = blocks; u < length; u++) {
      float magnitude = Math.min(Math.abs(values[u]), WHOLE);
      if (magnitude + WHOLE - WHOLE != magnitude) {
        return false;
      }
    }
    return true;
  }
}
