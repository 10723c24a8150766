package eoca.predict.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OffPolicyTest {
  /** Two rows by hand: weights 2 and 0, rewards 3 and 5, direct 1, model 4. */
  @Test
  void formulasByHand() {
    OffPolicy.Log log =
        new OffPolicy.Log(
            new double[] {2, 0}, new double[] {3, 5}, new double[] {1, 1}, new double[] {4, 4});
    OffPolicy.Estimates e = OffPolicy.of(log, 0, 1);
    assertThat(e.ips().value()).isEqualTo(3);
    assertThat(e.snips().value()).isEqualTo(3);
    assertThat(e.doublyRobust().value()).isEqualTo((1 + 2 * (3 - 4) + 1) / 2.0);
  }

  /**
   * A logged policy that depends on the context and a policy to value that does too: the mean of
   * the rewards is far from its value, the estimators find it, doubly robust also with a wrong
   * model, and closest with the right one.
   */
  @Test
  void findTheValueOfAnotherPolicy() {
    Random random = new Random(5);
    int n = 40_000;
    double[] weight = new double[n];
    double[] reward = new double[n];
    double[] right = new double[n];
    double[] rightDirect = new double[n];
    double[] wrong = new double[n];
    double[] wrongDirect = new double[n];
    double truth = 0;
    double mean = 0;
    for (int i = 0; i < n; i++) {
      int x = random.nextInt(2);
      double e1 = x == 0 ? 0.2 : 0.7;
      int a = random.nextDouble() < e1 ? 1 : 0;
      double pi1 = x == 0 ? 0.9 : 0.1;
      double[] rate = {0.1 + 0.1 * x, 0.4 - 0.2 * x};
      reward[i] = random.nextDouble() < rate[a] ? 1 : 0;
      weight[i] = a == 1 ? pi1 / e1 : (1 - pi1) / (1 - e1);
      right[i] = rate[a];
      rightDirect[i] = pi1 * rate[1] + (1 - pi1) * rate[0];
      wrong[i] = 0.5 - 0.3 * a;
      wrongDirect[i] = pi1 * 0.2 + (1 - pi1) * 0.5;
      truth += rightDirect[i] / n;
      mean += reward[i] / n;
    }
    OffPolicy.Estimates good =
        OffPolicy.of(new OffPolicy.Log(weight, reward, rightDirect, right), 200, 1);
    OffPolicy.Estimates bad =
        OffPolicy.of(new OffPolicy.Log(weight, reward, wrongDirect, wrong), 200, 1);
    assertThat(Math.abs(mean - truth)).isGreaterThan(0.04);
    for (OffPolicy.Value value :
        new OffPolicy.Value[] {good.ips(), good.snips(), good.doublyRobust(), bad.doublyRobust()}) {
      assertThat(value.value()).isCloseTo(truth, within(0.025));
      assertThat(truth).isBetween(value.low() - 0.005, value.high() + 0.005);
    }
    assertThat(good.doublyRobust().high() - good.doublyRobust().low())
        .isLessThan(good.ips().high() - good.ips().low());
  }
}
