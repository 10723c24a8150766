package eoca.core;

/**
 * Which fund each user gets: one unsigned byte a user, kept in shards of {@link Shards#SIZE} users.
 * One byte a user.
 *
 * <p>Different shards may be written by different threads at once; one shard by one thread only.
 */
public final class Assignment {
  /** The byte of a user who has no fund (yet), {@code (byte) 255}. */
  public static final byte NONE = (byte) 0xFF;

  private final int users;
  private final byte[][] shards;

  /** An assignment in which nobody has a fund yet. */
  public Assignment(int users) {
    this.users = users;
    this.shards = new byte[Shards.count(users)][];
    for (int s = 0; s < shards.length; s++) {
      shards[s] = new byte[Shards.length(s, users)];
      java.util.Arrays.fill(shards[s], NONE);
    }
  }

  /** The number of users N. */
  public int users() {
    return users;
  }

  /** The fund of a user, 0..254, or −1 for none. */
  public int fund(int user) {
    byte b = shards[user >>> 16][user & (Shards.SIZE - 1)];
    return b == NONE ? -1 : b & 0xFF;
  }

  /** Gives a user a fund, 0..254. */
  public void set(int user, int fund) {
    shards[user >>> 16][user & (Shards.SIZE - 1)] = (byte) fund;
  }

  /**
   * The live bytes of one shard (unsigned fund indices, {@link #NONE} for none): the hot loops'
   * view.
   */
  public byte[] shard(int shard) {
    return shards[shard];
  }
}
