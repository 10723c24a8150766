package eoca.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Instance;
import eoca.core.Workers;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class InstancesTest {
  @Test
  void feasibleSpecsAreFeasibleAndOthersOftenAreNot() {
    int[] infeasible = new int[1];
    Seeds.run(
        0,
        2000,
        seed -> {
          Instance feasible = Instances.randomFeasible(seed, 8, 5);
          assertThat(BruteForce.feasible(feasible)).isTrue();
          assertThat(Arrays.stream(feasible.quotas()).sum()).isEqualTo(feasible.users());
          infeasible[0] += BruteForce.feasible(Instances.tiny(seed)) ? 0 : 1;
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(infeasible[0]).isBetween(300, 1200);
    }
  }

  @Test
  void theInstanceDoesNotDependOnTheThreads() {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      for (Regime regime : Regime.values()) {
        InstanceSpec spec = InstanceSpec.of(regime, 150_000, 3, 2);
        Instance one = Instances.generate(spec, 7, Workers.sequential());
        Instance four = Instances.generate(spec, 7, Workers.of(executor, 4));
        assertThat(four.quotas()).isEqualTo(one.quotas());
        for (int j = 0; j < one.funds(); j++) {
          float[] expected = new float[one.users()];
          float[] actual = new float[one.users()];
          one.etv().copy(j, 0, expected, expected.length);
          four.etv().copy(j, 0, actual, actual.length);
          assertThat(Arrays.equals(actual, expected)).isTrue();
          for (float value : actual) {
            assertThat(Float.isFinite(value)).isTrue();
          }
        }
      }
    } finally {
      executor.shutdown();
    }
  }
}
