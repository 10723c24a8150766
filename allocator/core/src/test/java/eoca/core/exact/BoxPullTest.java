package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Prices that are pulled into a box lie in it, whatever a bound says of ties. */
class BoxPullTest {
  @Test
  void aBoundThatLetsAnyTieInIsKept() {
    Instance instance =
        Instances.generate(InstanceSpec.of(Regime.LOGNORMAL, 100, 2, 1), 1, Workers.sequential());
    FundOrder order =
        new FundOrder(
            instance, Feasibility.check(instance, Workers.sequential()).usersByTolerance());
    assertThat(order.count).isEqualTo(2);
    for (long value : new long[] {149, 151, 200, 2000, 2199, 5000}) {
      Box box = Box.around(Prices.zero(2), new double[] {100, 100, 100, 100}, new int[2]);
      box.raise(1, 150, 1L << 42);
      for (long sign : new long[] {1, -1}) {
        Prices prices = Prices.zero(2);
        prices.value()[0] = sign * value;
        box.pull(prices, Prices.zero(2), order);
        assertThat(box.contains(prices, order)).as("from %d", sign * value).isTrue();
      }
    }
  }

  @Test
  void aSolveThatLeftItsBoundsDoesNot() {
    long seed = -288318869142599057L;
    SplittableRandom random = new SplittableRandom(seed);
    int k = 2 + random.nextInt(9);
    int n = 6000 + random.nextInt(24000);
    Regime regime = random.nextBoolean() ? Regime.LOGNORMAL : Regime.INTEGER;
    Instance instance =
        Instances.generate(
            InstanceSpec.of(regime, n, k, 1 + random.nextInt(3)), seed, Workers.sequential());
    int scale = new int[] {1, 10, 100, 1000}[random.nextInt(4)];
    for (float[] column : ((HeapColumns) instance.etv()).etv()) {
      for (int i = 0; i < n; i++) {
        column[i] = (float) Math.rint(Math.min(column[i] * scale, 1e6) + random.nextInt(scale));
      }
    }
    Settings settings =
        new Settings(1000, 300, 8, 446, 28, 1.4662074987150024, 0, 0.02, 12, 0.2, 1 << 30);
    Outcome.Solved solved =
        (Outcome.Solved)
            new ExactAllocator(settings).allocate(instance, Workers.sequential(), StopSignal.NEVER);
    assertThat(PlainGap.of(instance, solved.assignment(), solved.prices()).absolute()).isZero();
  }
}
