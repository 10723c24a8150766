package eoca.core.testing;

import java.util.function.LongConsumer;

/**
 * Runs a seeded test many times. A failure names its seed; {@code -Deoca.seed=S} replays that one.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * Runs the test for seeds {@code first .. first + count − 1}, or only for the seed that the
   * system property {@code eoca.seed} names.
   *
   * @throws AssertionError the first failure, with its seed
   */
  public static void run(long first, int count, LongConsumer test) {
    Long only = Long.getLong("eoca.seed");
    long from = only == null ? first : only;
    long to = only == null ? first + count : only + 1;
    for (long seed = from; seed < to; seed++) {
      try {
        test.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + " (replay with -Deoca.seed=" + seed + "): " + e.getMessage(), e);
      }
    }
  }
}
