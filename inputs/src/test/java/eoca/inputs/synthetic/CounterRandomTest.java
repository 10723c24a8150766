package eoca.inputs.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

final class CounterRandomTest {
  @Test
  void expIsExpToNineDigits() {
    for (double x = -690; x < 690; x += 0.37) {
      assertThat(CounterRandom.exp(x) / StrictMath.exp(x))
          .as("exp(%s)", x)
          .isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void logIsLogToElevenDigits() {
    for (double x = 1e-300; x < 1e300; x *= 1.0173) {
      assertThat(CounterRandom.log(x) / StrictMath.log(x))
          .as("log(%s)", x)
          .isCloseTo(1, within(1e-11));
    }
    for (double x = 0.5; x < 2; x += 0.0007) {
      assertThat(CounterRandom.log(x)).as("log(%s)", x).isCloseTo(StrictMath.log(x), within(1e-12));
    }
  }

  @Test
  void normalFollowsTheNormalDistribution() {
    int n = 1_000_000;
    double[] at = {-3, -2, -1.2, -0.5, 0, 0.3, 1, 1.7, 2.5, 3.5};
    int[] below = new int[at.length];
    for (int i = 0; i < n; i++) {
      double z = CounterRandom.normal(42, i);
      for (int a = 0; a < at.length; a++) {
        below[a] += z <= at[a] ? 1 : 0;
      }
    }
    for (int a = 0; a < at.length; a++) {
      double p = phi(at[a]);
      double error = 4 * Math.sqrt(p * (1 - p) / n);
      assertThat((double) below[a] / n).as("Φ(%s)", at[a]).isCloseTo(p, within(error));
    }
  }

  /** Φ by Simpson's rule. */
  private static double phi(double x) {
    int steps = 20_000;
    double low = -12;
    double h = (x - low) / steps;
    double sum = 0;
    for (int s = 0; s <= steps; s++) {
      double t = low + s * h;
      int weight = s == 0 || s == steps ? 1 : s % 2 == 1 ? 4 : 2;
      sum += weight * StrictMath.exp(-t * t / 2);
    }
    return sum * h / 3 / Math.sqrt(2 * Math.PI);
  }

  @Test
  void uniformNeverReachesItsEnds() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(CounterRandom.uniform(7, i)).isStrictlyBetween(0.0, 1.0);
    }
  }

  @Test
  void permutationsHitEveryValueOnce() {
    for (int size : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 100, 1023, 1024, 1025, 65_537}) {
      Permutation permutation = new Permutation(size, size);
      BitSet hit = new BitSet();
      for (int i = 0; i < size; i++) {
        long to = permutation.apply(i);
        assertThat(to).isBetween(0L, size - 1L);
        hit.set((int) to);
      }
      assertThat(hit.cardinality()).as("size %d", size).isEqualTo(size);
    }
  }
}
