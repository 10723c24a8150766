package eoca.inputs.etv;

import eoca.inputs.Progress;
import eoca.inputs.internal.Crew;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Finds users who appear twice: i < i' with id(i) = id(i').
 *
 * <p>Phases:
 *
 * <ol>
 *   <li><em>Order.</em> One parallel pass sees whether ids ascend strictly (numbers as numbers,
 *       text as unsigned bytes): then all differ, and nothing else is done. Most exports are
 *       sorted.
 *   <li><em>Partition.</em> Every id becomes a 64-bit key: int64 ids by an invertible mix (equal
 *       keys are equal ids), text by a hash. Keys are cut by their top bits into buckets of some
 *       16,384, counted first and then scattered, without locks but for one atomic add a key and
 *       pass. Where 8 bytes a user would pass the memory allowed, this is repeated for ranges of
 *       keys.
 *   <li><em>Compare.</em> Each bucket, now within a second-level cache, goes through a small hash
 *       table; what is met twice is a candidate.
 *   <li><em>Verify</em>, only if there are candidates: one pass in row order compares candidates by
 *       their real bytes, and tells each row after the first that has an id.
 * </ol>
 *
 * Passes over the ids: 1 if sorted, else 1 + 2 · ⌈8 N / memory⌉, and 1 if there are candidates.
 * Memory: 8 bytes a user or the allowance, whichever is less, and 16 bytes a candidate (1 million
 * at most are verified). Time: O(N). The result does not depend on the number of threads.
 */
final class DuplicateCheck {
  private static final int SHARD = 1 << 16;
  private static final int BUCKET = 1 << 14;
  private static final int MAX_BUCKET_BITS = 13;
  private static final int MAX_CANDIDATES = 1_000_000;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final UserIds ids;
  private final int users;
  private final Crew crew;
  private final long memoryBytes;
  private final Progress progress;

  /**
   * A check.
   *
   * @param users how many ids there are
   * @param memoryBytes memory allowed for keys
   */
  DuplicateCheck(UserIds ids, int users, Crew crew, long memoryBytes, Progress progress) {
    this.ids = ids;
    this.users = users;
    this.crew = crew;
    this.memoryBytes = memoryBytes;
    this.progress = progress;
  }

  /** Hears of one duplicate. */
  @FunctionalInterface
  interface Sink {
    /**
     * User {@code user} has the id of the earlier user {@code first}.
     *
     * @return false to hear no more
     */
    boolean duplicate(int user, int first);
  }

  /**
   * Runs.
   *
   * @param sink hears duplicates in order of users
   * @return how many rows repeat an id; exact unless the sink stopped early, and then exact for
   *     int64 ids and, but for colliding hashes, for text
   */
  long run(Sink sink) {
    if (users < 2 || ascends()) {
      return 0;
    }
    LongOpenHashSet candidates = new LongOpenHashSet();
    LongAdder repeats = new LongAdder();
    long keysAtOnce = Math.max(1 << 16, Math.min(memoryBytes, 8L << 27) / 8);
    int passes = (int) ((users + keysAtOnce - 1) / keysAtOnce);
    int rangeBits = passes <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(passes - 1);
    for (int range = 0; range < 1 << rangeBits; range++) {
      partition(range, rangeBits, candidates, repeats);
    }
    return candidates.isEmpty() ? 0 : verify(candidates, repeats.sum(), sink);
  }

  private int shards() {
    return (int) (((long) users + SHARD - 1) / SHARD);
  }

  private int length(int shard) {
    return (int) Math.min(SHARD, users - (long) shard * SHARD);
  }

  // ---- order ----------------------------------------------------------------------------------

  private boolean ascends() {
    AtomicBoolean ascends = new AtomicBoolean(true);
    crew.run(
        shards(),
        s -> {
          if (ascends.get()) {
            int from = s * SHARD;
            int n = (int) Math.min(SHARD + 1L, users - (long) from); // one beyond: the border
            if (!(ids.isText() ? textAscends(from, n) : numbersAscend(from, n))) {
              ascends.set(false);
            }
          }
        });
    return ascends.get();
  }

