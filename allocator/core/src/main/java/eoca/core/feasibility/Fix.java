package eoca.core.feasibility;

import eoca.core.Instance;
import eoca.core.Witness.QuotaChange;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest change of quotas that makes an instance feasible, as far as quotas can (users whom
 * no fund fits are left out of it: N′ = users with a tolerance of at least the lowest risk).
 *
 * <p>Let E(L) = demand − supply at level L and s = Σ d − N′ the surplus (negative: missing quota).
 * Any fix takes at least R = max(0, s, max_L E(L)) away, and then adds R − s; taking less leaves a
 * level violated. This one takes exactly R and adds exactly R − s, so its total is the least there
 * is. Where several fixes are that small:
 *
 * <ol>
 *   <li>A fund that asks for more than N′ users gives what exceeds N′. (It violates its level by at
 *       least that much; and what remains can be summed without overflow.)
 *   <li>The worst excess of a level above the lowest is taken from the funds of violated levels,
 *       highest risk first; at equal risk the last fund in the file gives first. (Enough at every
 *       level: where all levels above are mended, a level's own funds hold at least its excess,
 *       because supply only grows downwards.)
 *   <li>What was taken and is not surplus goes to the first fund of the highest risk below the
 *       lowest violated level. (That level was not violated, and neither are those below it: their
 *       demand did not change.)
 *   <li>A surplus that is left is taken from the pseudo-fund, then from the last fund in the file,
 *       then from the one before it and so on. Missing quota goes to the pseudo-fund, else to the
 *       first fund of the lowest risk: the one place where every user may go.
 * </ol>
 */
final class Fix {
  private final Instance instance;
  private final long[] atLeast;
  private final long[] quotas;
  private final int lowestRisk;
  private final long servable;

  private Fix(Instance instance, long[] atLeast) {
    this.instance = instance;
    this.atLeast = atLeast;
    this.quotas = instance.quotas();
    int lowest = Instance.MAX_RISK;
    for (int j = 0; j < quotas.length; j++) {
      lowest = Math.min(lowest, instance.risk(j));
    }
    this.lowestRisk = lowest;
    this.servable = atLeast[lowest];
  }

  /**
   * The changes, by fund index, none of them 0.
   *
   * @param atLeast {@code long[65]}: users with tolerance at least t
   */
  static List<QuotaChange> of(Instance instance, long[] atLeast) {
    Fix fix = new Fix(instance, atLeast);
    fix.capFunds();
    long surplus = fix.demand(fix.lowestRisk) - fix.servable;
    surplus -= fix.mendLevels(surplus);
    if (surplus > 0) {
      fix.takeFromLast(surplus);
    } else if (surplus < 0) {
      fix.quotas[fix.receiverOfMissing()] -= surplus;
    }
    List<QuotaChange> changes = new ArrayList<>();
    for (int j = 0; j < fix.quotas.length; j++) {
      long delta = fix.quotas[j] - instance.quota(j);
      if (delta != 0) {
        changes.add(new QuotaChange(j, delta));
      }
    }
    return List.copyOf(changes);
  }

  private void capFunds() {
    for (int j = 0; j < quotas.length; j++) {
      quotas[j] = Math.min(quotas[j], servable);
    }
  }

  private long demand(int level) {
    long demand = 0;
    for (int j = 0; j < quotas.length; j++) {
      demand += instance.risk(j) >= level ? quotas[j] : 0;
    }
    return demand;
  }

  private boolean isRisk(int level) {
    for (int j = 0; j < quotas.length; j++) {
      if (instance.risk(j) == level) {
        return true;
      }
    }
    return false;
  }

  /**
   * Mends every level above the lowest; what the surplus does not swallow is moved, not dropped.
   *
   * @return how much of the surplus was used up
   */
  private long mendLevels(long surplus) {
    long worst = 0;
    int lowestViolated = 0;
    boolean[] violated = new boolean[Instance.MAX_RISK + 1];
    for (int level = Instance.MAX_RISK; level > lowestRisk; level--) {
      long excess = isRisk(level) ? demand(level) - atLeast[level] : 0;
      if (excess > 0) {
        violated[level] = true;
        worst = Math.max(worst, excess);
        lowestViolated = level;
      }
    }
    if (worst == 0) {
      return 0;
    }
    long toTake = worst;
    for (int level = Instance.MAX_RISK; level > lowestRisk; level--) {
      for (int j = quotas.length - 1; j >= 0 && violated[level]; j--) {
        if (instance.risk(j) == level) {
          long taken = Math.min(toTake, quotas[j]);
          quotas[j] -= taken;
          toTake -= taken;
        }
      }
    }
    long dropped = Math.max(0, Math.min(surplus, worst));
    quotas[firstFundBelow(lowestViolated)] += worst - dropped;
    return dropped;
  }

  /** The first fund of the highest risk below a level. */
  private int firstFundBelow(int level) {
    int best = -1;
    for (int j = 0; j < quotas.length; j++) {
      int risk = instance.risk(j);
      if (risk < level && (best < 0 || risk > instance.risk(best))) {
        best = j;
      }
    }
    return best;
  }

  private void takeFromLast(long amount) {
    // The pseudo-fund is the last fund, so it gives first.
    long toTake = amount;
    for (int j = quotas.length - 1; j >= 0; j--) {
      long taken = Math.min(toTake, quotas[j]);
      quotas[j] -= taken;
      toTake -= taken;
    }
  }

  private int receiverOfMissing() {
    if (instance.hasPseudoFund()) {
      return quotas.length - 1;
    }
    return firstFundBelow(lowestRisk + 1);
  }
}
