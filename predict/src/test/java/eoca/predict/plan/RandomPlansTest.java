package eoca.predict.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomPlansTest {
  /** Four users, risks 1, 2, 3, tight on the top: all feasible plans are drawn equally often. */
  @Test
  void everyFeasiblePlanIsEquallyLikely() {
    int[] tolerance = {1, 2, 3, 3};
    int[] risks = {1, 3, 2};
    long[] quotas = {2, 1, 1};
    Map<String, Integer> seen = new HashMap<>();
    SplittableRandom random = new SplittableRandom(7);
    int draws = 30_000;
    for (int k = 0; k < draws; k++) {
      int[] plan = RandomPlans.draw(tolerance, risks, quotas, random);
      seen.merge(Arrays.toString(plan), 1, Integer::sum);
    }
    Map<String, Integer> expected = new HashMap<>();
    for (int code = 0; code < 81; code++) {
      int[] plan = {code % 3, code / 3 % 3, code / 9 % 3, code / 27};
      long[] used = new long[3];
      boolean allowed = true;
      for (int i = 0; i < 4; i++) {
        used[plan[i]]++;
        allowed &= tolerance[i] >= risks[plan[i]];
      }
      if (allowed && Arrays.equals(used, quotas)) {
        expected.put(Arrays.toString(plan), 0);
      }
    }
    assertThat(seen.keySet()).isEqualTo(expected.keySet());
    double mean = (double) draws / expected.size();
    seen.values()
        .forEach(n -> assertThat((double) n).isBetween(mean - 5 * Math.sqrt(mean), mean * 1.15));
  }

  @Test
  void quotasThatCannotBeMetAreRefused() {
    assertThatThrownBy(
            () ->
                RandomPlans.draw(
                    new int[] {1, 1}, new int[] {1, 2}, new long[] {1, 1}, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
