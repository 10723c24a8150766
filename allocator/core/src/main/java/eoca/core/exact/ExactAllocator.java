package eoca.core.exact;

import eoca.core.Allocator;
import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import java.util.Arrays;

/**
 * The optimal allocation, with prices that prove it.
 *
 * <p><b>Problem.</b> {@code max Σ ETV_ij·X_ij}, every user i in one fund, fund j with exactly
 * {@code d_j} users, {@code X_ij = 1} only where {@code t_i ≥ r_j}: a transportation problem, whose
 * linear program is integral (section 3 of the EOCA paper states the program and gives the optimum
 * up for speed; this class does not).
 *
 * <p><b>Theorem.</b> With {@code A(i) = {j : t_i ≥ r_j, d_j > 0}}, {@code bound(λ) = Σ_i max_{j ∈
 * A(i)} (ETV_ij − λ_j) + Σ_j d_j·λ_j} is at least the worth of every allocation, whatever the
 * prices λ. An allocation with exact quotas that gives every user a fund reaching the user's
 * maximum attains the bound: it is optimal and λ proves it. So k numbers are to be found, not N·k.
 *
 * <p><b>Phases</b>, each a class of this package:
 *
 * <ol>
 *   <li>{@link Grid}: values become whole multiples of a power of two, exactly where they span at
 *       most 50 bits; {@link Ties}: a second number makes equal values generic.
 *   <li>{@link FundOrder}: funds by risk; a level of slack 0 splits the problem into blocks.
 *   <li>{@link Sample}, {@link Start}: one pass draws a sample; parts of it, solved exactly and
 *       apart, say where the prices are and how far they may be off ({@link Spread}); {@link
 *       Clusters} and {@link Profiles}: where they are off by ties alone; {@link Finer}: from more
 *       users where values are few units apart.
 *   <li>{@link Level#step}: passes that only count, and Newton steps on the dual ({@link
 *       Laplacian}).
 *   <li>{@link Pass}: a pass fixes every user whom no prices in a {@link Box} around the centre can
 *       move, and collects the others, the boundary.
 *   <li>{@link Boundary}: {@link Newton} steps on the boundary, then shortest augmenting paths on
 *       the graph of the k funds ({@link PathSolver}), exact by itself.
 *   <li>Acceptance ({@link Level}): prices in the pass's bounds, the box or more ({@link Rim}),
 *       make the whole optimal; otherwise the box is widened and 5 to 7 run again. {@link Verdict}:
 *       what rounding cost; where it matters, residuals are solved on a finer grid.
 *   <li>{@link Reach}: one offset a block, entry prices of funds of quota 0. {@link Gauge}: the
 *       doubles that are reported.
 * </ol>
 *
 * <p><b>Cost.</b> Passes over the data: one to sample, one or two to count, one to fix, and one for
 * each retry; one more where there are blocks or funds of quota 0; counted in the statistics. Time
 * O(N·k) a pass, besides O(k³) a Newton step and samples of {@code max(3,000, 150·k)·8} users, up
 * to sixteen times as many where values are few units apart. Bytes a user: 1 for the assignment,
 * and about 29 for each boundary user, which are about 1 % of ten million log-normal users. Where
 * users are few, or few a fund ({@link Settings#direct}), the path solver takes all.
 *
 * <p><b>Ties.</b> Among the allocations of greatest ETV it finds one of greatest Σ {@link Ties}, a
 * function of the indices alone: the same bytes for any number of threads, scalar or vector
 * kernels.
 *
 * <p><b>Guaranteed.</b> An answer is {@link eoca.core.Outcome.Solved} only with prices that lie in
 * the bounds of the pass whose boundary was solved exactly; that it is optimal is said by the
 * certificate alone, which shares no code with this package. Where a limit is met first the answer
 * is {@link eoca.core.Outcome.Stopped} with a feasible allocation ({@link Reserve}).
 *
 * <p>Deviates from the paper, which has no exact method of its own: it calls a general integer
 * programming solver.
 */
public final class ExactAllocator implements Allocator {
  private static final int MAX_REFINEMENTS = 8;
  private static final int REFINEMENT_BITS = 40;

  private final Settings settings;
  private final double[] warmPrices;
  private final long[] warmChange;
  private final Stay stay;

  /** The allocator; it holds no state of a solve. */
  public ExactAllocator() {
    this(Settings.DEFAULT, null, null, null);
  }

