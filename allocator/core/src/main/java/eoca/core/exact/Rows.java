package eoca.core.exact;

import java.util.Arrays;

/**
 * Users held in memory with their candidate funds and whole-number values (compressed sparse rows):
 * a sample, or the boundary of a pass. 9 bytes a candidate and 8 a user.
 *
 * <p>Candidates of a row are in fund order. Appending is for one thread.
 */
final class Rows {
  private int count;
  private int[] user;
  private int[] start;
  private byte[] fund;
  private long[] value;

  Rows() {
    this(64, 256);
  }

  /** Room for so many rows and candidates; more makes it grow. */
  Rows(int rows, int candidates) {
    this.user = new int[rows + 2];
    this.start = new int[rows + 2];
    this.fund = new byte[candidates];
    this.value = new long[candidates];
  }

  /** Number of rows. */
  int count() {
    return count;
  }

  /** Number of candidates of all rows. */
  int candidates() {
    return start[count];
  }

  /** The user's index in the instance. */
  int user(int row) {
    return user[row];
  }

  /** First candidate of a row; {@code start(count())} is the end of the last. */
  int start(int row) {
    return start[row];
  }

  /** The fund of a candidate. */
  int fund(int candidate) {
    return fund[candidate] & 0xFF;
  }

  /** The value of a candidate, in units of the grid. */
  long value(int candidate) {
    return value[candidate];
  }

  /** The candidate of a row for a fund, which the row must have. */
  int find(int row, int wanted) {
    int from = start[row];
    int guess = from + wanted - fund(from);
    if (guess < start[row + 1] && fund(guess) == wanted) {
      return guess;
    }
    int c = from;
    while (fund(c) != wanted) {
      c++;
    }
    return c;
  }

  /** The candidate of a row for a fund, or −1 where the row has none. */
  int candidate(int row, int wanted) {
    int from = start[row];
    int to = start[row + 1];
    int guess = from + wanted - fund(from);
    if (guess >= from && guess < to && fund(guess) == wanted) {
      return guess;
    }
    for (int c = from; c < to; c++) {
      if (fund(c) == wanted) {
        return c;
      }
    }
    return -1;
  }

  /** Adds a candidate to the row being built. */
  void add(int candidateFund, long candidateValue) {
    int at = start[count + 1];
    if (at == value.length) {
      int size = grown(at);
      fund = Arrays.copyOf(fund, size);
      value = Arrays.copyOf(value, size);
    }
    fund[at] = (byte) candidateFund;
    value[at] = candidateValue;
    start[count + 1] = at + 1;
  }

  /** Ends the row being built. */
  void end(int rowUser) {
    if (count + 2 >= start.length) {
      int size = grown(start.length);
      start = Arrays.copyOf(start, size);
      user = Arrays.copyOf(user, size);
    }
    user[count] = rowUser;
    count++;
    start[count + 1] = start[count];
  }

  /** All rows of all parts, in order. */
  static Rows concat(Rows[] parts) {
    int rows = 0;
    long candidates = 0;
    for (Rows part : parts) {
      rows = Math.addExact(rows, part.count);
      candidates += part.candidates();
    }
    Rows all = new Rows(rows, Math.toIntExact(candidates));
    for (Rows part : parts) {
      int at = all.start[all.count];
      System.arraycopy(part.fund, 0, all.fund, at, part.candidates());
      System.arraycopy(part.value, 0, all.value, at, part.candidates());
      System.arraycopy(part.user, 0, all.user, all.count, part.count);
      for (int row = 1; row <= part.count; row++) {
        all.start[all.count + row] = at + part.start[row];
      }
      all.count += part.count;
      all.start[all.count + 1] = all.start[all.count];
    }
    return all;
  }

  /** Bytes that so many candidates take. */
  static long bytes(long candidates) {
    return 9 * candidates;
  }

  /** Bytes held. */
  long bytes() {
    return 8L * user.length + bytes(value.length);
  }

  private static int grown(int size) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 64L));
  }
}
