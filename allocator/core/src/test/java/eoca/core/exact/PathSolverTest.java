package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Instance;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Paths do not depend on the threads that fill the heaps, however often these are filled. */
class PathSolverTest {
  private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(3);

  @AfterAll
  static void close() {
    EXECUTOR.shutdownNow();
  }

  @Test
  void anyNumberOfThreadsFindsTheSamePaths() {
    Seeds.run(
        1,
        20,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int k = 2 + random.nextInt(6);
          Rows rows = new Rows();
          long[] need = new long[k];
          int values = 1 + random.nextInt(1000);
          int users = 20_000 + random.nextInt(30_000);
          for (int i = 0; i < users; i++) {
            for (int j = 0; j < k; j++) {
              if (j == 0 || random.nextInt(3) > 0) {
                rows.add(j, random.nextInt(values));
              }
            }
            rows.end(3 * i);
            need[random.nextInt(4) == 0 ? 0 : random.nextInt(k)]++; // fund 0 is all users' own
          }
          Solved one = solve(rows, need, Workers.sequential());
          Solved four = solve(rows, need, Workers.of(EXECUTOR, 4));
          assertThat(four.prices.value()).isEqualTo(one.prices.value());
          assertThat(four.prices.tie()).isEqualTo(one.prices.tie());
          assertThat(four.fund).isEqualTo(one.fund);
          assertThat(four.paths).isEqualTo(one.paths);
        });
  }

  @Test
  void aSolverThatDropsItsBoxGoesOnToTheOptimumWithoutBounds() {
    AtomicInteger outside = new AtomicInteger();
    Seeds.run(
        1,
        200,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance =
              Instances.generate(
                  InstanceSpec.of(Regime.LOGNORMAL, 400, 2 + random.nextInt(6), 1),
                  seed,
                  Workers.sequential());
          FundOrder order =
              new FundOrder(
                  instance, Feasibility.check(instance, Workers.sequential()).usersByTolerance());
          int k = order.count;
          Rows rows = new Rows();
          int values = 1 + random.nextInt(1000);
          for (int i = 0; i < instance.users(); i++) {
            for (int j = 0; j < k; j++) {
              rows.add(j, random.nextInt(values));
            }
            rows.end(i);
          }
          double[] width = new double[k * k];
          double widest = Math.scalb((double) values, -random.nextInt(5));
          Arrays.setAll(width, p -> random.nextDouble() * widest);
          Prices prices = Prices.zero(k);
          Box box = Box.around(prices, width, new int[k]);
          long[] need = order.quota.clone();
          PathSolver solver =
              new PathSolver(rows, order.tie, prices, need, box, order, Workers.sequential());
          if (solver.solve(StopSignal.NEVER, Long.MAX_VALUE) == PathSolver.End.OUTSIDE) {
            outside.incrementAndGet();
            assertThat(solver.outside()).isNotEmpty();
            solver.unbound();
            assertThat(solver.solve(StopSignal.NEVER, Long.MAX_VALUE))
                .isEqualTo(PathSolver.End.SOLVED);
          } else {
            assertThat(box.contains(prices, order)).isTrue();
            assertThat(box.beyond(prices, order)).isEmpty();
          }
          long[] count = new long[k];
          for (int row = 0; row < rows.count(); row++) {
            int own = solver.fund(row);
            count[own]++;
            for (int j = 0; j < k; j++) { // nobody prefers another fund: optimal
              long loss = rows.value(rows.find(row, own)) - rows.value(rows.find(row, j));
              assertThat(loss).isGreaterThanOrEqualTo(prices.value()[own] - prices.value()[j]);
            }
          }
          assertThat(count).isEqualTo(need);
        });
    assertThat(outside.get()).isBetween(20, 180);
  }

  private record Solved(PathSolver.End end, Prices prices, byte[] fund, long paths) {}

  private static Solved solve(Rows rows, long[] need, Workers workers) {
    Prices prices = Prices.zero(need.length);
    long[] tie = new long[need.length];
    Arrays.setAll(tie, Ties::fund);
    PathSolver solver = new PathSolver(rows, tie, prices, need, null, null, workers);
    PathSolver.End end = solver.solve(StopSignal.NEVER, Long.MAX_VALUE);
    byte[] fund = new byte[rows.count()];
    long[] count = new long[need.length];
    for (int row = 0; row < fund.length; row++) {
      fund[row] = (byte) solver.fund(row);
      count[fund[row]]++;
    }
    assertThat(end).isEqualTo(PathSolver.End.SOLVED);
    assertThat(count).isEqualTo(need);
    return new Solved(end, prices, fund, solver.augmentations());
  }
}
