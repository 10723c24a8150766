package eoca.core.internal;

/**
 * Scored users in chunks, users ascending within a chunk and from chunk to chunk. Safe for
 * concurrent reads of different chunks.
 */
public interface Candidates {
  /** The number of chunks. */
  int chunks();

  /** The number of users in a chunk, ≤ {@link eoca.core.Shards#SIZE}. */
  int size(int chunk);

  /** The user index at a position of a chunk. */
  int user(int chunk, int position);

  /** A loader for one thread; it may keep scratch memory. */
  Loader loader();

  /** Loads scores and kinds. */
  @FunctionalInterface
  interface Loader {
    /**
     * Loads consecutive positions of a chunk.
     *
     * @param chunk chunk index
     * @param from first position
     * @param length number of positions, ≥ 1
     * @param score receives the scores: finite, no −0
     * @param kind receives the users' kinds, see {@link FirstEvent}
     */
    void load(int chunk, int from, int length, double[] score, char[] kind);
  }
}