  ExactAllocator(Settings settings) {
    this(settings, null, null, null);
  }

  private ExactAllocator(Settings settings, double[] warmPrices, long[] warmChange, Stay stay) {
    this.warmChange = warmChange;
    this.settings = settings;
    this.warmPrices = warmPrices;
    this.stay = stay;
  }

  /**
   * An allocator that first tries prices near these: what a re-run with the same or nearly the same
   * input wants. They change the speed, never the objective.
   *
   * @param prices as an earlier outcome reported them, one a fund of the instance
   */
  public ExactAllocator startingFrom(double[] prices) {
    return new ExactAllocator(settings, prices.clone(), null, stay);
  }

  /**
   * The same where the input is the same but for the quotas: what they grew by says where prices
   * go.
   *
   * @param prices as an earlier outcome reported them, one a fund of the instance
   * @param change users by which each fund's quota is larger than it was then
   */
  public ExactAllocator startingFrom(double[] prices, long[] change) {
    return new ExactAllocator(settings, prices.clone(), change.clone(), stay);
  }

  /**
   * An allocator for which users stay with their former fund unless moving is worth its cost: it
   * maximises {@code Σ ETV − cost · moved} exactly, and its prices are those of that problem.
   *
   * @param former what users had and what moving costs, as many users as the instance; null for the
   *     plain problem
   */
  public ExactAllocator staying(Stay former) {
    return new ExactAllocator(settings, warmPrices, warmChange, former);
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
    Means means = new Means(settings, workers, stop, journal);
    return new Solve(instance, order, means).run(assignment);
  }

  /** One solve: what its phases share. */
  private final class Solve {
    private final Instance instance;
    private final FundOrder order;
    private final Means means;
    private final Workers workers;
    private final StopSignal stop;
    private final Journal journal;
    private final View view;
    private final Bonus bonus;

    Solve(Instance instance, FundOrder order, Means means) {
      this.instance = instance;
      this.order = order;
      this.means = means;
      this.workers = means.workers();
      this.stop = means.stop();
      this.journal = means.journal();
      this.bonus = Bonus.of(stay, order);
      this.view = View.of(instance, order, bonus);
    }

    Outcome run(Assignment assignment) {
      boolean direct = settings.direct(instance.users(), order.count);
      boolean small = instance.users() <= settings.directUsers();
      Outcome warm = small || warmPrices == null ? null : warmStart(assignment);
      if (warm != null) {
        return warm;
      }
      int wanted = direct ? instance.users() : sampleUsers();
      Sample.Drawn drawn = Sample.draw(view, order, wanted, settings.parts(), workers);
      journal.add("passes", 1);
      journal.set("sample_users", drawn.sample().size());
      journal.say("sample", 0);
      Grid plain = Grid.of(drawn.range(), bonus);
      Grid grid = direct || bonus != null ? plain : plain.coarser(drawn.sample().values());
      int lowest =
          bonus == null
              ? drawn.range().lowest()
              : Grid.withBonus(drawn.range(), bonus).lowest() - bonus.bits();
      boolean ties = bonus != null && bonus.bits() > 0;
      int refinement = 0;
      while (true) {
        Problem problem = new Problem(view, order, grid);
        Level level = new Level(problem, order.quota, means);
        Prices prices =
            direct
                ? direct(drawn.sample(), grid, assignment)
                : sampled(drawn.sample(), problem, level, assignment);
        if (level.offGrid()) {
          journal.forget();
          grid = plain;
          continue;
        }
        if (prices == null) {
          return stopped(drawn.sample(), problem, assignment);
        }
        if (ties && grid.exact()) {
          grid.snap(prices.value(), bonus.bits());
        }
        boolean finer = !grid.exact() && refinement < MAX_REFINEMENTS;
        double[] reported = finer && ties ? null : reported(grid, prices, assignment);
        if (finer
            && (ties || roundingMatters(drawn.sample(), grid, prices, assignment, reported))) {
          grid = grid.refined(prices.value(), lowest, REFINEMENT_BITS);
          refinement++;
          journal.say("refine", 0);
          continue;
        }
        journal.set("refinements", refinement);
        return new Outcome.Solved(assignment, reported, journal.statistics());
      }
    }

    private int sampleUsers() {
      int plain = settings.sampleUsers(instance.users(), order.count);
      int larger = settings.finerSampleUsers(instance.users(), order.count);
      boolean finer =
          larger > plain && bonus == null && Margins.fewUnits(Sample.glance(view, order), order);
      return finer ? larger : plain;
    }

