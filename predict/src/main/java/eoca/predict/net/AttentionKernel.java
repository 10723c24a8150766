package eoca.predict.net;

/** Attention of one user, from summed rows to pooled events. */
abstract class AttentionKernel {
  /** Rows are padded to a multiple of this, the widest vector in floats. */
  static final int PAD = 16;

  /** Keys that are scored together; there is room for a multiple of it. */
  static final int KEYS = 4;

  /**
   * Writes, for each head, the mean over queries of the attended event vectors to {@code pooled},
   * and the mean event vector to {@code mean}; at least one event.
   */
  abstract void attend(
      AttentionRows.Scratch events, float[] pooled, int pooledAt, float[] mean, int meanAt);
}
