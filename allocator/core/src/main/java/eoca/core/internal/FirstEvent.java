package eoca.core.internal;

import eoca.core.Workers;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds, without sorting, where the first event falls when users are taken in order of descending
 * score (ties: ascending index): a selection, generalised to many counters.
 *
 * <p><b>Problem.</b> Every user has a kind; a user who is taken lowers by one each counter that the
 * kind touches. Which is the first user at whom a counter reaches 0, and how many users of each
 * kind stand before and at that place?
 *
 * <p><b>Method.</b> Keep two cuts in the order between which the event must lie. Sample 4,096 users
 * between them and estimate a narrow bracket around the event; one parallel pass counts the kinds
 * above the bracket and copies out the users inside (14 bytes each, as many as the caller allows).
 * The counts say whether the event lies above, inside or below, exactly, whatever the sample was
 * worth; repeat there. Usually the event is inside, and three passes over n, n/20 and n/400 users
 * leave at most 2,048, who are sorted and replayed. Where the sample says little (a counter that
 * few users touch), the bracket is the half above the sampled median, so that the expected work
 * stays O(n). Ties need no care, because cuts are places in the order and not scores.
 *
 * <p>The result depends on the candidates alone: counts are whole numbers, and the sample is drawn
 * by position.
 */
public final class FirstEvent {
  /** So many are sorted and replayed. */
  private static final int FEW = 2048;

  /** Users scored at a time: scores and kinds of a tile stay in the first-level cache. */
  private static final int TILE = 1024;

  private final Workers workers;
  private final int[][] touched;
  private final long[] capacity;
  private final long[] live;
  private final long[] taken;
  private final long collectLimit;
  private final long[][] aboveBySlot;
  private final long[][] insideBySlot;
  private Candidates candidates;
  private long size;
  private Bound upper = Bound.TOP;
  private Bound lower = Bound.BOTTOM;
  private long loaded;

  /**
   * The place of the first event.
   *
   * @param last the user who causes it
   * @param taken {@code long[kinds]}: users of each kind up to that place, the last one included
   * @param loaded scores that were computed on the way
   */
  public record Result(Bound last, long[] taken, long loaded) {}

  private FirstEvent(
      Candidates candidates,
      long[] kinds,
      int[][] touched,
      long[] capacity,
      int collectLimit,
      Workers workers) {
    this.candidates = candidates;
    this.size = sum(kinds);
    this.live = kinds.clone();
    this.touched = touched;
    this.capacity = capacity.clone();
    this.workers = workers;
    this.taken = new long[kinds.length];
    this.collectLimit = Math.max(1 << 16, collectLimit);
    this.aboveBySlot = new long[workers.threads()][kinds.length];
    this.insideBySlot = new long[workers.threads()][kinds.length];
  }

  /**
   * Finds the first event.
   *
   * @param candidates all users in question
   * @param kinds {@code long[kinds]}: how many of the candidates are of each kind
   * @param touched the counters that each kind touches, each at most once; null where a kind has no
   *     candidates
   * @param capacity what each counter has left, ≥ 1 where it is touched
   * @param collectLimit how many users may be copied out at a time, 14 bytes each; 65,536 always
   *     may
   * @param workers the threads to use
   * @throws IllegalStateException if all candidates together cause no event
   */
  public static Result find(
      Candidates candidates,
      long[] kinds,
      int[][] touched,
      long[] capacity,
      int collectLimit,
      Workers workers) {
    FirstEvent search = new FirstEvent(candidates, kinds, touched, capacity, collectLimit, workers);
    if (!search.crosses(search.live)) {
      throw new IllegalStateException("all candidates (" + sum(kinds) + ") cause no event");
    }
    while (sum(search.live) > FEW) {
      search.narrow();
    }
    return search.replay();
  }

  /** Whether all candidates can be taken without any counter going below 0. */
  public static boolean allFit(long[] kinds, int[][] touched, long[] capacity) {
    long[] users = usersByCounter(kinds, touched, capacity.length);
    for (int c = 0; c < capacity.length; c++) {
      if (users[c] > capacity[c]) {
        return false;
      }
    }
    return true;
  }

