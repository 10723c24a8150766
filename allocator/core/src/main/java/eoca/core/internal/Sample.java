package eoca.core.internal;

import java.util.Arrays;

/**
 * A stratified sample of candidates between two bounds, in order, and the bracket in which it
 * expects the first event. One position is drawn by a fixed hash from each of {@link #SIZE} equal
 * strata, so the sample is a function of the candidates alone.
 */
final class Sample {
  /**
   * Strata; a power of two. 4,096 bracket the event within 5 % of the candidates; sorting them
   * takes about 0.2 ms.
   */
  static final int SIZE = 4096;

  /** Half-width of the bracket in standard deviations; beyond it, one more pass is needed. */
  private static final double DEVIATIONS = 3;

  /** Half-width added for the grain of the sample. */
  private static final double GRAIN = 3;

  private final double[] score = new double[SIZE];
  private final int[] user = new int[SIZE];
  private final char[] kind = new char[SIZE];
  private final int[] order;

  /** Samples those candidates that lie behind {@code upper} and are covered by {@code lower}. */
  Sample(Candidates candidates, Bound upper, Bound lower) {
    long total = 0;
    for (int chunk = 0; chunk < candidates.chunks(); chunk++) {
      total += candidates.size(chunk);
    }
    int strata = (int) Math.min(SIZE, total);
    Candidates.Loader loader = candidates.loader();
    double[] oneScore = new double[1];
    char[] oneKind = new char[1];
    int found = 0;
    int chunk = 0;
    long chunkStart = 0;
    for (int s = 0; s < strata; s++) {
      long from = s * total / strata;
      long width = (s + 1) * total / strata - from;
      long position = from + Long.remainderUnsigned(hash(s), width);
      while (position >= chunkStart + candidates.size(chunk)) {
        chunkStart += candidates.size(chunk++);
      }
      int inChunk = (int) (position - chunkStart);
      loader.load(chunk, inChunk, 1, oneScore, oneKind);
      int i = candidates.user(chunk, inChunk);
      if (lower.covers(oneScore[0], i) && !upper.covers(oneScore[0], i)) {
        score[found] = oneScore[0];
        user[found] = i;
        kind[found++] = oneKind[0];
      }
    }
    this.order = sorted(found);
  }

  /** The finalizer of SplitMix64. */
  private static long hash(long x) {
    long z = (x + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Descending by score. The last 12 bits of a score's pattern give way to the position: close
   * enough for an estimate, and equal scores keep the order of the users.
   */
  private int[] sorted(int found) {
    long[] keys = new long[found];
    for (int s = 0; s < found; s++) {
      long bits = Double.doubleToRawLongBits(score[s]);
      long ascending = bits ^ ((bits >> 63) & Long.MAX_VALUE);
      keys[s] = (~ascending & -SIZE) | s;
    }
    Arrays.sort(keys);
    int[] sorted = new int[found];
    for (int s = 0; s < found; s++) {
      sorted[s] = (int) keys[s] & (SIZE - 1);
    }
    return sorted;
  }

  int size() {
    return order.length;
  }

  /** The cut behind the sampled user of a rank; the bound itself where the rank is outside. */
  Bound at(int rank, Bound upper, Bound lower) {
    if (rank < 0) {
      return upper;
    }
    return rank >= order.length ? lower : new Bound(score[order[rank]], user[order[rank]]);
  }

  /**
   * Ranks {@code {hi, lo}} such that the first event probably lies behind the sampled user at hi
   * and not behind the one at lo; −1 and {@link #size} mean the bounds.
   *
   * @param touched the counters that each kind touches
   * @param capacity what each counter has left
   * @param users how many candidates between the bounds touch each counter
   */
  int[] bracket(int[][] touched, long[] capacity, long[] users) {
    int[] hits = new int[capacity.length];
    for (int s = 0; s < order.length; s++) {
      for (int counter : touched[kind[s]]) {
        hits[counter]++;
      }
    }
    long[] early = new long[capacity.length];
    long[] late = new long[capacity.length];
    int hi = order.length;
    for (int c = 0; c < capacity.length; c++) {
      if (users[c] < capacity[c] || users[c] == 0) {
        early[c] = late[c] = Long.MAX_VALUE;
        continue;
      }
      double share = (double) capacity[c] / users[c];
      double expected = share * hits[c];
      double width = DEVIATIONS * Math.sqrt(expected * (1 - share)) + GRAIN;
      early[c] = (long) Math.floor(expected - width);
      late[c] = (long) Math.ceil(expected + width);
      hi = early[c] < 1 ? -1 : hi;
    }
    Arrays.fill(hits, 0);
    int lo = order.length;
    for (int rank = 0; rank < order.length && lo == order.length; rank++) {
      for (int counter : touched[kind[order[rank]]]) {
        hits[counter]++;
        hi = hits[counter] == early[counter] ? Math.min(hi, rank) : hi;
        lo = hits[counter] == late[counter] ? rank : lo;
      }
    }
    return new int[] {Math.min(hi, lo - 1), lo};
  }
}
