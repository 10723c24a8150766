package eoca.core.heuristic;

import eoca.core.Shards;
import eoca.core.internal.Candidates;

/**
 * The scores h of the users in the pools, at the current α: {@code weight(a, b) · spread}, where
 * weight(a, b) = (α_a + α_b)/2 comes from a table. −0 counts as 0.
 */
final class Scores implements Candidates {
  private final Pool[] pools;
  private final int classes;
  private final int stride;
  private final double[] weight;

  /**
   * Scores at an α.
   *
   * @param alpha {@code double[k]}, 0 for funds that are full
   */
  Scores(Pool[] pools, double[] alpha, int classes) {
    this.pools = pools;
    this.classes = classes;
    this.stride = alpha.length + 1;
    this.weight = new double[stride * stride];
    for (int a = 0; a < alpha.length; a++) {
      for (int b = 0; b < stride; b++) {
        double alphaB = b < alpha.length ? alpha[b] : 0;
        weight[a * stride + b] = (alpha[a] + alphaB) / 2;
      }
    }
  }

  /** The kind of a user of a class whose best fund is {@code a}. */
  static int kind(int a, int userClass, int classes) {
    return a * classes + userClass;
  }

  double score(Pool pool, int entry) {
    int pair = (pool.first[entry] & 0xFF) * stride + (pool.second[entry] & 0xFF);
    return weight[pair] * pool.spread[entry] + 0.0;
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
  public void load(int chunk, int from, int length, double[] score, char[] kind) {
    Pool pool = pools[chunk];
    byte[] first = pool.first;
    byte[] second = pool.second;
    byte[] level = pool.level;
    double[] spread = pool.spread;
    for (int i = 0; i < length; i++) {
      int a = first[from + i] & 0xFF;
      score[i] = weight[a * stride + (second[from + i] & 0xFF)] * spread[from + i] + 0.0;
      kind[i] = (char) (a * classes + level[from + i]);
    }
  }
}