  /**
   * One step: a bracket from the sample, one pass, and new cuts. Where the cuts leave out most of
   * the candidates, the bracket is everything between them: to copy it out.
   */
  private void narrow() {
    Bound hi = upper;
    Bound lo = lower;
    long limit = collectLimit;
    if (sum(live) > limit || sum(live) > size / 4) {
      Sample sample = new Sample(candidates, upper, lower);
      if (sample.size() >= 2) {
        int[] ranks = sample.bracket(touched, capacity, usersByCounter(live));
        boolean wide = ranks[1] - ranks[0] > sample.size() / 2;
        hi = wide ? upper : sample.at(ranks[0], upper, lower);
        lo = sample.at(wide ? sample.size() / 2 - 1 : ranks[1], upper, lower);
      } else {
        limit = Long.MAX_VALUE; // all samples fell outside the cuts: copy out whoever is inside
      }
    }
    Collected inside = pass(hi, lo, limit);
    long[] above = folded(aboveBySlot);
    long[] within = folded(insideBySlot);
    if (crosses(above)) {
      moveTo(upper, hi, above);
      return;
    }
    take(above);
    if (crosses(within)) {
      moveTo(hi, lo, within);
      if (inside != null) {
        candidates = inside;
        size = sum(within);
      }
      return;
    }
    take(within);
    long[] below = new long[live.length];
    Arrays.setAll(below, q -> live[q] - above[q] - within[q]);
    moveTo(lo, lower, below);
  }

  private void moveTo(Bound newUpper, Bound newLower, long[] newLive) {
    upper = newUpper;
    lower = newLower;
    System.arraycopy(newLive, 0, live, 0, live.length);
  }

  private void take(long[] kinds) {
    long[] users = usersByCounter(kinds);
    for (int c = 0; c < capacity.length; c++) {
      capacity[c] -= users[c];
    }
    for (int q = 0; q < kinds.length; q++) {
      taken[q] += kinds[q];
    }
  }

  private boolean crosses(long[] kinds) {
    long[] users = usersByCounter(kinds);
    for (int c = 0; c < capacity.length; c++) {
      if (users[c] > 0 && users[c] >= capacity[c]) {
        return true;
      }
    }
    return false;
  }

  private long[] usersByCounter(long[] kinds) {
    return usersByCounter(kinds, touched, capacity.length);
  }

  private static long[] usersByCounter(long[] kinds, int[][] touched, int counters) {
    long[] users = new long[counters];
    for (int q = 0; q < kinds.length; q++) {
      if (kinds[q] > 0) {
        for (int counter : touched[q]) {
          users[counter] += kinds[q];
        }
      }
    }
    return users;
  }

  /**
   * Counts who lies between upper and hi, counts and copies out who lies between hi and lo.
   *
   * @return those inside, or null where they are more than the limit
   */
  private Collected pass(Bound hi, Bound lo, long limit) {
    Collected inside = new Collected(candidates.chunks());
    AtomicLong total = new AtomicLong();
    Scanner[] scanners = new Scanner[workers.threads()];
    for (long[] counts : aboveBySlot) {
      Arrays.fill(counts, 0);
    }
    for (long[] counts : insideBySlot) {
      Arrays.fill(counts, 0);
    }
    workers.run(
        candidates.chunks(),
        (chunk, slot) -> {
          if (scanners[slot] == null) {
            scanners[slot] = new Scanner(hi, lo, limit, aboveBySlot[slot], insideBySlot[slot]);
          }
          scanners[slot].scan(chunk, total);
          inside.set(chunk, scanners[slot].buffer);
        });
    for (int chunk = 0; chunk < candidates.chunks(); chunk++) {
      loaded += candidates.size(chunk);
    }
    return total.get() > limit ? null : inside;
  }

