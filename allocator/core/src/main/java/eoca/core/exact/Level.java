package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;

/**
 * Solves the users of one view exactly, given prices near the optimum and how uncertain they are:
 * pass, boundary, acceptance; and again with a wider box where the optimum lies outside.
 *
 * <p><b>Acceptance.</b> The boundary is solved exactly with the quotas that the fixed users leave,
 * at prices in the pass's bounds ({@link Rim}: its box, or more), which is looked at once more. No
 * fixed user prefers another fund at them, so they and the allocation are optimal for all users of
 * the view.
 *
 * <p><b>It ends.</b> What bounded the optimum, a fund with too many fixed users, and all pairs
 * without a path are widened at least fourfold, and after a bounded number of passes the box is
 * opened: then everything is boundary, which the path solver solves.
 */
final class Level {
  /** Users near a change, a fund, that tell the densities well enough. */
  private static final double NEAR_A_FUND = 1_500;

  /** Longest first step from given prices, which another pass checks if it is long. */
  private static final double MOST_WARM_STEP = 6;

  /** A warm boundary with more surplus than this part of it moves prices first. */
  private static final int WARM_SURPLUS = 8;

  private static final double LEAST_WINDOW = 1.0 / 64;

  /** Times that a pass's box is widened ({@link Widening}) before there is another pass. */
  private static final int MOST_WIDENINGS = 2;

  /** Lumps of users by which a Newton step misses. */
  private static final double LUMPS = 3;

  /** Where they are more than this part of what a step leaves, another one is no use. */
  private static final double MOST_LUMPS = 0.15;

  /** Below this share in the boundary all is widened with what bounded the optimum. */
  private static final int WIDE_SHARE = 10;

  /** Longest Newton step, in widths: beyond, the densities say nothing. */
  static final double MOST_STEP = 2;

  private final Problem problem;
  private final View view;
  private final FundOrder order;
  private final long[] quota;
  private final Settings settings;
  private final Workers workers;
  private final StopSignal stop;
  private final Journal journal;
  private int boundaryUsers;
  private boolean offGrid;

  Level(Problem problem, long[] quota, Means means) {
    this.problem = problem;
    this.view = problem.view();
    this.order = problem.order();
    this.quota = quota;
    this.settings = means.settings();
    this.workers = means.workers();
    this.stop = means.stop();
    this.journal = means.journal();
  }

  /**
   * Solves.
   *
   * @param cautious what to believe instead where the optimum shows that {@code uncertain} supposes
   *     too much; null for nothing else
   * @param out receives every user's fund; null to learn only the prices
   * @param mostBytes most memory for a boundary
   * @return optimal prices, or null if the stop signal asked or memory would not do
   */
  Prices solve(Prices start, Spread uncertain, Spread cautious, Assignment out, long mostBytes) {
    return solve(start, uncertain, cautious, out, mostBytes, Integer.MAX_VALUE);
  }

