package eoca.predict.model;

/**
 * Chooses up to {@code fan} neighbours of a node from its adjacency list, uniformly without
 * replacement, as a function of (seed, node) only: the same batch, in whatever company, sees the
 * same neighbours. All of them, in order, if there are no more than {@code fan}.
 *
 * <p>Floyd's method: O(fan²) comparisons, no allocation.
 */
public final class NeighbourSampler {
  private NeighbourSampler() {}

  /**
   * Padded neighbours of some nodes.
   *
   * @param count rows of the result, at least as many as nodes
   * @param found numbers the neighbours
   */
  public static Batch.Neighbours neighbours(
      int[] nodes,
      int count,
      int[] start,
      int[] other,
      float[] weight,
      Distinct found,
      int fan,
      long seed) {
    int[] neighbour = new int[count * fan];
    float[] edge = new float[count * fan];
    float[] mask = new float[count * fan];
    int[] edges = new int[fan];
    for (int i = 0; i < nodes.length; i++) {
      int node = nodes[i];
      int sampled = sample(seed, node, start[node], start[node + 1], fan, edges, 0);
      for (int s = 0; s < sampled; s++) {
        int at = i * fan + s;
        neighbour[at] = found.position(other[edges[s]]);
        edge[at] = (float) StrictMath.log1p(weight[edges[s]]);
        mask[at] = 1;
      }
    }
    return new Batch.Neighbours(fan, neighbour, edge, mask);
  }

  /**
   * Writes edge positions into {@code out} from {@code at} on, ascending, and returns how many.
   *
   * @param from first edge of the node
   * @param to end of its edges
   */
  static int sample(long seed, int node, int from, int to, int fan, int[] out, int at) {
    int degree = to - from;
    if (degree <= fan) {
      for (int i = 0; i < degree; i++) {
        out[at + i] = from + i;
      }
      return degree;
    }
    long state = mix(seed ^ mix(node + 0x9e3779b97f4a7c15L));
    int chosen = 0;
    for (int j = degree - fan; j < degree; j++) {
      state += 0x9e3779b97f4a7c15L;
      int candidate = (int) Long.remainderUnsigned(mix(state), j + 1L);
      chosen = insert(out, at, chosen, from + candidate, from + j);
    }
    return chosen;
  }

  /** Inserts the candidate in order, or the substitute if the candidate is there already. */
  private static int insert(int[] out, int at, int chosen, int candidate, int substitute) {
    int place = at;
    while (place < at + chosen && out[place] < candidate) {
      place++;
    }
    if (place < at + chosen && out[place] == candidate) {
      out[at + chosen] = substitute; // greater than everything chosen so far
      return chosen + 1;
    }
    System.arraycopy(out, place, out, place + 1, at + chosen - place);
    out[place] = candidate;
    return chosen + 1;
  }

  /** The murmur3 finaliser. */
  static long mix(long x) {
    long h = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }
}
