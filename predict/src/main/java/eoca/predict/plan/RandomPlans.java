package eoca.predict.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Uniform random feasible plans. Funds are filled by descending risk, each with users drawn without
 * replacement from those that are free and tolerate it. Risk classes are nested, so whoever is
 * drawn leaves every later fund the same number of users to draw from: the draw never gets stuck
 * where the quotas are feasible, and every feasible plan is equally likely. O(users · funds).
 */
final class RandomPlans {
  private RandomPlans() {}

  /**
   * A plan.
   *
   * @param risks of the funds
   * @param quotas of the funds, together the users
   * @return each user's fund
   * @throws IllegalArgumentException if the quotas can't be met
   */
  static int[] draw(int[] tolerance, int[] risks, long[] quotas, SplittableRandom random) {
    List<Integer> order = new ArrayList<>();
    for (int j = 0; j < risks.length; j++) {
      order.add(j);
    }
    order.sort(Comparator.comparingInt(j -> -risks[j]));
    int[] plan = new int[tolerance.length];
    Arrays.fill(plan, -1);
    for (int fund : order) {
      int[] free = new int[tolerance.length];
      int count = 0;
      for (int i = 0; i < plan.length; i++) {
        if (plan[i] < 0 && tolerance[i] >= risks[fund]) {
          free[count++] = i;
        }
      }
      if (count < quotas[fund]) {
        throw new IllegalArgumentException("quota of fund " + fund + " can't be met");
      }
      for (int k = 0; k < quotas[fund]; k++) {
        int at = k + random.nextInt(count - k);
        int user = free[at];
        free[at] = free[k];
        plan[user] = fund;
      }
    }
    return plan;
  }
}
