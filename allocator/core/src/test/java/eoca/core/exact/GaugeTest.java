package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.testing.Seeds;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What reported prices promise, in exact arithmetic, funds without quota included. */
class GaugeTest {
  @Test
  void differencesAreThoseOfTheExactPrices() {
    Seeds.run(
        1,
        3000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance = instance(random, 1, false);
          int exponent = random.nextInt(-140, 60);
          BigDecimal unit = Grid.power(exponent);
          BigDecimal far = unit.multiply(BigDecimal.valueOf(random.nextLong(1L << 60)));
          BigDecimal[] prices = new BigDecimal[instance.funds()];
          for (int j = 0; j < prices.length; j++) {
            long units = random.nextLong(1L << random.nextInt(1, 52));
            prices[j] = far.add(unit.multiply(BigDecimal.valueOf(units)));
          }
          double[] reported = Gauge.reported(instance, prices, exponent);
          for (int a = 0; a < prices.length; a++) {
            for (int b = 0; b < a; b++) {
              BigDecimal difference = exact(reported[a]).subtract(exact(reported[b]));
              assertThat(difference).isEqualByComparingTo(prices[a].subtract(prices[b]));
            }
          }
        });
  }

  @Test
  void anEntryPriceThatNoDoubleHoldsIsNotUnderstated() {
    Seeds.run(
        1,
        1000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance = instance(random, 1, false);
          BigDecimal[] prices = new BigDecimal[instance.funds()];
          for (int j = 0; j < prices.length; j++) {
            prices[j] = BigDecimal.valueOf(random.nextInt(100));
            if (instance.quota(j) == 0) {
              prices[j] = exact(Math.scalb(random.nextDouble(-1, 1), 80)).add(prices[j]);
            }
          }
          double[] reported = Gauge.reported(instance, prices, 0);
          for (int a = 0; a < prices.length; a++) {
            for (int b = 0; b < prices.length; b++) {
              if (instance.quota(a) == 0 && instance.quota(b) > 0) {
                BigDecimal difference = exact(reported[a]).subtract(exact(reported[b]));
                assertThat(difference).isGreaterThanOrEqualTo(prices[a].subtract(prices[b]));
              }
            }
          }
        });
  }

  @Test
  void noQuotaMovedGainsMoreThanPricesPromise() {
    Seeds.run(
        1,
        400,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance = instance(random, 1 + random.nextInt(30), true);
          Outcome.Solved solved =
              (Outcome.Solved)
                  new ExactAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
          long optimum = FlowOracle.optimum(instance);
          for (int a = 0; a < instance.funds(); a++) {
            for (int b = 0; b < instance.funds(); b++) {
              if (a == b || instance.quota(b) == 0) {
                continue;
              }
              long[] quotas = instance.quotas();
              quotas[a]++;
              quotas[b]--;
              long change = FlowOracle.optimum(instance.withQuotas(quotas)) - optimum;
              assertThat(exact(solved.prices()[a]).subtract(exact(solved.prices()[b])))
                  .as("%d users, from fund %d to %d", instance.users(), b, a)
                  .isGreaterThanOrEqualTo(BigDecimal.valueOf(change));
            }
          }
        });
  }

  private static BigDecimal exact(double value) {
    return new BigDecimal(value);
  }

  /**
   * Whole-number values up to 2^24, no risk, the first fund without quota; its values are larger
   * than the others' where asked for, as then its entry price is the largest price.
   */
  private static Instance instance(SplittableRandom random, int users, boolean larger) {
    int funds = 2 + random.nextInt(4);
    long[] quotas = new long[funds];
    for (int i = 0; i < users; i++) {
      quotas[1 + random.nextInt(funds - 1)]++;
    }
    float[][] etv = new float[funds][users];
    int bits = larger ? random.nextInt(1, 24) : 24;
    for (int j = 0; j < funds; j++) {
      for (int i = 0; i < users; i++) {
        etv[j][i] = random.nextInt(1 << (j == 0 ? 24 : bits));
      }
    }
    HeapColumns columns = new HeapColumns(etv, new byte[users]);
    return new Instance(users, columns, columns.tolerances(), new int[funds], quotas, false);
  }
}
