package eoca.core;

import java.util.List;

/**
 * Why no allocation exists, with the smallest fix: a closed set of four kinds. The first kind that
 * holds is reported, in the order {@link LockedUsers}, {@link UnservableUsers}, {@link QuotaSum},
 * {@link RiskLevel}, and its fix mends everything that is wrong at once: applying it makes the
 * campaign feasible, whatever else was wrong.
 *
 * <p>A fix may name the pseudo-fund: its quota is the number of users left unassigned.
 */
public sealed interface Witness {
  /** The name that {@code result.json} uses. */
  String kind();

  /**
   * Quota changes that make the instance feasible (for {@link UnservableUsers}: after those users
   * were dropped or left unassigned), by fund index, each fund at most once, none of them 0. The
   * least total change; empty only if dropping users is all that is needed.
   */
  List<QuotaChange> fix();

  /**
   * One change of a fund's quota.
   *
   * @param fund fund index
   * @param delta users to add (positive) or to take away (negative)
   */
  record QuotaChange(int fund, long delta) {}

  /**
   * More users are locked in a fund than its quota holds.
   *
   * @param fund the first such fund
   * @param locked users locked in it
   * @param quota its quota
   * @param fix quota changes that make room for all locked users and mend everything else
   */
  record LockedUsers(int fund, long locked, long quota, List<QuotaChange> fix) implements Witness {
    @Override
    public String kind() {
      return "locked_users";
    }
  }

  /**
   * The quotas do not add up to the users.
   *
   * @param users N, without the control group
   * @param quotaSum Σ d_j, at most {@link Long#MAX_VALUE}
   * @param fix quota changes that sum to N − Σ d_j and mend every violated level
   */
  record QuotaSum(long users, long quotaSum, List<QuotaChange> fix) implements Witness {
    @Override
    public String kind() {
      return "quota_sum";
    }

    /**
     * Users more than quota (positive: missing quota) or quota more than users (negative: surplus).
     */
    public long missing() {
      return users - quotaSum;
    }
  }

  /**
   * Funds of risk at least L ask for more users than have a tolerance of at least L.
   *
   * @param level the highest violated level L
   * @param demand Σ d_j over funds with r_j ≥ L, without locked users
   * @param supply free users with t_i ≥ L
   * @param fix quota moves that sum to 0 and mend every violated level
   */
  record RiskLevel(int level, long demand, long supply, List<QuotaChange> fix) implements Witness {
    @Override
    public String kind() {
      return "risk_level";
    }
  }

  /**
   * Users whose tolerance is below every fund's risk (funds of quota 0 included).
   *
   * @param count how many
   * @param firstUsers the first indices, ascending, at most ten
   * @param fix quota changes that sum to N − count − Σ d_j and mend every violated level: the
   *     quotas then fit the users that remain, or, with a pseudo-fund of quota {@code count} beside
   *     them, all users
   */
  record UnservableUsers(long count, List<Integer> firstUsers, List<QuotaChange> fix)
      implements Witness {
    @Override
    public String kind() {
      return "unservable_users";
    }
  }
}
