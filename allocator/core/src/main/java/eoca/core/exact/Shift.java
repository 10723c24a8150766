package eoca.core.exact;

import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;

/**
 * Where the optimum goes when quotas change, from a sample: the users of a sample who choose by the
 * old prices are an optimum of the sample for the quotas they fill. The change of quotas, in
 * proportion, added to those is another problem of the sample; how far its optimum is from the old
 * prices says how far that of all users is. What the sample gets wrong of the old optimum falls
 * out; what is left is its error in the densities along the way, a part of the shift.
 *
 * @param centre the old prices, shifted
 * @param spread how far the optimum of all users may lie from them
 */
record Shift(Prices centre, Spread spread) {
  /** Runs of consecutive users in the sample, and users in a run. */
  private static final int RUNS = 128;

  private static final int RUN = 512;

  /** Passes over the sample, which is small: the prices of a tight risk level move far. */
  private static final int SAMPLE_PASSES = 6;

  /** Part of a pair's own shift, and of the largest, that the sample may be wrong by. */
  private static final double OWN = 0.12;

  private static final double LARGEST = 0.05;

  /** Scales of a sample's resolution that prices may be off by where nothing changes. */
  private static final double RESOLUTION = 20;

  /**
   * The shift, or null where the sample can't say: ties, no room in the sample, a stop.
   *
   * @param change users that quotas grew by, {@code double[k]} in the order of funds
   */
  static Shift of(
      View view,
      FundOrder order,
      Grid grid,
      Prices old,
      long[] change,
      Settings settings,
      Workers workers,
      StopSignal stop,
      Journal journal) {
    int k = order.count;
    Sample sample = Sample.glance(view, order, RUNS, RUN, workers).sample();
    int n = sample.size();
    Rows rows = sample.rows(sample.part(0, 1), order, grid);
    Spread guess = Start.guess(rows, old, order, Long.MAX_VALUE);
    long[] quota = quotas(rows, old, change, (double) n / view.users());
    if (quota == null || !guess.smooth()) {
      return null;
    }
    Level level = new Level(sample.view(), order, quota, grid, settings, workers, stop, journal);
    Prices found =
        level.solve(
            old, guess.scaled(settings.warmWidth()), null, null, Long.MAX_VALUE, SAMPLE_PASSES);
    if (found == null) {
      return null;
    }
    double scale = guess.width()[0];
    double largest = 0;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        largest = Math.max(largest, moved(found, old, a, b));
      }
    }
    double[] width = new double[k * k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        width[a * k + b] =
            OWN * moved(found, old, a, b) + LARGEST * largest + RESOLUTION * scale * k / n + 1;
      }
    }
    return new Shift(found, guess.with(width));
  }

  private static double moved(Prices found, Prices old, int a, int b) {
    return Math.abs(Lexicographic.difference(found, a, b) - Lexicographic.difference(old, a, b));
  }

  /** What the sample's users fill at the old prices, and the change in proportion. */
  private static long[] quotas(Rows rows, Prices old, long[] change, double share) {
    int k = change.length;
    long[] quota = new long[k];
    for (int row = 0; row < rows.count(); row++) {
      int best = -1;
      long most = 0;
      for (int c = rows.start(row); c < rows.start(row + 1); c++) {
        long u = rows.value(c) - old.value()[rows.fund(c)];
        if (best < 0 || u > most) {
          best = rows.fund(c);
          most = u;
        }
      }
      if (best < 0) {
        return null;
      }
      quota[best]++;
    }
    double due = 0;
    long given = 0;
    for (int j = 0; j < k; j++) { // cumulative, so that roundings add up to nothing
      due += change[j] * share;
      long upTo = Math.round(due);
      quota[j] += upTo - given;
      given = upTo;
    }
    return given == 0 && Arrays.stream(quota).allMatch(q -> q >= 0) ? quota : null;
  }
}