  /** One thread's pass over chunks. */
  private final class Scanner {
    private final double[] score = new double[(int) Math.min(TILE, size)];
    private final char[] kind = new char[score.length];
    private final Candidates.Loader loader = candidates.loader();
    private final Collected.Buffer buffer = new Collected.Buffer();
    private final Bound hi;
    private final Bound lo;
    private final long limit;
    private final long[] above;
    private final long[] inside;

    Scanner(Bound hi, Bound lo, long limit, long[] above, long[] inside) {
      this.hi = hi;
      this.lo = lo;
      this.limit = limit;
      this.above = above;
      this.inside = inside;
    }

    void scan(int chunk, AtomicLong total) {
      buffer.clear();
      int size = candidates.size(chunk);
      for (int from = 0; from < size; from += score.length) {
        int length = Math.min(score.length, size - from);
        loader.load(chunk, from, length, score, kind);
        int before = buffer.size;
        if (total.get() > limit) {
          buffer.clear();
          before = 0;
        }
        scanTile(chunk, from, length);
        if (buffer.size > before) {
          total.addAndGet(buffer.size - before);
        }
      }
    }

    /**
     * Who is above is counted without a branch, as it follows no pattern; who is inside, or where
     * scores equal a cut's, is rare.
     */
    private void scanTile(int chunk, int from, int length) {
      double[] score = this.score;
      char[] kind = this.kind;
      long[] above = this.above;
      double hiScore = hi.score();
      double loScore = lo.score();
      if (upper.score() != Double.POSITIVE_INFINITY) {
        for (int i = 0; i < length; i++) {
          if (score[i] >= loScore && score[i] <= upper.score()) {
            compareExactly(score[i], candidates.user(chunk, from + i), kind[i]);
          }
        }
        return;
      }
      for (int i = 0; i < length; i++) {
        double x = score[i];
        long belowHi = Double.doubleToRawLongBits(hiScore - x);
        above[kind[i]] += belowHi >>> 63;
        if ((belowHi | Double.doubleToRawLongBits(x - loScore)) >= 0) {
          compareExactly(x, candidates.user(chunk, from + i), kind[i]);
        }
      }
    }

    private void compareExactly(double x, int user, char userKind) {
      if (!lo.covers(x, user) || upper.covers(x, user)) {
        return;
      }
      if (hi.covers(x, user)) {
        above[userKind]++;
      } else {
        inside[userKind]++;
        buffer.add(x, user, userKind);
      }
    }
  }

  /** Sorts the few who are left and takes them one by one. */
  private Result replay() {
    Collected few = pass(upper, lower, Long.MAX_VALUE);
    Collected.Buffer all = new Collected.Buffer();
    double[] score = new double[(int) sum(live)];
    char[] kind = new char[score.length];
    Candidates.Loader loader = few.loader();
    for (int chunk = 0; chunk < few.chunks(); chunk++) {
      loader.load(chunk, 0, few.size(chunk), score, kind);
      for (int i = 0; i < few.size(chunk); i++) {
        all.add(score[i], few.user(chunk, i), kind[i]);
      }
    }
    int[] order = new int[all.size];
    Arrays.setAll(order, i -> i);
    IntArrays.quickSort(
        order,
        (x, y) -> {
          int byScore = Double.compare(all.score[y], all.score[x]);
          return byScore != 0 ? byScore : Integer.compare(x, y);
        });
    for (int next : order) {
      taken[all.kind[next]]++;
      boolean event = false;
      for (int counter : touched[all.kind[next]]) {
        event |= --capacity[counter] == 0;
      }
      if (event) {
        return new Result(new Bound(all.score[next], all.user[next]), taken, loaded);
      }
    }
    throw new IllegalStateException("no event among the last candidates (" + order.length + ")");
  }

  private static long[] folded(long[][] bySlot) {
    long[] total = new long[bySlot[0].length];
    for (long[] counts : bySlot) {
      for (int q = 0; q < total.length; q++) {
        total[q] += counts[q];
      }
    }
    return total;
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }
}