  private boolean numbersAscend(int from, int n) {
    long[] tile = new long[4097];
    for (int i = 0; i < n - 1; i += 4096) {
      int m = Math.min(4097, n - i);
      ids.copyInt64(from + i, tile, m);
      boolean up = true;
      for (int k = 1; k < m; k++) {
        up &= tile[k - 1] < tile[k];
      }
      if (!up) {
        return false;
      }
    }
    return true;
  }

  private boolean textAscends(int from, int n) {
    Previous previous = new Previous();
    for (int i = 0; i < n && previous.up; i += 4096) {
      ids.copyText(from + i, Math.min(4096, n - i), previous);
    }
    return previous.up;
  }

  /** Compares each text with the one before. */
  private static final class Previous implements UserIds.TextSink {
    private byte[] last = new byte[64];
    private int length = -1;
    private boolean up = true;

    @Override
    public void accept(byte[] utf8, int offset, int n) {
      if (length >= 0) {
        up &= Arrays.compareUnsigned(last, 0, length, utf8, offset, offset + n) < 0;
      }
      if (n > last.length) {
        last = new byte[2 * n];
      }
      System.arraycopy(utf8, offset, last, 0, n);
      length = n;
    }
  }

  // ---- keys -----------------------------------------------------------------------------------

  /** Keys of consecutive users; reused by one thread. */
  private final class Keys implements UserIds.TextSink {
    private final long[] keys = new long[4096];
    private int n;

    int fill(int from, int length) {
      n = 0;
      if (ids.isText()) {
        ids.copyText(from, length, this);
      } else {
        ids.copyInt64(from, keys, length);
        for (int i = 0; i < length; i++) {
          keys[i] = mix(keys[i]);
        }
        n = length;
      }
      return n;
    }

    @Override
    public void accept(byte[] utf8, int offset, int length) {
      keys[n++] = hash(utf8, offset, length);
    }
  }

  /**
   * An invertible mix of 64 bits (multiply by odd, xor with own high bits; each step can be
   * undone).
   */
  private static long mix(long key) {
    long z = key * 0x9E3779B97F4A7C15L;
    z ^= z >>> 32;
    z *= 0xD6E8FEB86659FD93L;
    z ^= z >>> 29;
    return z;
  }

