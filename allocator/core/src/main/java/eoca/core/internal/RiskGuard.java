package eoca.core.internal;

import eoca.core.Instance;
import java.util.Arrays;

/**
 * Keeps a greedy allocation feasible: who may take which fund, so that the funds that are left can
 * still be filled by the users who are left.
 *
 * <p><b>Definitions.</b> The levels L_0 < … < L_{m−1} are the distinct risks of funds with d_j > 0
 * at the start, fixed for the run. At any moment let U(L) be the number of unallocated users with
 * t_i ≥ L, D(L) the remaining demand of funds with r_j ≥ L, and slack[L] = U(L) − D(L). The
 * <em>class</em> of a user is the highest level ≤ t_i. Giving a user of tolerance t a fund of risk
 * r ≤ t takes 1 from both U(L) and D(L) where L ≤ r, and 1 from U(L) alone where r < L ≤ t: it
 * lowers slack[L] by 1 exactly for r < L ≤ t.
 *
 * <p><b>Rule.</b> A user of tolerance t may take fund j iff j has demand left and floor(t) ≤ r_j ≤
 * t, where floor(t) is the highest level ≤ t whose slack is 0.
 *
 * <p><b>Theorem.</b> If the instance is feasible, then at any time (1) every slack is ≥ 0 and that
 * of L_0 is 0; (2) every unallocated user may take some fund. Hence any procedure that keeps to the
 * rule ends with everybody allocated, every quota met exactly and no risk rule broken.
 *
 * <p><i>Proof.</i> (1) At the start it is feasibility: Σ d = N and everybody has t ≥ L_0 (else
 * D(L_0) = N > U(L_0)). A commitment lowers slack[L] only for r < L ≤ t; such a level is above
 * floor(t) ≤ r, so its slack was not 0 but at least 1. slack[L_0] is never lowered, as no fund with
 * demand has a risk below L_0. (2) Take an unallocated user of tolerance t; floor(t) = F exists
 * because slack[L_0] = 0 and t ≥ L_0. Let L⁺ be the lowest level above t. The demand left at risks
 * in [F, t] is D(F) − D(L⁺) = U(F) − D(L⁺) ≥ U(F) − U(L⁺) by slack[F] = 0 and slack[L⁺] ≥ 0, and
 * U(F) − U(L⁺) counts users with F ≤ t_i < L⁺, our user among them: it is at least 1. (Without L⁺
 * read 0 for D and U of it.) (3) By (2) the procedure never sticks while a user is left; each step
 * takes one user and one place; at the end no user is left, and no demand either, as slack[L_0] =
 * U(L_0) − D(L_0) = 0. ∎
 *
 * <p>A slack that is 0 stays 0: users with t ≥ L then only take r ≥ L, others don't touch it. So
 * what a class may take only ever shrinks, and there are at most k + m <em>events</em>, where an
 * event is a fund reaching its quota or a slack coming down to 0.
 *
 * <p>Not safe for concurrent changes; concurrent reads are.
 */
public final class RiskGuard {
  private final int[] levels;
  private final int[] classOfTolerance = new int[Instance.MAX_RISK + 1];
  private final int[] levelOfFund;
  private final long[] remaining;
  private final long[] slack;

  /**
   * A guard with nobody allocated yet.
   *
   * @param instance must be feasible
   * @param usersByTolerance {@code long[64]}
   */
  public RiskGuard(Instance instance, long[] usersByTolerance) {
    remaining = instance.quotas();
    boolean[] isLevel = new boolean[Instance.MAX_RISK + 1];
    for (int j = 0; j < remaining.length; j++) {
      isLevel[instance.risk(j)] |= remaining[j] > 0;
    }
    int[] indexOfRisk = new int[isLevel.length];
    int[] found = new int[isLevel.length];
    int count = 0;
    for (int risk = 0; risk < isLevel.length; risk++) {
      if (isLevel[risk]) {
        found[count++] = risk;
      }
      indexOfRisk[risk] = isLevel[risk] ? count - 1 : -1;
      classOfTolerance[risk] = Math.max(0, count - 1);
    }
    levels = Arrays.copyOf(found, count);
    levelOfFund = new int[remaining.length];
    slack = new long[count];
    Arrays.setAll(levelOfFund, j -> indexOfRisk[instance.risk(j)]);
    for (int l = 0; l < count; l++) {
      for (int t = levels[l]; t < usersByTolerance.length; t++) {
        slack[l] += usersByTolerance[t];
      }
      for (int j = 0; j < remaining.length; j++) {
        slack[l] -= instance.risk(j) >= levels[l] ? remaining[j] : 0;
      }
    }
  }

  /** The number of funds k. */
  public int funds() {
    return remaining.length;
  }

  /** The number of classes of users: the number of levels, at least 1. */
  public int classes() {
    return Math.max(1, levels.length);
  }

  /** The class of a user of this tolerance, which must be at least the lowest level. */
  public int classOf(int tolerance) {
    return classOfTolerance[tolerance];
  }

  /** Users that a fund still needs. */
  public long remaining(int fund) {
    return remaining[fund];
  }

  /** Whether users of a class may take a fund now. */
  public boolean allowed(int fund, int userClass) {
    if (remaining[fund] == 0 || levelOfFund[fund] > userClass) {
      return false;
    }
    for (int l = userClass; l > levelOfFund[fund]; l--) {
      if (slack[l] == 0) {
        return false;
      }
    }
    return true;
  }

  /** Commits users of one class to one fund. They must be allowed, and fit. */
  public void commit(int fund, int userClass, long users) {
    remaining[fund] -= users;
    for (int l = levelOfFund[fund] + 1; l <= userClass; l++) {
      slack[l] -= users;
    }
  }

  /**
   * The counters that may cause an event, {@code long[k + levels]}: the remaining demand of each
   * fund, then the slack of each level.
   */
  public long[] counters() {
    long[] counters = Arrays.copyOf(remaining, remaining.length + slack.length);
    System.arraycopy(slack, 0, counters, remaining.length, slack.length);
    return counters;
  }

  /** Which counters go down by one when a user of a class takes a fund that is allowed. */
  public int[] countersTouched(int fund, int userClass) {
    int above = userClass - levelOfFund[fund];
    int[] touched = new int[1 + above];
    touched[0] = fund;
    for (int l = 1; l <= above; l++) {
      touched[l] = remaining.length + levelOfFund[fund] + l;
    }
    return touched;
  }
}
