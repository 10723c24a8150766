package eoca.core;

/**
 * The free users of an instance with {@link Pins}, as an instance of their own: the same funds,
 * quotas less who is locked, users numbered 0, 1, … in the order they have. A strategy solves that;
 * the best for it, with the locked users put back, is the best for the whole, because what the
 * locked ones are worth is a constant and the control group is worth nothing.
 *
 * <p>No value is copied: a tile of free users is read from the columns' tiles with the pinned users
 * squeezed out. Two tables find the place of a free user: the row of every {@value #STEP}th one,
 * and the free users before every shard. A copy costs one read of the rows it spans and an array
 * copy for every gap in them; memory is one bit and a thousandth of an int a user.
 */
public final class FreeUsers {
  /** Free users between two rows that are remembered. */
  private static final int STEP = 1024;

  private static final int CHUNK = 4096;

  /** Scratch of one thread: rows as they are in the columns. */
  private static final ThreadLocal<float[]> VALUES =
      ThreadLocal.withInitial(() -> new float[CHUNK]);

  private static final ThreadLocal<byte[]> BYTES = ThreadLocal.withInitial(() -> new byte[CHUNK]);

  private final Instance whole;
  private final Pins pins;
  private final int[] everyStep;
  private final int[] beforeShard;
  private final Instance free;

  private FreeUsers(Instance whole) {
    this.whole = whole;
    this.pins = whole.pins();
    int count = pins.freeUsers();
    this.everyStep = new int[count / STEP + 1];
    this.beforeShard = new int[Shards.count(whole.users()) + 1];
    index();
    int[] risks = new int[whole.funds()];
    long[] quotas = new long[whole.funds()];
    for (int j = 0; j < risks.length; j++) {
      risks[j] = whole.risk(j);
      quotas[j] = whole.openQuota(j);
    }
    this.free =
        new Instance(
            count, this::copyEtv, this::copyTolerance, risks, quotas, whole.hasPseudoFund());
  }

  /** The free users of an instance that has pins. */
  public static FreeUsers of(Instance whole) {
    return new FreeUsers(whole);
  }

  private void index() {
    int seen = 0;
    int words = (int) ((whole.users() + 63L) >>> 6);
    for (int word = 0; word < words; word++) {
      int row = word << 6;
      if ((row & (Shards.SIZE - 1)) == 0) {
        beforeShard[row >>> 16] = seen;
      }
      long bits = freeBits(word);
      int here = Long.bitCount(bits);
      int next = (seen + STEP - 1) / STEP * STEP; // the next one that is remembered
      if (next < seen + here) {
        everyStep[next / STEP] = row + select(bits, next - seen);
      }
      seen += here;
    }
    beforeShard[beforeShard.length - 1] = seen;
  }

  private long freeBits(int word) {
    int rows = Math.min(64, whole.users() - (word << 6));
    return ~pins.pinnedBits(word) & -1L >>> (64 - rows);
  }

  /** Place of the n-th set bit, n from 0. */
  private static int select(long bits, int n) {
    long left = bits;
    for (int i = 0; i < n; i++) {
      left &= left - 1;
    }
    return Long.numberOfTrailingZeros(left);
  }

  /** The instance of the free users; where more users are locked than a quota takes, it is 0. */
  public Instance instance() {
    return free;
  }

  /** The user of the whole that a free user is. */
  public int row(int freeUser) {
    int row = everyStep[freeUser / STEP];
    int toGo = freeUser % STEP;
    int word = row >>> 6;
    long bits = freeBits(word) & -1L << row;
    for (int here = Long.bitCount(bits); here <= toGo; here = Long.bitCount(bits)) {
      toGo -= here;
      bits = freeBits(++word);
    }
    return (word << 6) + select(bits, toGo);
  }

  private void copyEtv(int fund, int from, float[] tile, int length) {
    if (length == 0) {
      return;
    }
    int row = row(from);
    int end = row(from + length - 1) + 1;
    if (end - row == length) {
      whole.etv().copy(fund, row, tile, length);
      return;
    }
    float[] rows = VALUES.get();
    int done = 0;
    for (int at = row; at < end; at += CHUNK) {
      int n = Math.min(CHUNK, end - at);
      whole.etv().copy(fund, at, rows, n);
      done = squeeze(at, n, rows, tile, done);
    }
  }

