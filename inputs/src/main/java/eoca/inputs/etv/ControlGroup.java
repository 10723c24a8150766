package eoca.inputs.etv;

import eoca.inputs.campaign.Campaign;
import eoca.inputs.files.FileHash;
import eoca.inputs.internal.Crew;
import eoca.inputs.internal.Digits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Who is in the control group. A user is if
 *
 * <pre>
 *   first 8 bytes of SHA-256(seed ":" id), as an unsigned number  &lt;  share · 2^64
 * </pre>
 *
 * <p>with the seed in decimal digits and the id as text. So it depends on nothing but the user's id
 * and the seed: not on other users, row order, files, threads or the version of eoca; the same user
 * is in it every night, and any tool that knows SHA-256 can tell who is. The group's size is not
 * fixed: of N users it has N · share, give or take the square root of that.
 *
 * <p>One hash a user, on all threads; one bit a user.
 */
public final class ControlGroup {
  private static final int SHARD = 1 << 16;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final UserIds ids;
  private final byte[] prefix;
  private final long below;

  private ControlGroup(UserIds ids, Campaign.Control control) {
    this.ids = ids;
    this.prefix = (control.seed() + ":").getBytes(StandardCharsets.US_ASCII);
    BigInteger threshold =
        control
            .percent()
            .movePointLeft(2)
            .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(Long.SIZE)))
            .toBigInteger();
    this.below = threshold.longValue(); // unsigned; share is below 1
  }

  /**
   * The group among a table's users.
   *
   * @param threads threads to use; never changes the result
   * @return bit {@code i & 63} of word {@code i >>> 6} is set where user i is in it
   */
  public static long[] of(EtvTable table, Campaign.Control control, int threads) {
    ControlGroup group = new ControlGroup(table.userIds(), control);
    int users = table.users();
    long[] bits = new long[(int) ((users + 63L) >>> 6)];
    int shards = (int) (((long) users + SHARD - 1) / SHARD);
    if (shards > 0) {
      try (Crew crew = new Crew("eoca-control", Math.min(threads, shards))) {
        crew.run(
            shards,
            s -> group.shard(s * SHARD, (int) Math.min(SHARD, users - (long) s * SHARD), bits));
      }
    }
    return bits;
  }

  private void shard(int from, int length, long[] bits) {
    Hasher hasher = new Hasher();
    if (ids.isText()) {
      int[] user = {from};
      ids.copyText(from, length, (b, o, n) -> hasher.mark(user[0]++, b, o, n, bits));
      return;
    }
    long[] tile = new long[4096];
    byte[] digits = new byte[Digits.MAX];
    for (int at = 0; at < length; at += tile.length) {
      int n = Math.min(tile.length, length - at);
      ids.copyInt64(from + at, tile, n);
      for (int i = 0; i < n; i++) {
        hasher.mark(from + at + i, digits, 0, Digits.write(tile[i], digits, 0), bits);
      }
    }
  }

  /** One thread's digest. */
  private final class Hasher {
    private final MessageDigest digest = FileHash.newDigest();

    void mark(int user, byte[] id, int offset, int length, long[] bits) {
      digest.update(prefix);
      digest.update(id, offset, length);
      long first = (long) LONG.get(digest.digest(), 0);
      if (Long.compareUnsigned(first, below) < 0) {
        bits[user >>> 6] |= 1L << user;
      }
    }
  }
}
