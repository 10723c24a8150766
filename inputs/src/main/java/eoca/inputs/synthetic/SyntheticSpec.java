package eoca.inputs.synthetic;

import eoca.inputs.campaign.Campaign;

/**
 * What to generate. Equal specs give equal campaigns, bit for bit, on any machine.
 *
 * @param seed any number
 * @param users N, {@code 0..2^31−1}
 * @param funds k, {@code 1..255}
 * @param regime how values and quotas behave
 * @param levels risk grades, {@code 1..63}: tolerances are 1..levels, and the funds' risks spread
 *     over them, so with at least as many funds as levels every level has a fund
 */
public record SyntheticSpec(long seed, int users, int funds, Regime regime, int levels) {
  /** Risk grades if nothing else is asked for. */
  public static final int DEFAULT_LEVELS = 4;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SyntheticSpec {
    check("users", users, 0, Integer.MAX_VALUE);
    check("funds", funds, 1, Campaign.MAX_FUNDS);
    check("levels", levels, 1, Campaign.MAX_RISK);
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " (" + value + ") must be " + min + ".." + max);
    }
  }
}