  private void copyTolerance(int from, byte[] tile, int length) {
    if (length == 0) {
      return;
    }
    int row = row(from);
    int end = row(from + length - 1) + 1;
    if (end - row == length) {
      whole.tolerances().copy(row, tile, length);
      return;
    }
    byte[] rows = BYTES.get();
    int done = 0;
    for (int at = row; at < end; at += CHUNK) {
      int n = Math.min(CHUNK, end - at);
      whole.tolerances().copy(at, rows, n);
      done = squeeze(at, n, rows, tile, done);
    }
  }

  /** Puts the free ones of n rows from a row on at the end of what a tile has; returns its end. */
  private int squeeze(int row, int n, Object rows, Object tile, int done) {
    int end = row + n;
    int at = row;
    int filled = done;
    while (at < end) {
      int from = nextFree(at, end);
      int to = nextPinned(from, end);
      System.arraycopy(rows, from - row, tile, filled, to - from);
      filled += to - from;
      at = to;
    }
    return filled;
  }

  private int nextFree(int row, int end) {
    int at = row;
    while (at < end) {
      long bits = freeBits(at >>> 6) >>> at;
      if (bits != 0) {
        return Math.min(end, at + Long.numberOfTrailingZeros(bits));
      }
      at = ((at >>> 6) + 1) << 6;
    }
    return end;
  }

  private int nextPinned(int row, int end) {
    int at = row;
    while (at < end) {
      long bits = pins.pinnedBits(at >>> 6) >>> at;
      if (bits != 0) {
        return Math.min(end, at + Long.numberOfTrailingZeros(bits));
      }
      at = ((at >>> 6) + 1) << 6;
    }
    return end;
  }

  /** An allocation of the free users with the pinned ones put back. */
  public Assignment whole(Assignment ofFree, Workers workers) {
    Assignment all = new Assignment(whole.users());
    workers.run(
        Shards.count(whole.users()),
        (shard, slot) -> {
          byte[] funds = all.shard(shard);
          int next = beforeShard[shard];
          int start = Shards.start(shard);
          for (int i = 0; i < funds.length; i++) {
            int user = start + i;
            if (pins.isFree(user)) {
              funds[i] = fundByte(ofFree, next++);
            } else {
              funds[i] = (byte) pins.lockedFund(user); // −1, of the control group, is NONE
            }
          }
        });
    return all;
  }

  /** What the free users have in an allocation of all. */
  public Assignment free(Assignment ofAll) {
    Assignment mine = new Assignment(free.users());
    int next = 0;
    for (int s = 0; s < Shards.count(ofAll.users()); s++) {
      byte[] funds = ofAll.shard(s);
      int start = Shards.start(s);
      for (int i = 0; i < funds.length; i++) {
        if (pins.isFree(start + i)) {
          mine.shard(next >>> 16)[next & (Shards.SIZE - 1)] = funds[i];
          next++;
        }
      }
    }
    return mine;
  }

  private static byte fundByte(Assignment assignment, int user) {
    return assignment.shard(user >>> 16)[user & (Shards.SIZE - 1)];
  }

  /**
   * A strategy for instances that may have pins: it sees the free users alone, and its allocation
   * comes back as one of all users.
   *
   * @param strategy the strategy for the free users, given what moving them costs
   * @param stay what moving users costs, for all users, or null
   */
  public static Allocator around(Strategy strategy, Stay stay) {
    return (instance, workers, stop) -> {
      if (instance.pins() == null) {
        return strategy.staying(stay).allocate(instance, workers, stop);
      }
      FreeUsers users = FreeUsers.of(instance);
      Stay mine =
          stay == null ? null : new Stay(users.free(stay.former()), stay.cost(), stay.preferred());
      Outcome outcome = strategy.staying(mine).allocate(users.instance(), workers, stop);
      if (outcome instanceof Outcome.Solved solved) {
        return new Outcome.Solved(
            users.whole(solved.assignment(), workers), solved.prices(), solved.statistics());
      }
      if (outcome instanceof Outcome.Stopped stopped && stopped.best() != null) {
        return new Outcome.Stopped(
            stopped.limit(),
            users.whole(stopped.best(), workers),
            stopped.prices(),
            stopped.statistics());
      }
      return outcome;
    };
  }

  /** Makes an allocator, once it is known what moving users costs. */
  @FunctionalInterface
  public interface Strategy {
    /** The allocator; {@code stay} may be null. */
    Allocator staying(Stay stay);
  }
}
