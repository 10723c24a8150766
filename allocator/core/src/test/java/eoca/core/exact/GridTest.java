package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.testing.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Residuals on refined grids against decimal arithmetic. */
class GridTest {
  private static final int FUNDS = 5;

  @Test
  void residualsAreWhatDecimalArithmeticSays() {
    Seeds.run(
        1,
        5_000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          float[] etv = new float[FUNDS];
          ValueRange range = ValueRange.EMPTY;
          for (int j = 0; j < FUNDS; j++) {
            int exponent = random.nextInt(100) - 60;
            etv[j] = (float) Math.scalb(random.nextDouble() * 2 - 1, exponent);
            range = range.union(ValueRange.of(etv[j]));
          }
          Grid grid = Grid.of(range);
          for (int stage = 0; stage < 1 + random.nextInt(3); stage++) {
            long[] prices = new long[FUNDS];
            for (int j = 0; j < FUNDS; j++) {
              long near = stage == 0 ? grid.key(etv[j]) : 0;
              prices[j] = near + random.nextLong(1L << (1 + random.nextInt(45)));
            }
            grid = grid.refined(prices, range.lowest(), 40);
          }
          check(grid, etv, new int[] {0, 1, 2, 3, 4});
        });
  }

  private static void check(Grid grid, float[] etv, int[] funds) {
    long[] keys = new long[FUNDS];
    grid.keys(etv, funds, FUNDS, -1, keys);
    BigDecimal[] residual = new BigDecimal[FUNDS];
    BigDecimal best = null;
    for (int c = 0; c < FUNDS; c++) {
      residual[c] = new BigDecimal(etv[c]).subtract(grid.money(c, 0));
      best = best == null ? residual[c] : best.max(residual[c]);
    }
    BigInteger least = BigInteger.ONE.shiftLeft(Grid.BITS).negate();
    for (int c = 0; c < FUNDS; c++) {
      BigInteger units =
          residual[c]
              .subtract(best)
              .divide(Grid.power(grid.exponent()), 0, RoundingMode.HALF_EVEN)
              .toBigInteger()
              .max(least);
      assertThat(Math.abs(keys[c] - units.longValueExact()))
          .as("candidate %d, exact %s", c, grid.exact())
          .isLessThanOrEqualTo(grid.exact() ? 0 : 1);
    }
  }
}
