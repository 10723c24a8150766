package eoca.core.exact;

import eoca.core.Allocator;
import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** The optimal allocation, with prices that prove it. */
public final class ExactAllocator implements Allocator {
  private static final int TILE = 1024;
  private static final int MAX_REFINEMENTS = 8;
  private static final int REFINEMENT_BITS = 40;

  /** The allocator; it holds no state. */
  public ExactAllocator() {}

  @Override
  public Outcome allocate(Instance instance, Workers workers, StopSignal stop) {
    FeasibilityReport feasibility = Feasibility.check(instance, workers);
    if (feasibility.witness().isPresent()) {
      return new Outcome.Infeasible(feasibility.witness().get());
    }
    FundOrder order = new FundOrder(instance, feasibility.usersByTolerance());
    Map<String, Long> statistics = new LinkedHashMap<>();
    if (order.count == 0) {
      return new Outcome.Solved(
          new Assignment(instance.users()), new double[instance.funds()], statistics);
    }
    ValueRange range = range(instance, order);
    Grid grid = Grid.of(range);
    for (int refinement = 0; ; refinement++) {
      Rows rows = rows(instance, order, grid);
      Prices prices = Prices.zero(order.count);
      PathSolver solver = new PathSolver(rows, order.tie, prices, order.quota);
      PathSolver.End end = solver.solve(stop, Long.MAX_VALUE);
      if (end != PathSolver.End.SOLVED) {
        return new Outcome.Stopped(stop.stopAt(), null, null, statistics);
      }
      Assignment assignment = new Assignment(instance.users());
      for (int row = 0; row < rows.count(); row++) {
        assignment.set(rows.user(row), order.original[solver.fund(row)]);
      }
      statistics.merge("augmentations", solver.augmentations(), Long::sum);
      if (!grid.exact()
          && refinement < MAX_REFINEMENTS
          && Loss.measure(instance, order, grid, prices.value(), assignment, workers).matters()) {
        grid = grid.refined(prices.value(), range.lowest(), REFINEMENT_BITS);
        continue;
      }
      statistics.put("refinements", (long) refinement);
      double[] reported =
          Gauge.reported(
              instance,
              Reach.complete(instance, order, grid, prices.value(), workers),
              grid.exponent());
      return new Outcome.Solved(assignment, reported, statistics);
    }
  }

  private static ValueRange range(Instance instance, FundOrder order) {
    ValueRange[] range = {ValueRange.EMPTY};
    forEachUser(
        instance,
        order,
        (user, etv, lo, hi) -> {
          for (int j = lo; j < hi; j++) {
            range[0] = range[0].union(ValueRange.of(etv[j]));
          }
        });
    return range[0];
  }

  private static Rows rows(Instance instance, FundOrder order, Grid grid) {
    Rows rows = new Rows();
    long[] keys = new long[order.count];
    forEachUser(
        instance,
        order,
        (user, etv, lo, hi) -> {
          grid.keys(etv, lo, hi, keys);
          for (int j = lo; j < hi; j++) {
            rows.add(j, keys[j]);
          }
          rows.end(user);
        });
    return rows;
  }

  private interface UserVisitor {
    void visit(int user, float[] etv, int lo, int hi);
  }

  private static void forEachUser(Instance instance, FundOrder order, UserVisitor visitor) {
    float[][] tile = new float[order.count][TILE];
    byte[] tolerance = new byte[TILE];
    float[] etv = new float[order.count];
    for (int at = 0; at < instance.users(); at += TILE) {
      int length = Math.min(TILE, instance.users() - at);
      instance.tolerances().copy(at, tolerance, length);
      for (int j = 0; j < order.count; j++) {
        instance.etv().copy(order.original[j], at, tile[j], length);
      }
      for (int i = 0; i < length; i++) {
        for (int j = 0; j < order.count; j++) {
          etv[j] = tile[j][i];
        }
        visitor.visit(at + i, etv, order.lo[tolerance[i]], order.hi[tolerance[i]]);
      }
    }
  }
}
