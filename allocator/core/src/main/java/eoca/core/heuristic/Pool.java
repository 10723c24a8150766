package eoca.core.heuristic;

import eoca.core.Shards;

/**
 * The unallocated users of a shard and what the heuristic keeps of each: 14 bytes.
 *
 * <pre>
 * offset  char    position within the shard; ascending
 * traits  int     bits 0–7 fund a, the best allowed; 8–15 fund b; 16–23 fund c (k where there is
 *                 none); 24–29 class of the user's tolerance, see RiskGuard
 * spread  double  2·ETV_a − ETV_b − ETV_c
 * </pre>
 *
 * <p>Arrays have the length of the shard; only the first {@code size} entries count. Users who are
 * allocated are squeezed out.
 */
final class Pool {
  static final int CLASS_SHIFT = 24;

  final char[] offset;
  final int[] traits;
  final double[] spread;
  int size;

  private Pool(int length) {
    offset = new char[length];
    traits = new int[length];
    spread = new double[length];
    size = length;
  }

  /** One pool a shard, to be filled by {@link Sweep}. */
  static Pool[] forShards(int users) {
    Pool[] pools = new Pool[Shards.count(users)];
    for (int shard = 0; shard < pools.length; shard++) {
      pools[shard] = new Pool(Shards.length(shard, users));
    }
    return pools;
  }

  static int first(int traits) {
    return traits & 0xFF;
  }

  static int second(int traits) {
    return traits >>> 8 & 0xFF;
  }

  static int third(int traits) {
    return traits >>> 16 & 0xFF;
  }

  static int userClass(int traits) {
    return traits >>> CLASS_SHIFT;
  }
}
