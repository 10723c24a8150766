package eoca.core.exact;

import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;

/**
 * Tie prices where the users of every profile, and how many of them each fund gets, are known
 * ({@link Profiles}, {@link CountedPaths}): only the ties of those users decide who. Ties are
 * pseudo-random, so a few thousand made-up users of a profile tell its prices as well as real ones:
 * no pass over the data. Users made up are dealt to disjoint parts, which are solved apart, and
 * wanted in the very proportions of the counts: no sampling error is left but that of ties.
 *
 * <p>O(candidates) a Newton step; at most {@link #CANDIDATES} of them.
 */
final class StandIns {
  /** Candidates of all users made up, at most. */
  private static final int CANDIDATES = 1_200_000;

  private final Rows profiles;
  private final Prices prices;
  private final int k;

  /** Profiles with several tight funds, and those funds alone. */
  private final Rows tight = new Rows();

  /** Users that each candidate of these gets. */
  private long[] share = new long[64];

  private int cells;
  private long candidates;

  /**
   * Learns which funds are tight.
   *
   * @param profiles one row a profile, with all candidates
   * @param count users of each
   * @param solved how many each fund gets
   * @param prices optimal value prices for the counts
   */
  StandIns(Rows profiles, long[] count, CountedPaths solved, Prices prices) {
    this.profiles = profiles;
    this.prices = prices;
    this.k = prices.value().length;
    for (int p = 0; p < profiles.count(); p++) {
      add(p, count[p], solved);
    }
  }

  private void add(int p, long users, CountedPaths solved) {
    long most = Long.MIN_VALUE;
    for (int c = profiles.start(p); c < profiles.start(p + 1); c++) {
      most = Math.max(most, worth(c));
    }
    int funds = 0;
    for (int c = profiles.start(p); c < profiles.start(p + 1); c++) {
      funds += worth(c) == most ? 1 : 0;
    }
    if (funds < 2) {
      return;
    }
    for (int c = profiles.start(p); c < profiles.start(p + 1); c++) {
      if (worth(c) == most) {
        if (cells == share.length) {
          share = Arrays.copyOf(share, 2 * share.length);
        }
        share[cells++] = solved.users(c);
        tight.add(profiles.fund(c), profiles.value(c));
      }
    }
    candidates += funds * users;
    tight.end(p);
  }

  private long worth(int c) {
    return profiles.value(c) - prices.value()[profiles.fund(c)];
  }

  /** Users made up for each user, over all parts. */
  private double scale() {
    return Math.min(0.5, (double) CANDIDATES / Math.max(1, candidates));
  }

  /**
   * Optimal prices of a part.
   *
   * @return null if there are none
   */
  Prices solve(int part, int parts, FundOrder order, Spread spread, StopSignal stop) {
    Rows rows = new Rows();
    long[] need = new long[k];
    double scale = scale() / parts;
    int user = part;
    for (int p = 0; p < tight.count(); p++) {
      double wanted = 0;
      long before = 0;
      for (int c = tight.start(p); c < tight.start(p + 1); c++) {
        wanted += scale * share[c];
        long now = Math.round(wanted);
        need[tight.fund(c)] += now - before;
        before = now;
      }
      for (long made = 0; made < before; made++, user += parts) {
        for (int c = tight.start(p); c < tight.start(p + 1); c++) {
          rows.add(tight.fund(c), tight.value(c));
        }
        rows.end(user);
      }
    }
    Boundary.Result result =
        new Boundary(order, spread, Workers.sequential(), stop).solve(rows, need, prices);
    return result.end() == PathSolver.End.SOLVED ? result.prices() : null;
  }
}