  /** The same, but null if it takes more than so many passes. */
  Prices solve(
      Prices start, Spread uncertain, Spread cautious, Assignment out, long mostBytes, int passes) {
    Spread other = cautious;
    Prices centre = start.copy();
    Spread spread = uncertain;
    Assignment held = out == null ? new Assignment(view.users()) : out;
    for (int attempt = 0; attempt < passes && stop.stopAt() == null; attempt++) {
      if (attempt > 0) {
        journal.retry();
      }
      Box box = attempt < settings.maxRetries() ? box(centre, spread) : Box.open(order.count);
      Pass run = new Pass(problem, centre, box, stop);
      Pass.Result pass = run.run(workers, held, mostBytes);
      offGrid = run.offGrid();
      if (!usable(pass)) {
        return null;
      }
      long[] left = pass.left(quota);
      if (Arrays.stream(left).anyMatch(j -> j < 0)) {
        boolean again = attempt == 0 || other == null;
        spread = again ? Wider.over(spread, left, attempt == 0) : other;
        other = again ? other : null;
        continue;
      }
      Boundary boundary = boundary(spread, pass);
      int widenings = spread.widens() ? MOST_WIDENINGS : 0;
      Boundary.Result solved = solve(boundary, pass, centre, centre, widenings > 0);
      while (widenings > 0 && solved.end() == PathSolver.End.OUTSIDE) {
        Prices free = boundary.unbounded();
        Spread wider =
            Wider.towards(
                spread,
                pass.bounds(),
                solved.outside(),
                centre,
                free,
                attempt + MOST_WIDENINGS - widenings,
                order);
        if (wider == null) {
          break;
        }
        journal.retry();
        spread = wider;
        Widening widening = new Widening(problem, pass.bounds(), centre, box(centre, spread), stop);
        pass = widening.of(pass, held, workers, mostBytes);
        offGrid = widening.offGrid();
        if (!usable(pass)) {
          return null;
        }
        widenings--;
        boundary = boundary(spread, pass);
        Prices from = free == null ? solved.prices() : free;
        solved = solve(boundary, pass, from, centre, widenings > 0);
      }
      switch (solved.end()) {
        case STOPPED -> {
          return null;
        }
        case NO_PATH -> {
          boolean again = attempt == 0 || other == null;
          spread = again ? spread.scaled(Wider.GROW) : other;
          other = again ? other : null;
        }
        case OUTSIDE -> {
          boolean others = boundaryUsers < view.users() / WIDE_SHARE;
          spread = Wider.at(spread, solved.outside(), attempt, others);
          centre = solved.prices();
        }
        case SOLVED -> {
          if (!pass.bounds().contains(solved.prices(), order)) {
            spread = spread.scaled(Wider.GROW); // a solver that left its bounds may not be believed
            continue;
          }
          if (out != null) {
            write(order, pass.boundary(), solved.fund(), out);
          }
          return solved.prices();
        }
      }
    }
    return null;
  }

  /** Whether a pass came to an end, and on its grid; notes it. */
  private boolean usable(Pass.Result pass) {
    if (pass == null) {
      journal.leftPass(view);
    } else if (!offGrid) {
      journal.pass(view, pass.boundary());
      boundaryUsers = pass.boundary().count();
    }
    return pass != null && !offGrid;
  }

  private Boundary boundary(Spread spread, Pass.Result pass) {
    return new Boundary(order, spread, pass.bounds(), workers, stop);
  }

  private Boundary.Result solve(
      Boundary boundary, Pass.Result pass, Prices start, Prices inside, boolean widens) {
    Boundary.Result solved =
        boundary.solve(pass.boundary(), pass.left(quota), start, inside, widens);
    journal.boundary(view, solved);
    return solved;
  }

  /**
   * Solves from prices of nearly the same problem: a pass with a narrow box, which is enough where
   * nothing changed; otherwise its boundary tells the densities for a Newton step to where the
   * optimum is now, and one to three more passes do.
   *
   * @param spread how far prices may have moved
   * @param window the part of it that the first pass looks at
   * @param unchanged whether the problem is the same: then it is the first pass or nothing
   * @return optimal prices, or null if that was not enough
   */
  Prices warm(
      Prices start,
      Spread spread,
      double window,
      boolean unchanged,
      Assignment out,
      long mostBytes) {
    Spread narrow = spread.scaled(window);
    Box box = box(start, narrow);
    Pass run = new Pass(problem, start, box, stop);
    Pass.Result pass = run.run(workers, out, mostBytes);
    if (pass == null || run.offGrid()) {
      journal.leftPass(view);
      return null;
    }
    journal.pass(view, pass.boundary());
    Pass.Demand demand = run.demand(pass, spread.cluster());
    long[] left = pass.left(quota);
    boolean over = false;
    long surplus = 0;
    for (int j = 0; j < left.length; j++) {
      over |= left[j] < 0;
      surplus += Math.max(0, demand.demand()[j] - quota[j]);
    }
    if (!over && surplus <= pass.boundary().count() / WARM_SURPLUS) {
      Boundary.Result solved =
          new Boundary(order, narrow, pass.bounds(), workers, stop)
              .solve(pass.boundary(), left, start);
      journal.boundary(view, solved);
      if (solved.end() == PathSolver.End.SOLVED && pass.bounds().contains(solved.prices(), order)) {
        if (out != null) {
          write(order, pass.boundary(), solved.fund(), out);
        }
        return solved.prices();
      }
    }
    if (unchanged) {
      return null;
    }
    double nearShare = (double) pass.boundary().count() / view.users() / window;
    Step moved = step(start, spread, window, demand, MOST_WARM_STEP);
    for (int more = 0; more < 2 && !moved.settled() && !moved.far(); more++) {
      moved = step(moved.centre(), moved.spread(), nearShare, 1);
      if (moved == null) {
        return null;
      }
    }
    return moved.far() ? null : solve(moved.centre(), moved.spread(), null, out, mostBytes, 2);
  }

