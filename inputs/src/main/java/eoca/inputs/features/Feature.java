package eoca.inputs.features;

/** One declared feature column: a closed set. */
public sealed interface Feature {
  /** The column's name in its table. */
  String column();

  /**
   * A categorical feature. Codes: 0 = missing (null or empty text); then as {@link Coding} says.
   *
   * @param column the column
   * @param coding how values become codes
   */
  record Categorical(String column, Coding coding) implements Feature {}

  /**
   * A numeric feature; null and NaN are missing (encoded as NaN, which a batch turns into 0 and a
   * flag).
   *
   * @param column the column
   * @param scaling how values are scaled
   */
  record Numeric(String column, Scaling scaling) implements Feature {}

  /** How categories become codes ≥ 1; code 0 is "missing" in every coding. */
  sealed interface Coding {
    /**
     * A vocabulary learned from the training split, most frequent first (ties: by UTF-8 bytes).
     * Code 1 is "unseen"; 2.. are the learned values.
     *
     * @param size most values kept, ≥ 1
     * @param minCount values seen less often are unseen, ≥ 1
     */
    record Vocabulary(int size, int minCount) implements Coding {}

    /**
     * Hash buckets, nothing learned: 1 + (64-bit FNV-1a of the UTF-8 bytes, finished by a mixer)
     * modulo the number of buckets. Every value, seen or not, has its bucket.
     *
     * @param buckets number of buckets, ≥ 1
     */
    record Buckets(int buckets) implements Coding {}
  }

  /** How numbers are scaled. */
  sealed interface Scaling {
    /**
     * (x − mean) / sd of the training split, clipped to ±10; x is first replaced by sign(x)·log(1 +
     * |x|) if {@code log}.
     *
     * @param log whether to compress first
     */
    record Standard(boolean log) implements Scaling {}

    /**
     * The position of x in the training split's distribution, from −1 (at or below the least) to 1,
     * linear between the stored quantiles; the middle of a run of equal quantiles.
     *
     * @param quantiles number of intervals, 2..10,000
     */
    record Quantile(int quantiles) implements Scaling {}
  }
}
