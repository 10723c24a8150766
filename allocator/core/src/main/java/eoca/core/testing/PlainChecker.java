package eoca.core.testing;

import eoca.core.Assignment;
import eoca.core.Instance;

/**
 * The plainest possible check of an allocation, knowing nothing of any algorithm: one fund a user,
 * exact quotas, no risk rule broken. Every test that allocates ends here.
 */
public final class PlainChecker {
  private PlainChecker() {}

  /**
   * Checks an allocation.
   *
   * @return its objective Σ ETV of what was assigned, summed in user order
   * @throws AssertionError if a user has no fund, a quota is missed or a risk rule is broken
   */
  public static double check(Instance instance, Assignment assignment) {
    if (assignment.users() != instance.users()) {
      throw new AssertionError("users (" + assignment.users() + ") must be " + instance.users());
    }
    long[] given = new long[instance.funds()];
    byte[] tolerance = new byte[1];
    float[] value = new float[1];
    double objective = 0;
    for (int i = 0; i < instance.users(); i++) {
      int fund = assignment.fund(i);
      if (fund < 0 || fund >= instance.funds()) {
        throw new AssertionError("fund of user " + i + " (" + fund + ") is none");
      }
      instance.tolerances().copy(i, tolerance, 1);
      if (tolerance[0] < instance.risk(fund)) {
        throw new AssertionError(
            "user "
                + i
                + " of tolerance "
                + tolerance[0]
                + " got fund "
                + fund
                + " of risk "
                + instance.risk(fund));
      }
      instance.etv().copy(fund, i, value, 1);
      objective += value[0];
      given[fund]++;
    }
    for (int j = 0; j < instance.funds(); j++) {
      if (given[j] != instance.quota(j)) {
        throw new AssertionError(
            "fund " + j + " got " + given[j] + " users, its quota is " + instance.quota(j));
      }
    }
    return objective;
  }
}
