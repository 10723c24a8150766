package eoca.core.exact;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Vector kernels that take over from the scalar ones when the JVM has compiled them.
 *
 * <p>Before that, a vector operation is a method call that allocates: about a microsecond a user
 * instead of a nanosecond, for as long as the compiler takes, which in a fresh JVM is most of a
 * solve. So at first the scalar kernels do the work, and small slices of it are repeated by the
 * vector kernels until the compiler has seen enough of them; a good while later these take over.
 * Both give the same bits, so nobody can tell when.
 */
final class WarmingKernels extends Kernels {
  /** Slices after which the JVM has queued the vector kernels for its best compiler. */
  private static final int SLICES = 1_500;

  /** Tiles after which it has compiled them: about 16 million users, a second of a cold JVM. */
  private static final int TILES = 16_000;

  private static final int SLICE_USERS = 64;

  /** A tile of eight funds has 2 to this power values. */
  private static final int TILE_BITS = 14;

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector;
  private final AtomicInteger freeTiles = new AtomicInteger();
  private final AtomicInteger limitedTiles = new AtomicInteger();
  private final AtomicInteger likelyTiles = new AtomicInteger();
  private final AtomicInteger rangeTiles = new AtomicInteger();
  private final AtomicInteger bestTiles = new AtomicInteger();
  private final AtomicInteger gainTiles = new AtomicInteger();

  WarmingKernels(Kernels vector) {
    this.vector = vector;
  }

  /** Tiles of eight funds that take the compiler's time as this one does. */
  private static int weight(int length, int funds) {
    return Math.max(1, (length * funds) >> TILE_BITS);
  }

  @Override
  String name() {
    return vector.name();
  }

  @Override
  void screen(float[][] tile, int length, float[] low, float[] high, Limits limits, float[] out) {
    boolean limited = limits.blocks() || limits.free() < low.length;
    AtomicInteger tiles = limited ? limitedTiles : freeTiles;
    if (tiles.get() >= TILES) {
      vector.screen(tile, length, low, high, limits, out);
      return;
    }
    scalar.screen(tile, length, low, high, limits, out);
    int weight = weight(length, low.length);
    if (tiles.addAndGet(weight) <= SLICES * weight) {
      vector.screen(tile, Math.min(SLICE_USERS, length), low, high, limits, out);
    }
  }

  @Override
  void likely(float[][] tile, int length, float[] low, float[] high, Limits limits, int[][] masks) {
    if (likelyTiles.get() >= TILES) {
      vector.likely(tile, length, low, high, limits, masks);
      return;
    }
    scalar.likely(tile, length, low, high, limits, masks);
    int weight = weight(length, low.length);
    if (likelyTiles.addAndGet(weight) <= SLICES * weight) {
      vector.likely(tile, Math.min(SLICE_USERS, length), low, high, limits, masks);
    }
  }

  @Override
  void best(float[][] tile, int length, float[] price, Limits limits, float[] out) {
    if (bestTiles.get() >= TILES) {
      vector.best(tile, length, price, limits, out);
      return;
    }
    scalar.best(tile, length, price, limits, out);
    if (bestTiles.incrementAndGet() <= SLICES) {
      vector.best(tile, Math.min(SLICE_USERS, length), price, limits, out);
    }
  }

  @Override
  float gain(float[] column, int length, float price, float[] own, float[] at, float least) {
    if (gainTiles.get() >= TILES) {
      return vector.gain(column, length, price, own, at, least);
    }
    if (gainTiles.incrementAndGet() <= SLICES) {
      vector.gain(column, Math.min(SLICE_USERS, length), price, own, at, least);
    }
    return scalar.gain(column, length, price, own, at, least);
  }

  @Override
  void range(float[] column, int length, int[] range) {
    if (rangeTiles.get() >= TILES) {
      vector.range(column, length, range);
      return;
    }
    scalar.range(column, length, range);
    if (rangeTiles.incrementAndGet() <= SLICES) {
      vector.range(column, Math.min(SLICE_USERS, length), range);
    }
  }
}
