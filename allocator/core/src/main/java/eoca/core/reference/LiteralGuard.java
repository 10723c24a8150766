package eoca.core.reference;

import eoca.core.Instance;

/**
 * The risk guard in its plainest form: remaining demand by fund, slack by level, one user at a
 * time. What it is for, and why it works, is proved at {@link eoca.core.internal.RiskGuard}; this
 * class shares no code with it.
 */
final class LiteralGuard {
  private final Instance instance;
  private final long[] remaining;
  private final boolean[] isLevel = new boolean[Instance.MAX_RISK + 1];
  private final long[] slack = new long[Instance.MAX_RISK + 1];
  private final int[] lowestAllowedRisk = new int[Instance.MAX_RISK + 1];

  /**
   * A guard with nobody allocated.
   *
   * @param usersByTolerance {@code long[64]}
   */
  LiteralGuard(Instance instance, long[] usersByTolerance) {
    this.instance = instance;
    this.remaining = instance.quotas();
    for (int level = 0; level < slack.length; level++) {
      for (int j = 0; j < remaining.length; j++) {
        isLevel[level] |= instance.risk(j) == level && remaining[j] > 0;
        slack[level] -= instance.risk(j) >= level ? remaining[j] : 0;
      }
      for (int t = level; t < usersByTolerance.length; t++) {
        slack[level] += usersByTolerance[t];
      }
    }
    activateLevels();
  }

  /** Users that a fund still needs. */
  long remaining(int fund) {
    return remaining[fund];
  }

  /** Whether a user of this tolerance may take this fund now. */
  boolean allowed(int fund, int tolerance) {
    return remaining[fund] > 0
        && instance.risk(fund) <= tolerance
        && instance.risk(fund) >= lowestAllowedRisk[tolerance];
  }

  private void activateLevels() {
    int lowest = 0;
    for (int level = 0; level < slack.length; level++) {
      lowest = isLevel[level] && slack[level] == 0 ? level : lowest;
      lowestAllowedRisk[level] = lowest;
    }
  }

  /**
   * Gives one user of this tolerance one place in a fund.
   *
   * @return whether that is an event: the fund reached its quota or a slack came down to 0
   */
  boolean commit(int fund, int tolerance) {
    boolean event = --remaining[fund] == 0;
    for (int level = instance.risk(fund) + 1; level <= tolerance; level++) {
      slack[level]--;
      event |= isLevel[level] && slack[level] == 0;
    }
    if (event) {
      activateLevels();
    }
    return event;
  }
}
