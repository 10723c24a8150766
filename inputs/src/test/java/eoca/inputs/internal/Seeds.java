package eoca.inputs.internal;

import java.util.Random;

/** Seeded random numbers for tests; a failing seed is in the message, replay with -Deoca.seed=N. */
public final class Seeds {
  private Seeds() {}

  /** The seeds to try: {@code count} from 1 on, or the one asked for. */
  public static long[] list(int count) {
    Long one = Long.getLong("eoca.seed");
    if (one != null) {
      return new long[] {one};
    }
    long[] seeds = new long[count];
    for (int i = 0; i < count; i++) {
      seeds[i] = 1L + i;
    }
    return seeds;
  }

  /** A generator. */
  public static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }
}
