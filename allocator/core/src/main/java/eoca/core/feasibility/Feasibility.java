package eoca.core.feasibility;

import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Witness;
import eoca.core.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether an allocation exists.
 *
 * <p><b>Theorem.</b> Risk classes are nested: who may take a fund of risk r may take every fund of
 * lower risk. Therefore an allocation exists if and only if Σ d_j = N and, for every level L among
 * the funds' risks, the demand Σ_{r_j ≥ L} d_j is at most the supply #{i : t_i ≥ L}.
 *
 * <p><i>Proof.</i> Necessary: funds with r_j ≥ L can only be given to users with t_i ≥ L, and each
 * user takes one. Sufficient: order the quota places by risk, highest first, and the users by
 * tolerance, highest first; give place n to user n. If place n has risk L, at least n places have
 * risk ≥ L, so at least n users have tolerance ≥ L, user n among them. ∎
 *
 * <p><b>Phases.</b> One pass over the tolerances counts users by tolerance (and keeps the first few
 * whom no fund fits); everything else is arithmetic on k quotas and 64 counts. O(N + k log k), one
 * byte read a user, no memory a user. The counts are sums of whole numbers: they do not depend on
 * the number of threads.
 *
 * <p><b>Witness.</b> Where none exists, exactly one witness is reported, of the first kind that
 * holds in the order {@link Witness.UnservableUsers}, {@link Witness.QuotaSum}, {@link
 * Witness.RiskLevel}; its fix mends everything that is wrong at once (see {@link Fix}).
 */
public final class Feasibility {
  /** Unservable users named in a witness. */
  private static final int FIRST_USERS = 10;

  private static final int TOLERANCES = Instance.MAX_RISK + 1;

  private Feasibility() {}

  /**
   * Checks an instance.
   *
   * @param instance any instance; its quotas may be anything ≥ 0
   * @param workers the threads to use
   * @return the counts, the levels, and the witness where no allocation exists
   */
  public static FeasibilityReport check(Instance instance, Workers workers) {
    return instance.pins() == null
        ? checkFree(instance, workers)
        : PinnedFeasibility.check(instance, workers);
  }

  /** The check of an instance without pins. */
  static FeasibilityReport checkFree(Instance instance, Workers workers) {
    int lowestRisk = lowestRisk(instance);
    Census census = new Census(instance, lowestRisk, workers);
    long[] atLeast = atLeast(census.usersByTolerance);
    List<FeasibilityReport.Level> levels = levels(instance, atLeast);
    Optional<Witness> witness = witness(instance, levels, atLeast, census);
    return new FeasibilityReport(census.usersByTolerance, levels, witness);
  }

  private static int lowestRisk(Instance instance) {
    int lowest = Instance.MAX_RISK;
    for (int j = 0; j < instance.funds(); j++) {
      lowest = Math.min(lowest, instance.risk(j));
    }
    return lowest;
  }

  private static List<FeasibilityReport.Level> levels(Instance instance, long[] atLeast) {
    List<FeasibilityReport.Level> levels = new ArrayList<>();
    for (int level = 0; level < TOLERANCES; level++) {
      long demand = 0;
      boolean isRisk = false;
      for (int j = 0; j < instance.funds(); j++) {
        isRisk |= instance.risk(j) == level;
        demand = instance.risk(j) >= level ? saturatedSum(demand, instance.quota(j)) : demand;
      }
      if (isRisk) {
        levels.add(new FeasibilityReport.Level(level, demand, atLeast[level]));
      }
    }
    return List.copyOf(levels);
  }

  private static Optional<Witness> witness(
      Instance instance, List<FeasibilityReport.Level> levels, long[] atLeast, Census census) {
    long users = instance.users();
    long servable = levels.get(0).supply();
    long quotaSum = levels.get(0).demand();
    if (servable < users) {
      return Optional.of(
          new Witness.UnservableUsers(
              users - servable, census.firstUnservable, Fix.of(instance, atLeast)));
    }
    if (quotaSum != users) {
      return Optional.of(new Witness.QuotaSum(users, quotaSum, Fix.of(instance, atLeast)));
    }
    for (int l = levels.size() - 1; l >= 0; l--) {
      FeasibilityReport.Level level = levels.get(l);
      if (level.slack() < 0) {
        return Optional.of(
            new Witness.RiskLevel(
                level.level(), level.demand(), level.supply(), Fix.of(instance, atLeast)));
      }
    }
    return Optional.empty();
  }

  /** a + b for a, b ≥ 0, at most {@link Long#MAX_VALUE}. */
  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Users with tolerance at least t, {@code long[65]}. */
  private static long[] atLeast(long[] usersByTolerance) {
    long[] atLeast = Arrays.copyOf(usersByTolerance, TOLERANCES + 1);
    for (int t = TOLERANCES - 1; t >= 0; t--) {
      atLeast[t] += atLeast[t + 1];
    }
    return atLeast;
  }

  /** The one pass over the tolerances. */
  private static final class Census {
    private final long[] usersByTolerance = new long[TOLERANCES];
    private final List<Integer> firstUnservable;

    Census(Instance instance, int lowestRisk, Workers workers) {
      int shards = Shards.count(instance.users());
      int[][] counts = new int[shards][];
      byte[][] tiles = new byte[workers.threads()][];
      workers.run(
          shards,
          (shard, slot) -> {
            if (tiles[slot] == null) {
              tiles[slot] = new byte[Math.min(Shards.SIZE, instance.users())];
            }
            int length = Shards.length(shard, instance.users());
            instance.tolerances().copy(Shards.start(shard), tiles[slot], length);
            counts[shard] = count(tiles[slot], length);
          });
      List<Integer> unservable = new ArrayList<>();
      for (int shard = 0; shard < shards; shard++) {
        long below = 0;
        for (int t = 0; t < TOLERANCES; t++) {
          usersByTolerance[t] += counts[shard][t];
          below += t < lowestRisk ? counts[shard][t] : 0;
        }
        if (below > 0 && unservable.size() < FIRST_USERS) {
          findUnservable(instance, shard, lowestRisk, unservable);
        }
      }
      this.firstUnservable = List.copyOf(unservable);
    }

    private static int[] count(byte[] tile, int length) {
      int[] counts = new int[TOLERANCES];
      for (int i = 0; i < length; i++) {
        counts[tile[i]]++;
      }
      return counts;
    }

    private static void findUnservable(
        Instance instance, int shard, int lowestRisk, List<Integer> found) {
      byte[] tile = new byte[Shards.length(shard, instance.users())];
      instance.tolerances().copy(Shards.start(shard), tile, tile.length);
      for (int i = 0; i < tile.length && found.size() < FIRST_USERS; i++) {
        if (tile[i] < lowestRisk) {
          found.add(Shards.start(shard) + i);
        }
      }
    }
  }
}
