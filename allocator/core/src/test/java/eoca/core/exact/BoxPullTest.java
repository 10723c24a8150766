package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Instance;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
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
      box.widen(1, 150, 1L << 42);
      for (long sign : new long[] {1, -1}) {
        Prices prices = Prices.zero(2);
        prices.value()[0] = sign * value;
        box.pull(prices, Prices.zero(2), order);
        assertThat(box.contains(prices, order)).as("from %d", sign * value).isTrue();
      }
    }
  }
}
