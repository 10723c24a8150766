package eoca.core.exact;

import java.util.Arrays;

/**
 * How uncertain prices are.
 *
 * @param width for each ordered pair, how far {@code λ_a − λ_b} may lie above the centre, in units
 * @param tiny funds whose sample quota is too small to price: their price is only bounded below
 * @param softBlock the first fund of each fund's soft block (see {@link FundOrder#softened})
 * @param cluster the first fund of each fund's <em>cluster</em>: funds whose price differences the
 *     samples agree on to the unit, so that only ties are uncertain between them. Constant and
 *     few-valued data, identical columns and many all-zero users make clusters.
 * @param smooth whether Newton's method sees a smooth dual: widths between clusters span many units
 */
record Spread(double[] width, boolean[] tiny, int[] softBlock, int[] cluster, boolean smooth) {
  /** Width of a pair that is not bounded. */
  static final double UNBOUNDED = 0x1p60;

  /** Widths below this bound something. */
  static final double BOUNDED = 0x1p56;

  /** Whether only ties are uncertain between two funds. */
  boolean glued(int a, int b) {
    return cluster[a] == cluster[b];
  }

  /** Whether a fund shares its cluster with another. */
  boolean clustered(int fund) {
    for (int j = 0; j < cluster.length; j++) {
      if (j != fund && cluster[j] == cluster[fund]) {
        return true;
      }
    }
    return false;
  }

  /** Whether any fund shares its cluster with another. */
  boolean ties() {
    for (int j = 0; j < cluster.length; j++) {
      if (cluster[j] != j) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is but one cluster a soft block. */
  boolean allTied() {
    for (int j = 0; j < cluster.length; j++) {
      if (cluster[j] != softBlock[j]) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is but one cluster a soft block, tiny funds aside. */
  boolean othersTied() {
    int[] found = new int[cluster.length];
    Arrays.fill(found, -1);
    for (int j = 0; j < cluster.length; j++) {
      int block = softBlock[j];
      if (!tiny[j]) {
        if (found[block] >= 0 && found[block] != cluster[j]) {
          return false;
        }
        found[block] = cluster[j];
      }
    }
    return true;
  }

  /**
   * Whether a box that proves too narrow is widened ({@link Widening}). Otherwise values are many
   * units apart: passes are quick, and new prices tell more.
   */
  boolean widens() {
    return !smooth || othersTied();
  }

  /** The first fund of the soft block that a fund lies in. */
  int blockOf(int fund) {
    return softBlock[fund];
  }

  Spread with(double[] otherWidth) {
    return new Spread(otherWidth, tiny, softBlock, cluster, smooth);
  }

  Spread withTiny(boolean[] others) {
    return new Spread(width, others.clone(), softBlock, cluster, smooth);
  }

  boolean hasTiny() {
    for (boolean t : tiny) {
      if (t) {
        return true;
      }
    }
    return false;
  }

  /** Scales the widths of pairs within soft blocks: steps between them a Newton step leaves. */
  Spread within(double factor) {
    int k = cluster.length;
    double[] scaled = width.clone();
    for (int p = 0; p < scaled.length; p++) {
      boolean inside = softBlock[p / k] == softBlock[p % k] && width[p] < UNBOUNDED;
      scaled[p] *= inside ? factor : 1;
    }
    return with(scaled);
  }

  Spread scaled(double factor) {
    double[] scaled = new double[width.length];
    for (int p = 0; p < scaled.length; p++) {
      scaled[p] = width[p] >= UNBOUNDED ? UNBOUNDED : width[p] * factor;
    }
    return with(scaled);
  }
}