  /** Whether a solve ended because a guessed grid does not hold some value. */
  boolean offGrid() {
    return offGrid;
  }

  /** Boundary users of the last pass. */
  int boundaryUsers() {
    return boundaryUsers;
  }

  /** The box of a spread: tiny funds are bounded from below only. */
  private Box box(Prices centre, Spread spread) {
    return box(order, centre, spread);
  }

  static Box box(FundOrder order, Prices centre, Spread spread) {
    Box box = Box.around(centre, spread.width(), spread.softBlock());
    for (int a = 0; a < order.count; a++) {
      for (int b = 0; spread.tiny()[a] && b < order.count; b++) {
        box.value[a * order.count + b] = Box.OPEN;
      }
    }
    return box;
  }

  /** Writes the funds of rows. */
  static void write(FundOrder order, Rows rows, byte[] fund, Assignment out) {
    for (int row = 0; row < fund.length; row++) {
      out.set(rows.user(row), order.original[fund[row] & 0xFF]);
    }
  }

  /**
   * Prices after a Newton step, and what is left of their uncertainty.
   *
   * @param near share of users whom that could move
   * @param settled whether another step would cost more than the boundary it saves
   * @param far whether the optimum is farther off than the densities can say
   */
  record Step(Prices centre, Spread spread, double near, boolean settled, boolean far) {}

  /**
   * Moves prices by one Newton step on the whole view: a pass that only counts, in place of a
   * larger boundary. Leaves tiny funds alone.
   *
   * <p>The step's own size r, in widths, says how far the optimum was; what a Newton step leaves of
   * it is of second order, {@code O(r²)}, besides the noise of the densities, {@code O(r / √n)} for
   * n users counted a fund. So the widths shrink to {@code 0.04 + 0.2·r² + 6·r / √n}; measured,
   * what was left was mostly a tenth of that, and a third at most.
   *
   * <p>Where users are alike in lumps, demand comes in lumps: those are what is counted, and the
   * optimum is a few of them off.
   *
   * @param nearShare share of users that a sample found within the widths
   * @param lump users who change their minds at once, 1 if they are all different
   * @return null if the stop signal asked
   */
  Step step(Prices centre, Spread spread, double nearShare, double lump) {
    int k = order.count;
    double expected = nearShare * view.users();
    double window = Math.min(1, Math.max(LEAST_WINDOW, NEAR_A_FUND * k * lump / expected));
    Spread near = spread.scaled(window);
    Box box = box(centre, near);
    Pass.Demand demand = new Pass(problem, centre, box, stop).count(workers, spread.cluster());
    journal.count(view);
    return demand == null ? null : step(centre, spread, window, demand, MOST_STEP, lump);
  }

  /** The same from a count of users who are all different. */
  Step step(Prices centre, Spread spread, double window, Pass.Demand demand, double most) {
    return step(centre, spread, window, demand, most, 1);
  }