  private static long hash(byte[] b, int offset, int length) {
    long h = mix(length + 0x1234567L);
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      h = mix(h ^ (long) LONG.get(b, offset + i));
    }
    long rest = 0;
    for (; i < length; i++) {
      rest = rest << 8 | (b[offset + i] & 0xFF);
    }
    return mix(h ^ rest ^ (long) (length & 7) << 56);
  }

  // ---- partition and compare ------------------------------------------------------------------

  private void partition(int range, int rangeBits, LongOpenHashSet candidates, LongAdder repeats) {
    int bits = 1;
    while (bits < MAX_BUCKET_BITS && ((long) users >>> (rangeBits + bits)) > BUCKET) {
      bits++;
    }
    int buckets = 1 << bits;
    int shift = 64 - rangeBits - bits;
    long mine = (long) range << bits;
    AtomicIntegerArray cursor = new AtomicIntegerArray(buckets);
    eachShard(
        range,
        (keys, n) -> {
          int[] counts = new int[buckets];
          countKeys(keys, n, rangeBits, range, shift, mine, counts);
          for (int k = 0; k < buckets; k++) {
            if (counts[k] > 0) {
              cursor.getAndAdd(k, counts[k]);
            }
          }
        });
    int[] start = new int[buckets + 1];
    for (int k = 0; k < buckets; k++) {
      start[k + 1] = start[k] + cursor.get(k);
      cursor.set(k, start[k]);
    }
    long[] sorted = new long[start[buckets]];
    eachShard(
        range,
        (keys, n) -> {
          int[] at = new int[buckets];
          countKeys(keys, n, rangeBits, range, shift, mine, at);
          for (int k = 0; k < buckets; k++) {
            at[k] = at[k] > 0 ? cursor.getAndAdd(k, at[k]) : 0;
          }
          for (int i = 0; i < n; i++) {
            if (isIn(keys[i], rangeBits, range)) {
              sorted[at[(int) ((keys[i] >>> shift) - mine)]++] = keys[i];
            }
          }
        });
    crew.run(buckets, k -> compare(sorted, start[k], start[k + 1], candidates, repeats));
  }

  private static boolean isIn(long key, int rangeBits, int range) {
    return rangeBits == 0 || key >>> (64 - rangeBits) == range;
  }

  private static void countKeys(
      long[] keys, int n, int rangeBits, int range, int shift, long mine, int[] counts) {
    for (int i = 0; i < n; i++) {
      if (isIn(keys[i], rangeBits, range)) {
        counts[(int) ((keys[i] >>> shift) - mine)]++;
      }
    }
  }

  /** Does something with the keys of a shard. */
  @FunctionalInterface
  private interface ShardTask {
    void run(long[] keys, int n);
  }

  private void eachShard(int range, ShardTask task) {
    LongAdder done = new LongAdder();
    crew.run(
        shards(),
        s -> {
          long[] all = new long[length(s)];
          Keys keys = new Keys();
          for (int i = 0; i < all.length; i += 4096) {
            int n = keys.fill(s * SHARD + i, Math.min(4096, all.length - i));
            System.arraycopy(keys.keys, 0, all, i, n);
          }
          task.run(all, all.length);
          done.add(all.length);
          if (range == 0) {
            progress.report("duplicates", Math.min(users, done.sum()), users);
          }
        });
  }

  private static void compare(
      long[] keys, int from, int to, LongOpenHashSet candidates, LongAdder repeats) {
    int n = to - from;
    if (n < 2) {
      return;
    }
    if (n > 8 * BUCKET) { // many equal keys: a table would be as large again
      Arrays.sort(keys, from, to);
      for (int i = from + 1; i < to; i++) {
        if (keys[i] == keys[i - 1]) {
          found(keys[i], candidates, repeats);
        }
      }
      return;
    }
    int mask = Integer.highestOneBit(n) * 4 - 1;
    long[] table = new long[mask + 1];
    boolean zero = false;
    for (int i = from; i < to; i++) {
      long key = keys[i];
      if (key == 0) {
        if (zero) {
          found(key, candidates, repeats);
        }
        zero = true;
        continue;
      }
      int at = (int) key & mask; // low bits: the high ones are alike within a bucket
      while (table[at] != 0 && table[at] != key) {
        at = (at + 1) & mask;
      }
      if (table[at] == key) {
        found(key, candidates, repeats);
      }
      table[at] = key;
    }
  }

  private static void found(long key, LongOpenHashSet candidates, LongAdder repeats) {
    repeats.increment();
    synchronized (candidates) {
      if (candidates.size() < MAX_CANDIDATES) {
        candidates.add(key);
      }
    }
  }

  // ---- verify ---------------------------------------------------------------------------------

  private long verify(LongOpenHashSet candidates, long repeats, Sink sink) {
    Long2IntOpenHashMap first = new Long2IntOpenHashMap();
    first.defaultReturnValue(-1);
    Keys keys = new Keys();
    long verified = 0;
    long collided = 0;
    for (long from = 0; from < users; from += 4096) {
      int n = keys.fill((int) from, (int) Math.min(4096, users - from));
      for (int i = 0; i < n; i++) {
        long key = keys.keys[i];
        if (!candidates.contains(key)) {
          continue;
        }
        int user = (int) from + i;
        int earlier = first.putIfAbsent(key, user);
        if (earlier < 0) {
          continue;
        }
        if (ids.isText() && ids.mismatch(earlier, ids, user, 1) >= 0) {
          earlier = search(user); // another id with the same hash: rare, so look at all of them
          if (earlier < 0) {
            collided++;
            continue;
          }
        }
        verified++;
        if (!sink.duplicate(user, earlier)) {
          return repeats - collided;
        }
      }
    }
    return Math.max(verified, repeats - collided);
  }

  private int search(int user) {
    int at = ids.find(ids.id(user));
    return at < user ? at : -1;
  }
}
