package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A pass, and its widenings, against a look at every user and every fund in whole numbers. */
class PassTest {
  @Test
  void aPassFixesWhomNoPriceOfTheBoxMovesAndKeepsTheCandidatesOfTheOthers() {
    Seeds.run(1, 600, PassTest::check);
  }

  private static void check(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean many = seed % 12 == 0; // funds: looked at by pairs
    int k = many ? 65 + random.nextInt(30) : 2 + random.nextInt(12);
    int users = many ? 400 : 3_000;
    Instance instance =
        Instances.generate(
            InstanceSpec.of(Regime.LOGNORMAL, users, k, 1 + random.nextInt(Math.min(k, 20))),
            random.nextInt(1000),
            Workers.sequential());
    float[][] etv = ((HeapColumns) instance.etv()).etv();
    int values = 1 + random.nextInt(6);
    for (float[] column : etv) {
      for (int i = 0; i < users; i++) {
        column[i] = random.nextInt(values);
      }
    }
    FundOrder order =
        new FundOrder(
            instance, Feasibility.check(instance, Workers.sequential()).usersByTolerance());
    Prices prices = Prices.zero(order.count);
    double[] width = new double[order.count * order.count];
    double widest = Math.scalb(1.0, 2 - random.nextInt(12));
    for (int j = 0; j < order.count; j++) {
      prices.value()[j] = random.nextLong(-1, 2);
      prices.tie()[j] = random.nextLong(-Ties.RANGE / 2, Ties.RANGE / 2);
    }
    for (int p = 0; p < width.length; p++) {
      width[p] = random.nextInt(80) == 0 ? Spread.UNBOUNDED : random.nextDouble() * widest;
    }
    Box box = Box.around(prices, width, new int[order.count]);
    Grid grid = Grid.of(new ValueRange(0, 5));
    Assignment out = new Assignment(users);
    Problem problem = new Problem(View.of(instance, order, null), order, grid);
    Pass.Result result =
        new Pass(problem, prices, box, StopSignal.NEVER)
            .run(Workers.sequential(), out, Long.MAX_VALUE);
    new Oracle(instance, order, grid, prices, box).compare(result, out, etv);
    for (int times = 0; times < 3; times++) {
      Box wider = box.copy();
      for (int pairs = random.nextInt(4); pairs >= 0; pairs--) {
        int pair = random.nextInt(width.length);
        if (box.value[pair] != Box.OPEN) {
          wider.raise(pair, box.value[pair] + random.nextInt(3), random.nextLong(Ties.RANGE));
        }
      }
      Widening widening = new Widening(problem, result.bounds(), prices, wider, StopSignal.NEVER);
      result = widening.of(result, out, Workers.sequential(), Long.MAX_VALUE);
      new Oracle(instance, order, grid, prices, result.bounds()).compare(result, out, etv);
      box = wider;
    }
  }

  private record Oracle(Instance instance, FundOrder order, Grid grid, Prices prices, Box box) {
    void compare(Pass.Result result, Assignment out, float[][] etv) {
      Rows rows = result.boundary();
      long[] fixed = new long[order.count];
      int row = 0;
      byte[] tolerance = new byte[instance.users()];
      instance.tolerances().copy(0, tolerance, tolerance.length);
      for (int i = 0; i < instance.users(); i++) {
        int t = tolerance[i];
        int best = best(etv, i, t);
        boolean boundary = row < rows.count() && rows.user(row) == i;
        int at = boundary ? rows.start(row) : -1;
        int candidates = 0;
        for (int b = order.lo[t]; b < order.hi[t]; b++) {
          if (boundary && at < rows.start(row + 1) && rows.fund(at) == b) {
            assertThat(b == best || near(box, etv, i, best, b))
                .as("user %d, fund %d", i, b)
                .isTrue();
            assertThat(rows.value(at++)).isEqualTo(key(etv, i, b));
            candidates++;
          } else if (b != best) {
            assertThat(worse(box, etv, i, b, t)).as("box, user %d, fund %d", i, b).isTrue();
            assertThat(worse(result.bounds(), etv, i, b, t)).as("rim, user %d", i).isTrue();
          }
        }
        assertThat(candidates > 1).as("user %d is of the boundary", i).isEqualTo(boundary);
        if (boundary) {
          assertThat(at).isEqualTo(rows.start(++row));
          assertThat(out.fund(i)).as("fund of user %d", i).isEqualTo(-1);
        } else {
          assertThat(out.fund(i)).as("fund of user %d", i).isEqualTo(order.original[best]);
          fixed[best]++;
        }
      }
      assertThat(row).isEqualTo(rows.count());
      assertThat(result.fixed()).isEqualTo(fixed);
    }

    private int best(float[][] etv, int i, int t) {
      int best = order.lo[t];
      for (int b = best + 1; b < order.hi[t]; b++) {
        long value =
            (key(etv, i, b) - prices.value()[b]) - (key(etv, i, best) - prices.value()[best]);
        long tie = (tie(i, b) - prices.tie()[b]) - (tie(i, best) - prices.tie()[best]);
        best = value > 0 || (value == 0 && tie > 0) ? b : best;
      }
      return best;
    }

    /** Whether some fund of the user's is better than b at all prices within bounds. */
    private boolean worse(Box bounds, float[][] etv, int i, int b, int t) {
      boolean worse = false;
      for (int a = order.lo[t]; a < order.hi[t]; a++) {
        worse |= a != b && !near(bounds, etv, i, a, b);
      }
      return worse;
    }

    private boolean near(Box bounds, float[][] etv, int i, int a, int b) {
      int pair = a * order.count + b;
      long loss = key(etv, i, a) - key(etv, i, b);
      return loss < bounds.value[pair]
          || (loss == bounds.value[pair] && tie(i, a) - tie(i, b) <= bounds.tie[pair]);
    }

    private long key(float[][] etv, int i, int fund) {
      return grid.key(etv[order.original[fund]][i]);
    }

    private long tie(int i, int fund) {
      return Ties.weight(Ties.user(i), order.tie[fund]);
    }
  }
}
