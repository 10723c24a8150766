package eoca.core.heuristic;

import eoca.core.Shards;
import eoca.core.internal.Candidates;

/**
 * The scores h of the users in the pools, at the current α: {@code weight(a, b) · spread}, where
 * weight(a, b) = (α_a + α_b)/2 comes from a table. −0 counts as 0.
 */
final class Scores implements Candidates {
  /** Distance of the table's rows, one a fund b: the low 16 bits of the traits are the index. */
  private static final int STRIDE = 1 << 8;

  private static final int PAIR = (1 << 16) - 1;

  private final Pool[] pools;
  private final int classes;
  private final double[] weight;

  /**
   * Scores at an α.
   *
   * @param alpha {@code double[k]}, 0 for funds that are full
   */
  Scores(Pool[] pools, double[] alpha, int classes) {
    this.pools = pools;
    this.classes = classes;
    this.weight = new double[(alpha.length + 1) * STRIDE];
    for (int b = 0; b <= alpha.length; b++) {
      double alphaB = b < alpha.length ? alpha[b] : 0;
      for (int a = 0; a < alpha.length; a++) {
        weight[b * STRIDE + a] = (alpha[a] + alphaB) / 2;
      }
    }
  }

  /** The kind of a user of a class whose best fund is {@code a}. */
  static int kind(int traits, int classes) {
    return Pool.first(traits) * classes + Pool.userClass(traits);
  }

  double score(int traits, double spread) {
    return weight[traits & PAIR] * spread + 0.0;
  }

  @Override
  public int chunks() {
    return pools.length;
  }

  @Override
  public int size(int chunk) {
    return pools[chunk].size;
  }

  @Override
  public int user(int chunk, int position) {
    return Shards.start(chunk) + pools[chunk].offset[position];
  }

  @Override
  public Loader loader() {
    return this::load;
  }

  private void load(int chunk, int from, int length, double[] score, char[] kind) {
    int[] traits = pools[chunk].traits;
    double[] spread = pools[chunk].spread;
    double[] weight = this.weight;
    int classes = this.classes;
    for (int i = 0; i < length; i++) {
      int t = traits[from + i];
      score[i] = weight[t & PAIR] * spread[from + i] + 0.0;
      kind[i] = (char) kind(t, classes);
    }
  }
}
