package eoca.inputs;

/**
 * Hears how far a long piece of work is. Called from any thread, some ten times a second at most
 * per thread; an exception it throws ends the work, which cleans up and passes the exception on:
 * the way to cancel.
 */
@FunctionalInterface
public interface Progress {
  /** Hears nothing. */
  Progress NONE = (phase, done, total) -> {};

  /**
   * Work done so far.
   *
   * @param phase a short stable name: {@code convert}, {@code check}, {@code duplicates}, {@code
   *     hash}, {@code write}
   * @param done units done, {@code 0..total}
   * @param total units in all; bytes or rows
   */
  void report(String phase, long done, long total);
}