    private boolean roundingMatters(
        Sample sample, Grid grid, Prices prices, Assignment assignment, double[] reported) {
      Sample.Worth worth = sample.worth(order, grid, prices);
      double ordinary = worth.ordinary() / sample.size() * instance.users();
      return !Verdict.needless(journal.boundaryUsers(), worth, grid)
          && !verdict(assignment, reported, ordinary).settled();
    }

    /**
     * The prices that are reported: with capped offsets between blocks where those without a cap
     * leave no room in a double for the differences that prove this allocation.
     *
     * @param solved the allocation at these prices; null where there is none yet
     */
    private double[] reported(Grid grid, Prices prices, Assignment solved) {
      Grid fine = grid.finest();
      long[] units = Arrays.stream(prices.value()).map(price -> price * grid.factor()).toArray();
      Reach.Completed complete = Reach.complete(instance, order, fine, units, bonus, workers);
      double[] plain = Gauge.reported(instance, complete.all(), fine.exponent());
      return complete.capped() == null || solved == null || verdict(solved, plain, 0).byPrices()
          ? plain
          : Gauge.reported(instance, complete.capped(), fine.exponent());
    }

    private Verdict verdict(Assignment solved, double[] prices, double ordinary) {
      return Verdict.of(instance, stay, solved, prices, ordinary, workers);
    }

    private Outcome stopped(Sample sample, Problem problem, Assignment assignment) {
      StopSignal.Limit limit = stop.stopAt();
      if (limit == null) {
        limit = StopSignal.Limit.MEMORY;
      }
      if (limit == StopSignal.Limit.INTERRUPTED) {
        return new Outcome.Stopped(limit, null, null, journal.statistics());
      }
      journal.say("reserve", 0);
      Prices known = journal.known();
      boolean kept = known != null && Reserve.nearby(problem, known, assignment, means);
      if (!kept) {
        known = Start.rough(sample, problem, settings);
        kept = Reserve.nearby(problem, known, assignment, means);
      }
      double[] prices = reported(problem.grid(), known, kept ? assignment : null);
      Assignment best = kept ? assignment : Reserve.allocate(instance, prices, workers);
      return new Outcome.Stopped(limit, best, prices, journal.statistics());
    }

    /** Few users, or few a fund: the path solver takes everything. */
    private Prices direct(Sample everybody, Grid grid, Assignment assignment) {
      Rows rows = everybody.rows(everybody.part(-1, 1), order, grid);
      Direct direct = new Direct(everybody, order, grid, stop);
      PathSolver solver = direct.solve(rows, WarmStart.onGrid(warmPrices, order, grid));
      journal.add("augmentations", direct.augmentations());
      journal.boundaryUsers(rows.count());
      if (solver == null) {
        journal.know(direct.prices());
        return null;
      }
      for (int row = 0; row < rows.count(); row++) {
        assignment.set(rows.user(row), order.original[solver.fund(row)]);
      }
      journal.say("boundary", rows.count());
      return direct.prices();
    }

    private Prices sampled(Sample sample, Problem problem, Level level, Assignment assignment) {
      Start start = Start.of(sample, problem, means);
      if (start == null) {
        return null;
      }
      Prices centre = start.prices();
      Spread spread = start.spread();
      // where all ties agree a pass that counts costs more than the boundary it saves
      boolean newton =
          spread.smooth()
              && (start.cautious() != null || !spread.othersTied())
              && start.nearShare() > settings.boundaryShare();
      double near = start.nearShare();
      for (int step = 0; newton && step < settings.newtonPasses(); step++) {
        Level.Step moved = level.step(centre, spread, near, start.lump());
        if (moved == null) {
          return null;
        }
        centre = moved.centre();
        spread = moved.spread();
        near = moved.near();
        newton = !moved.settled();
        journal.know(centre);
      }
      return level.solve(centre, spread, start.cautious(), assignment, settings.maxBoundaryBytes());
    }

    /** From given prices, or null where there are none or they did not help. */
    private Outcome warmStart(Assignment assignment) {
      WarmStart.Solved solved =
          new WarmStart(view, order, warmPrices, warmChange, means).solve(assignment);
      return solved == null
          ? null
          : new Outcome.Solved(
              assignment,
              reported(solved.grid(), solved.prices(), assignment),
              journal.statistics());
    }
  }
}
