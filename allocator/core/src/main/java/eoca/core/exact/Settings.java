package eoca.core.exact;

/**
 * The numbers that choose the method's speed, never its answer. Tests shrink them so that every
 * phase and fallback runs on small instances.
 *
 * @param directUsers up to so many users the path solver takes everything at once, with many funds
 *     up to a multiple ({@link #direct})
 * @param seedUsers users of the first sample
 * @param parts disjoint samples that estimate prices and their spread
 * @param partUsers users of each of them, at most (and at most N/16)
 * @param partUsersAFund and at least so many a fund
 * @param spread half-width of the box in standard deviations of the mean of the parts
 * @param newtonPasses most full passes that only count, to shrink the box
 * @param boundaryShare share of users in the boundary from which another counting pass is cheaper
 * @param maxRetries passes with a wider box before everything becomes boundary
 * @param warmWidth width of the box around given prices, in the gap that a fifth of the users have
 *     between their two best funds
 * @param maxBoundaryBytes most memory for a boundary; beyond, the solve stops
 */
record Settings(
    int directUsers,
    int seedUsers,
    int parts,
    int partUsers,
    int partUsersAFund,
    double spread,
    int newtonPasses,
    double boundaryShare,
    int maxRetries,
    double warmWidth,
    long maxBoundaryBytes) {
  /** Of so many funds a sample must have more users than {@link #directUsers} has. */
  private static final int DIRECT_FUNDS = 12;

  /** Values of users and funds that the path solver takes at once, at most: 13 bytes each. */
  private static final long MOST_DIRECT_VALUES = 16_000_000;

  /** So many times as large a sample where values are few units apart. */
  private static final int FINER = 16;

  /**
   * But not one that is less than so many times as large: it costs more than the boundary it saves.
   */
  private static final int LEAST_FINER = 4;

  /** But at most so many values: 4 bytes each. */
  private static final int MOST_FINER_VALUES = 12_000_000;

  private static final long LEAST_MEMORY = 64L << 20;

  /** What production uses; docs/algorithms/exact.md says what was measured. */
  static final Settings DEFAULT =
      new Settings(
          12_000,
          1_000,
          8,
          3_000,
          150,
          4.5,
          3,
          0.02,
          12,
          0.2,
          Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / 3));

  /** Users of a sample, where values are many units apart. */
  int sampleUsers(int users, int funds) {
    return parts * Math.min(Math.max(partUsers, partUsersAFund * funds), users / 16);
  }

  /** And where they are few units apart. */
  int finerSampleUsers(int users, int funds) {
    int most = Math.min(users / 16, MOST_FINER_VALUES / funds);
    int plain = sampleUsers(users, funds);
    return most < LEAST_FINER * plain ? plain : Math.min(most, FINER * plain);
  }

  /** Most memory for the boundary of a sample. */
  long mostSampleBytes() {
    return Math.max(LEAST_MEMORY, maxBoundaryBytes);
  }

  /** Whether so few users a fund are better solved all at once than by samples of them. */
  boolean direct(int users, int funds) {
    long most = (long) directUsers * Math.max(DIRECT_FUNDS, funds) / DIRECT_FUNDS;
    return users <= most && (users <= directUsers || (long) users * funds <= MOST_DIRECT_VALUES);
  }
}
