package eoca.core;

/**
 * How users are cut into shards: 65,536 consecutive users each, so that the bounds depend on N
 * alone. Partial results are folded in shard order, which makes every sum the same for any number
 * of threads.
 */
public final class Shards {
  /** Users in a shard; a multiple of every tile length in use. */
  public static final int SIZE = 1 << 16;

  private Shards() {}

  /** Number of shards of N users, {@code ⌈N / SIZE⌉}. */
  public static int count(int users) {
    return (int) (((long) users + SIZE - 1) / SIZE);
  }

  /** First user of a shard. */
  public static int start(int shard) {
    return shard * SIZE;
  }

  /** Number of users in a shard, {@code 1..SIZE}. */
  public static int length(int shard, int users) {
    return (int) Math.min(SIZE, (long) users - (long) shard * SIZE);
  }
}