  /**
   * The same from a count that was made.
   *
   * @param window the part of the widths that was counted in
   * @param most longest step, in widths
   */
  Step step(
      Prices centre, Spread spread, double window, Pass.Demand demand, double most, double lump) {
    int k = order.count;
    Spread near = spread.scaled(window);
    double[] density = new double[k * k];
    long counted = 0;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        int p = a * k + b;
        if (priced(spread, a, b)) {
          density[p] = demand.near()[p] / (near.width()[p] + near.width()[b * k + a]);
          counted += demand.near()[p];
        }
      }
    }
    double[] excess = new double[k];
    for (int j = 0; j < k; j++) {
      excess[j] = demand.demand()[j] - quota[j];
    }
    double[] evened = giveBack(excess, demand.near(), spread);
    Laplacian.Step moves = Laplacian.step(density, excess, spread.tiny(), 0, spread);
    double ratio = 0;
    double tieRatio = 0;
    long ties = 0;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        int p = a * k + b;
        if (demand.near()[p] > 0 && priced(spread, a, b)) {
          double r = moves.moves(spread, a, b) / spread.width()[p];
          boolean glued = spread.glued(a, b);
          ratio = Math.max(ratio, r);
          tieRatio = glued ? Math.max(tieRatio, r) : tieRatio;
          ties += glued ? demand.near()[p] : 0;
        }
      }
    }
    double part = Math.min(1, most / ratio);
    Prices next = centre.copy();
    next.move(moves, part);
    double noise =
        Math.max(
            ratio / Math.sqrt(2.0 * counted / lump / k + 1),
            tieRatio / Math.sqrt(2.0 * ties / k + 1)); // ties have few pairs to count on
    double lumps = LUMPS * (lump - 1) * k * window / Math.max(1, counted);
    double left = Math.min(1, 0.04 + 0.2 * ratio * ratio + 6 * noise + lumps);
    left = reachable(excess, demand.near(), window) ? left : 1;
    left = Math.min(1, Math.max(left, window * share(evened, demand.near(), spread)));
    double boundary = counted / window * left / view.users();
    boolean enough = boundary < settings.boundaryShare() || lumps > MOST_LUMPS * left;
    return new Step(next, spread.within(left), boundary, left < 1 && enough, ratio > most);
  }

  /** Whether every fund has, or could draw, as many users within the widths as it must move. */
  private static boolean reachable(double[] excess, long[] near, double window) {
    int k = excess.length;
    for (int j = 0; j < k; j++) {
      long users = 0;
      for (int b = 0; b < k; b++) {
        users += excess[j] > 0 ? near[j * k + b] : near[b * k + j];
      }
      if (Math.abs(excess[j]) > users / window + 1) {
        return false;
      }
    }
    return true;
  }

  private static boolean priced(Spread spread, int a, int b) {
    return a != b
        && !spread.tiny()[a]
        && !spread.tiny()[b]
        && spread.blockOf(a) == spread.blockOf(b);
  }

  /**
   * Prices that are only bounded draw more users than they will in the end: counts those of tiny
   * funds for their second best fund, and evens out each soft block, so that the step moves prices
   * within blocks only.
   *
   * @return what was evened out a fund
   */
  private double[] giveBack(double[] excess, long[] near, Spread spread) {
    int k = order.count;
    double[] evened = new double[k];
    for (int j = 0; j < k; j++) {
      double second = 0;
      for (int b = 0; spread.tiny()[j] && b < k; b++) {
        second += near[j * k + b];
      }
      for (int b = 0; second > 0 && b < k; b++) {
        excess[b] += excess[j] * near[j * k + b] / second;
      }
      if (spread.tiny()[j]) {
        excess[j] = 0;
      }
    }
    for (int first = 0; first < k; first++) {
      if (spread.blockOf(first) != first) {
        continue;
      }
      double sum = 0;
      double weight = 0;
      for (int j = first; j < k && spread.blockOf(j) == first; j++) {
        sum += spread.tiny()[j] ? 0 : excess[j];
        weight += spread.tiny()[j] ? 0 : quota[j];
      }
      for (int j = first; j < k && spread.blockOf(j) == first; j++) {
        evened[j] = spread.tiny()[j] || weight == 0 ? 0 : sum * quota[j] / weight;
        excess[j] -= evened[j];
      }
    }
    return evened;
  }

  /** The largest part that what was evened out is of the users near a change in its block. */
  private static double share(double[] evened, long[] near, Spread spread) {
    int k = evened.length;
    double most = 0;
    for (int j = 0; j < k; j++) {
      long users = 1;
      boolean alone = true;
      for (int b = 0; b < k; b++) {
        if (priced(spread, j, b)) {
          users += near[j * k + b] + near[b * k + j];
          alone = false;
        }
      }
      most = alone ? most : Math.max(most, Math.abs(evened[j]) / users);
    }
    return most;
  }
}
