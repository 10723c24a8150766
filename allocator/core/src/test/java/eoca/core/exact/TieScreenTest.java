package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Instance;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whom ties fix: the kernels bit for bit, and against every pair of funds in whole numbers. */
class TieScreenTest {
  private static final int USERS = 64;

  private final Kernels scalar = new ScalarKernels();

  private static Kernels vector() throws ReflectiveOperationException {
    return Class.forName("eoca.core.exact.VectorKernels")
        .asSubclass(Kernels.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  /** Users of few values at random prices and a random box around them. */
  private static final class Case {
    final FundOrder order;
    final Prices prices;
    final Box box;
    final Grid grid;
    final TieScreen screen;
    final float[][] tile;
    final long[] users = new long[USERS];
    final float[] lo = new float[USERS];
    final float[] hi = new float[USERS];
    final Kernels.Limits limits;

    Case(SplittableRandom random) {
      int k = 2 + random.nextInt(12);
      Instance instance =
          Instances.generate(
              InstanceSpec.of(Regime.LOGNORMAL, 10 * k, k, 1 + random.nextInt(k)),
              random.nextInt(1000),
              Workers.sequential());
      order =
          new FundOrder(
              instance, Feasibility.check(instance, Workers.sequential()).usersByTolerance());
      k = order.count;
      int exponent = random.nextInt(30) - 15;
      grid = Grid.of(new ValueRange(exponent, exponent + 10));
      prices = Prices.zero(k);
      double[] width = new double[k * k];
      double widest = Math.scalb(1.0, -random.nextInt(12));
      tile = new float[k][USERS];
      int values = 1 + random.nextInt(5);
      for (int j = 0; j < k; j++) {
        prices.value()[j] = random.nextLong(-1, 2);
        prices.tie()[j] = random.nextLong(-Ties.RANGE, Ties.RANGE);
        for (int i = 0; i < USERS; i++) {
          double units = random.nextInt(values) + (random.nextInt(200) == 0 ? 0.5 : 0);
          tile[j][i] = (float) Math.scalb(units, exponent);
        }
      }
      for (int p = 0; p < width.length; p++) {
        boolean open = random.nextInt(60) == 0;
        width[p] = open ? Spread.UNBOUNDED : random.nextDouble() * widest;
      }
      box = Box.around(prices, width, new int[k]);
      screen = TieScreen.of(order, grid, prices, box);
      boolean blocks = random.nextInt(3) == 0;
      int free = random.nextInt(k + 1);
      for (int i = 0; i < USERS; i++) {
        users[i] = Ties.user(random.nextInt());
        hi[i] = Math.max(1, free) + random.nextInt(k - Math.max(1, free) + 1);
        lo[i] = blocks ? random.nextInt((int) hi[i]) : 0;
      }
      limits = new Kernels.Limits(free, blocks, lo, hi);
    }

    double[] ties(Kernels kernels, double[][] worth) {
      for (int place = 0; place < tile.length; place++) {
        kernels.worth(tile, 16, USERS - 16, users, screen, place, limits, worth[place]);
      }
      double[] out = new double[USERS - 16];
      kernels.ties(worth, out.length, screen, out);
      return out;
    }

    /** Whether a fund of the user's is nearer than the box allows whoever is fixed. */
    void check(int i, int a) {
      for (int b = (int) lo[i]; b < (int) hi[i]; b++) {
        int pair = a * order.count + b;
        long loss = grid.key(tile[a][i]) - grid.key(tile[b][i]);
        long tie = Ties.weight(users[i], order.tie[a]) - Ties.weight(users[i], order.tie[b]);
        assertThat(b == a || order.block(a) != order.block(b) || !near(pair, loss, tie))
            .as("user %d of fund %d is not near %d", i, a, b)
            .isTrue();
        assertThat(grid.key(tile[b][i]) * grid.unit()).as("whole units").isEqualTo(tile[b][i]);
      }
    }

    private boolean near(int pair, long loss, long tie) {
      return loss < box.value[pair] || (loss == box.value[pair] && tie <= box.tie[pair]);
    }
  }

  @Test
  void vectorAndScalarKernelsGiveTheSameBits() throws ReflectiveOperationException {
    Kernels vector = vector();
    Seeds.run(
        1,
        2_000,
        seed -> {
          Case some = new Case(new SplittableRandom(seed));
          double[][] one = new double[some.tile.length][USERS];
          double[][] other = new double[some.tile.length][USERS];
          double[] fixed = some.ties(scalar, one);
          assertThat(some.ties(vector, other)).isEqualTo(fixed);
          assertThat(other).isDeepEqualTo(one);
        });
  }

  @Test
  void whoIsFixedIsNearNoOtherFund() {
    AtomicLong fixed = new AtomicLong();
    Seeds.run(
        1,
        3_000,
        seed -> {
          Case some = new Case(new SplittableRandom(seed));
          double[] out = some.ties(scalar, new double[some.tile.length][USERS]);
          for (int i = 0; i < out.length; i++) {
            if (out[i] >= 0) {
              some.check(16 + i, (int) out[i]);
              fixed.incrementAndGet();
            }
          }
        });
    assertThat(fixed.get()).isGreaterThan(10_000);
  }
}
