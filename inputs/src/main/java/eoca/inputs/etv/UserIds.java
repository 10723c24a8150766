package eoca.inputs.etv;

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
