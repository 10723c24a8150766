package eoca.core;

/**
 * Users whose fund is not for a strategy to choose: <em>locked</em> ones keep the fund they were
 * shown and count towards its quota; those of the <em>control</em> group get none and count
 * nowhere. Everybody else is <em>free</em>.
 *
 * <pre>
 * locked   one byte a user: the fund, or {@link Assignment#NONE}    (absent where nobody is)
 * control  one bit a user                                           (absent where nobody is)
 * pinned   one bit a user: locked or control
 * </pre>
 *
 * <p>Immutable by agreement: what was handed over must not change afterwards.
 */
public final class Pins {
  private final int users;
  private final Assignment locked;
  private final long[] control;
  private final long[] pinned;
  private final long[] lockedByFund = new long[Instance.MAX_FUNDS + 1];
  private final long lockedUsers;
  private final long controlUsers;

  /**
   * Takes who is pinned; nothing is copied.
   *
   * @param users N
   * @param locked each locked user's fund, {@link Assignment#NONE} for everybody else; or null
   * @param control bit {@code i & 63} of word {@code i >>> 6} is set where user i is in the control
   *     group, {@code long[⌈N / 64⌉]}; or null
   * @throws IllegalArgumentException if a user is both, or sizes differ
   */
  public Pins(int users, Assignment locked, long[] control) {
    int words = (int) (((long) users + 63) >>> 6);
    if ((locked != null && locked.users() != users)
        || (control != null && control.length != words)) {
      throw new IllegalArgumentException("users (" + users + ") must be those of the pins");
    }
    this.users = users;
    this.locked = locked;
    this.control = control;
    this.pinned = control == null ? new long[words] : control.clone();
    long count = 0;
    for (int s = 0; locked != null && s < Shards.count(users); s++) {
      byte[] funds = locked.shard(s);
      int start = Shards.start(s);
      for (int i = 0; i < funds.length; i++) {
        if (funds[i] != Assignment.NONE) {
          int user = start + i;
          if (isControl(user)) {
            throw new IllegalArgumentException("user " + user + " is locked and in control");
          }
          pinned[user >>> 6] |= 1L << user;
          lockedByFund[funds[i] & 0xFF]++;
          count++;
        }
      }
    }
    this.lockedUsers = count;
    long inControl = 0;
    for (int w = 0; control != null && w < words; w++) {
      inControl += Long.bitCount(control[w]);
    }
    this.controlUsers = inControl;
  }

  /** The number of users N. */
  public int users() {
    return users;
  }

  /** The fund that a user is locked in, or −1. */
  public int lockedFund(int user) {
    return locked == null ? -1 : locked.fund(user);
  }

  /** Whether a user is in the control group. */
  public boolean isControl(int user) {
    return control != null && (control[user >>> 6] >>> user & 1) != 0;
  }

  /** Whether a strategy chooses the user's fund. */
  public boolean isFree(int user) {
    return (pinned[user >>> 6] >>> user & 1) == 0;
  }

  /** The pinned ones among users {@code 64·word .. 64·word + 63}, as bits. */
  public long pinnedBits(int word) {
    return pinned[word];
  }

  /** Users locked in a fund. */
  public long locked(int fund) {
    return lockedByFund[fund];
  }

  /** Users locked in any fund. */
  public long lockedUsers() {
    return lockedUsers;
  }

  /** Users in the control group. */
  public long controlUsers() {
    return controlUsers;
  }

  /** Users that a strategy chooses a fund for. */
  public int freeUsers() {
    return (int) (users - lockedUsers - controlUsers);
  }
}
