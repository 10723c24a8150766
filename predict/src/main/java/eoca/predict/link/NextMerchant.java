package eoca.predict.link;

import eoca.inputs.error.EocaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Held-out next merchant: of every user with at least three merchants the last one (by first
 * payment) is the target of the test, the one before it of the validation, the others are the graph
 * that teaches. Ranked is among all merchants the user has not paid.
 *
 * <p>The network's epochs end after {@link #PATIENCE} without a better mean reciprocal rank of the
 * validation; its test ranks are those of the best epoch. At the test every model sees the
 * validation's visits too. Order is each user's own: others' payments may be later.
 */
final class NextMerchant {
  private static final int LEAST = 3;
  private static final int EPOCHS = 200;
  private static final int PATIENCE = 25;
  private static final int HITS = 3;
  private static final double TAIL = 0.025;

  private final Visits visits;
  private final int[] tested;
  private final int[] before;
  private final Shown test;
  private final int[] targets;

  /**
   * @throws EocaException exit 3 if nobody has three merchants
   */
  NextMerchant(Visits visits) {
    this.visits = visits;
    before = new int[visits.users()];
    int[] until = new int[visits.users()];
    List<Integer> users = new ArrayList<>();
    for (int u = 0; u < visits.users(); u++) {
      int degree = visits.degree(u);
      before[u] = degree < LEAST ? degree : degree - 2;
      until[u] = degree < LEAST ? degree : degree - 1;
      if (degree >= LEAST) {
        users.add(u);
      }
    }
    if (users.isEmpty()) {
      throw EocaException.rejected(
          "a user with three merchants expected, found none",
          "Maybe it is another file.",
          List.of());
    }
    tested = users.stream().mapToInt(u -> u).toArray();
    targets = targets(1);
    test = Shown.of(visits, until);
  }

  private int[] targets(int fromLast) {
    return Arrays.stream(tested)
        .map(u -> visits.merchantAt(u, visits.degree(u) - fromLast))
        .toArray();
  }

  int tested() {
    return tested.length;
  }

  /**
   * Test ranks of each model, one a tested user; the network's are means over its seeds' scores.
   */
  Map<String, double[]> ranks(List<Long> seeds) {
    Map<String, double[]> ranks = new LinkedHashMap<>();
    ranks.put(
        "popularity", Baselines.ranks(test, tested, targets, Baselines.popularity(test, tested)));
    ranks.put(
        "paid together", Baselines.ranks(test, tested, targets, Baselines.together(test, tested)));
    for (long seed : seeds) {
      ranks.put("graph attention, seed " + seed, graph(seed));
    }
    return ranks;
  }

  private double[] graph(long seed) {
    Shown early = Shown.of(visits, before);
    int[] validation = targets(2);
    double best = -1;
    int bestEpoch = 0;
    double[] ranks = null;
    try (GraphRanker ranker = new GraphRanker(early, seed)) {
      for (int epoch = 1; epoch <= EPOCHS && epoch - bestEpoch <= PATIENCE; epoch++) {
        ranker.epoch(visits, before, epoch);
        double found =
            reciprocal(
                Baselines.ranks(early, tested, validation, ranker.score(early, tested)), null);
        if (found > best) {
          best = found;
          bestEpoch = epoch;
          ranks = Baselines.ranks(test, tested, targets, ranker.score(test, tested));
        }
      }
    }
    return ranks;
  }

  /** Mean reciprocal rank; {@code weight} counts users, null is one each. */
  static double reciprocal(double[] ranks, int[] weight) {
    double sum = 0;
    for (int i = 0; i < ranks.length; i++) {
      sum += (weight == null ? 1 : weight[i]) / ranks[i];
    }
    return sum / ranks.length;
  }

  /** Share of users whose target is among the first three; a tie across the border counts half. */
  static double hits(double[] ranks, int[] weight) {
    double sum = 0;
    for (int i = 0; i < ranks.length; i++) {
      double share = Math.min(1, Math.max(0, HITS + 0.5 - ranks[i] + 0.5));
      sum += (weight == null ? 1 : weight[i]) * share;
    }
    return sum / ranks.length;
  }

  /**
   * A value with its 95 % bootstrap interval over users.
   *
   * @param value on the users as they are
   * @param low 2.5th percentile
   * @param high 97.5th percentile
   */
  record Interval(double value, double low, double high) {}

  /** Difference of mean reciprocal ranks, the same users drawn for both. */
  static Interval gain(double[] ranks, double[] other, int replicates, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[replicates];
    for (int r = 0; r < replicates; r++) {
      int[] weight = new int[ranks.length];
      for (int i = 0; i < weight.length; i++) {
        weight[random.nextInt(weight.length)]++;
      }
      drawn[r] = reciprocal(ranks, weight) - reciprocal(other, weight);
    }
    Arrays.sort(drawn);
    double value = reciprocal(ranks, null) - reciprocal(other, null);
    return replicates == 0
        ? new Interval(value, Double.NaN, Double.NaN)
        : new Interval(
            value,
            drawn[(int) (TAIL * (replicates - 1))],
            drawn[(int) Math.ceil((1 - TAIL) * (replicates - 1))]);
  }
}
