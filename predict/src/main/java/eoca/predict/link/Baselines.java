package eoca.predict.link;

import java.util.Arrays;

/** Scores of merchants without a network. */
final class Baselines {
  private Baselines() {}

  /** {@code [users.length × merchants]}: how many have paid there. */
  static float[] popularity(Shown shown, int[] users) {
    int m = shown.merchants();
    float[] scores = new float[users.length * m];
    for (int i = 0; i < users.length; i++) {
      for (int j = 0; j < m; j++) {
        scores[i * m + j] = shown.payers(j);
      }
    }
    return scores;
  }

  /**
   * {@code [users.length × merchants]}: for each merchant the sum over the user's merchants of the
   * cosine of the two columns of payers; ties, as where nobody pays both, by popularity.
   */
  static float[] together(Shown shown, int[] users) {
    int m = shown.merchants();
    float[] both = new float[m * m];
    for (int u = 0; u < shown.users(); u++) {
      for (int e = shown.userStart()[u]; e < shown.userStart()[u + 1]; e++) {
        for (int f = shown.userStart()[u]; f < shown.userStart()[u + 1]; f++) {
          both[shown.merchant()[e] * m + shown.merchant()[f]]++;
        }
      }
    }
    float[] scores = new float[users.length * m];
    for (int i = 0; i < users.length; i++) {
      int at = i * m;
      for (int j = 0; j < m; j++) {
        scores[at + j] = 1e-6f * shown.payers(j);
      }
      for (int e = shown.userStart()[users[i]]; e < shown.userStart()[users[i] + 1]; e++) {
        int paid = shown.merchant()[e];
        for (int j = 0; j < m; j++) {
          double norm = Math.sqrt((double) shown.payers(paid) * Math.max(1, shown.payers(j)));
          scores[at + j] += (float) (both[paid * m + j] / norm);
        }
      }
    }
    return scores;
  }

  /**
   * Rank of each user's target among the merchants that the user is not shown to have paid, from 1;
   * ties count half.
   */
  static double[] ranks(Shown shown, int[] users, int[] targets, float[] scores) {
    int m = shown.merchants();
    double[] ranks = new double[users.length];
    boolean[] paid = new boolean[m];
    for (int i = 0; i < users.length; i++) {
      Arrays.fill(paid, false);
      shown.mark(users[i], paid, 0);
      float target = scores[i * m + targets[i]];
      double rank = 1;
      for (int j = 0; j < m; j++) {
        if (!paid[j] && j != targets[i]) {
          float other = scores[i * m + j];
          rank += other > target ? 1 : other == target ? 0.5 : 0;
        }
      }
      ranks[i] = rank;
    }
    return ranks;
  }
}
