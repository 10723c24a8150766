package eoca.core.exact;

import eoca.core.Allocator;
import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;

/** The optimal allocation, with prices that prove it. */
public final class ExactAllocator implements Allocator {
  private static final int MAX_REFINEMENTS = 8;
  private static final int REFINEMENT_BITS = 40;

  private final Settings settings;

  /** The allocator; it holds no state of a solve. */
  public ExactAllocator() {
    this(Settings.DEFAULT);
  }

  ExactAllocator(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Outcome allocate(Instance instance, Workers workers, StopSignal stop) {
    FeasibilityReport feasibility = Feasibility.check(instance, workers);
    if (feasibility.witness().isPresent()) {
      return new Outcome.Infeasible(feasibility.witness().get());
    }
    FundOrder order = new FundOrder(instance, feasibility.usersByTolerance());
    Journal journal = new Journal(stop, instance.users());
    Assignment assignment = new Assignment(instance.users());
    if (order.count == 0) {
      return new Outcome.Solved(assignment, new double[instance.funds()], journal.statistics());
    }
    View view = View.of(instance, order);
    boolean direct = instance.users() <= settings.directUsers();
    int wanted =
        direct
            ? instance.users()
            : settings.parts() * Math.min(settings.partUsers(), instance.users() / 16);
    Sample.Drawn drawn = Sample.draw(view, order, wanted, settings.parts(), workers);
    journal.add("passes", 1);
    journal.set("sample_users", drawn.sample().size());
    journal.say("exact sampled", 0);
    Grid grid = Grid.of(drawn.range());
    for (int refinement = 0; ; refinement++) {
      Prices prices =
          direct
              ? direct(drawn.sample(), order, grid, stop, journal, assignment)
              : sampled(view, drawn.sample(), order, grid, workers, stop, journal, assignment);
      if (prices == null) {
        return new Outcome.Stopped(stop.stopAt(), null, null, journal.statistics());
      }
      if (!grid.exact()
          && refinement < MAX_REFINEMENTS
          && Loss.measure(instance, order, grid, prices.value(), assignment, workers).matters()) {
        grid = grid.refined(prices.value(), drawn.range().lowest(), REFINEMENT_BITS);
        continue;
      }
      journal.set("refinements", refinement);
      double[] reported =
          Gauge.reported(
              instance,
              Reach.complete(instance, order, grid, prices.value(), workers),
              grid.exponent());
      return new Outcome.Solved(assignment, reported, journal.statistics());
    }
  }

  /** Small instances: the path solver takes everything. */
  private static Prices direct(
      Sample everybody,
      FundOrder order,
      Grid grid,
      StopSignal stop,
      Journal journal,
      Assignment assignment) {
    Rows rows = everybody.rows(everybody.part(-1, 1), order, grid);
    Prices prices = Prices.zero(order.count);
    PathSolver solver = new PathSolver(rows, order.tie, prices, order.quota);
    PathSolver.End end = solver.solve(stop, Long.MAX_VALUE);
    journal.add("augmentations", solver.augmentations());
    if (end != PathSolver.End.SOLVED) {
      return null;
    }
    for (int row = 0; row < rows.count(); row++) {
      assignment.set(rows.user(row), order.original[solver.fund(row)]);
    }
    return prices;
  }

  private Prices sampled(
      View view,
      Sample sample,
      FundOrder order,
      Grid grid,
      Workers workers,
      StopSignal stop,
      Journal journal,
      Assignment assignment) {
    Start start = Start.of(sample, order, grid, settings, view.users(), workers, stop, journal);
    if (start == null) {
      return null;
    }
    Level level = new Level(view, order, order.quota, grid, settings, workers, stop, journal);
    Prices centre = start.prices();
    Spread spread = start.spread();
    for (int step = 0;
        step < settings.newtonPasses() && spread.smooth() && !spread.tied();
        step++) {
      centre = level.step(centre, spread);
      spread = spread.scaled(settings.newtonShrink());
    }
    return level.solve(centre, spread, assignment);
  }
}
