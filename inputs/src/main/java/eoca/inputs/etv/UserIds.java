package eoca.inputs.etv;

import java.util.Arrays;

/** The user ids of a table: all int64 or all text. Safe for concurrent reads. */
public interface UserIds {
  /** Whether ids are text (else int64). */
  boolean isText();

  /**
   * Copies {@code length} int64 ids from user {@code fromUser} on; only if {@link #isText()} is
   * false.
   */
  void copyInt64(int fromUser, long[] tile, int length);

  /**
   * Appends the UTF-8 bytes of {@code length} text ids from user {@code fromUser} on; only if
   * {@link #isText()}.
   *
   * @param sink receives each id's bytes in order
   */
  void copyText(int fromUser, int length, TextSink sink);

  /** The id of one user as text (for messages and look-ups, not for loops). */
  String id(int user);

  /**
   * The user who has an id, or −1. A scan of the ids: milliseconds for millions of users.
   *
   * @param id as {@link #id(int)} writes it
   */
  int find(String id);

  /**
   * Compares ids with another table's, as text: the first offset {@code 0 ≤ o < length} where user
   * {@code fromUser + o} here and user {@code otherFrom + o} there differ, or −1.
   */
  default int mismatch(int fromUser, UserIds other, int otherFrom, int length) {
    int tile = 1024;
    if (!isText() && !other.isText()) {
      long[] a = new long[tile];
      long[] b = new long[tile];
      for (int i = 0; i < length; i += tile) {
        int n = Math.min(tile, length - i);
        copyInt64(fromUser + i, a, n);
        other.copyInt64(otherFrom + i, b, n);
        int at = Arrays.mismatch(a, 0, n, b, 0, n);
        if (at >= 0) {
          return i + at;
        }
      }
      return -1;
    }
    IdText a = new IdText();
    IdText b = new IdText();
    for (int i = 0; i < length; i += tile) {
      int n = Math.min(tile, length - i);
      a.fill(this, fromUser + i, n);
      b.fill(other, otherFrom + i, n);
      int at = a.mismatch(b);
      if (at >= 0) {
        return i + at;
      }
    }
    return -1;
  }

  /** Receives text ids. */
  @FunctionalInterface
  interface TextSink {
    /**
     * One id: {@code length} UTF-8 bytes of {@code utf8} at {@code offset}; the array is reused
     * after the call.
     */
    void accept(byte[] utf8, int offset, int length);
  }
}
