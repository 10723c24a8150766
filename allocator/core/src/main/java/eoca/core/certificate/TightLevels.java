package eoca.core.certificate;

import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Workers;

/**
 * The risk levels at which nobody can be spared: as many free users tolerate the level as the funds
 * of that risk or more have open quota. Quotas are met exactly only if each of them has one of
 * those funds, so a user of tolerance t has a fund of risk {@link #floor floor(t)} or more in every
 * allocation that keeps the rules: the largest such level that is at most t.
 *
 * <p>One pass over the tolerances.
 */
public final class TightLevels {
  private static final int LEVELS = Instance.MAX_RISK + 1;

  private final int[] floor = new int[LEVELS];

  private TightLevels(Instance instance, long[] users) {
    long supply = 0;
    boolean[] tight = new boolean[LEVELS];
    for (int level = LEVELS - 1; level >= 0; level--) {
      supply += users[level];
      long demand = 0;
      for (int j = 0; j < instance.funds(); j++) {
        demand += instance.risk(j) >= level ? instance.openQuota(j) : 0;
      }
      tight[level] = supply == demand;
    }
    for (int t = 1; t < LEVELS; t++) {
      floor[t] = tight[t] ? t : floor[t - 1];
    }
  }

  /** Counts the free users of each tolerance. */
  public static TightLevels of(Instance instance, Workers workers) {
    long[][] counts = new long[workers.threads()][];
    workers.run(
        Shards.count(instance.users()),
        (shard, slot) -> {
          if (counts[slot] == null) {
            counts[slot] = new long[LEVELS];
          }
          count(instance, shard, counts[slot]);
        });
    long[] users = new long[LEVELS];
    for (long[] part : counts) {
      for (int t = 0; part != null && t < LEVELS; t++) {
        users[t] += part[t];
      }
    }
    return new TightLevels(instance, users);
  }

  private static void count(Instance instance, int shard, long[] users) {
    int length = Shards.length(shard, instance.users());
    int start = Shards.start(shard);
    byte[] tolerances = new byte[length];
    instance.tolerances().copy(start, tolerances, length);
    for (int i = 0; i < length; i++) {
      if (instance.pins() == null || instance.pins().isFree(start + i)) {
        users[tolerances[i]]++;
      }
    }
  }

  /** The least risk of a fund that a user of this tolerance can have. */
  public int floor(int tolerance) {
    return floor[tolerance];
  }

  /** Whether there is such a level above the lowest. */
  boolean any() {
    return floor[LEVELS - 1] > 0;
  }

  /** Whether a user prefers a fund that nobody of that tolerance can have. */
  boolean forbid(int[] lowestPreferred) {
    for (int t = 0; t < LEVELS; t++) {
      if (lowestPreferred[t] < floor[t]) {
        return true;
      }
    }
    return false;
  }
}
