package eoca.core.heuristic;

import eoca.core.Shards;

/**
 * The unallocated users and what the heuristic keeps of each: 14 bytes.
 *
 * <pre>
 * offset  char    position within the shard; ascending
 * first   byte    fund a, the best allowed (unsigned)
 * second  byte    fund b, or k where there is none
 * third   byte    fund c, or k where there is none
 * level   byte    class of the user's tolerance, see RiskGuard
 * spread  double  2·ETV_a − ETV_b − ETV_c
 * </pre>
 *
 * <p>Arrays have the length of the shard; only the first {@code size} entries count. Users who are
 * allocated are squeezed out.
 */
final class Pool {
  final char[] offset;
  final byte[] first;
  final byte[] second;
  final byte[] third;
  final byte[] level;
  final double[] spread;
  int size;

  private Pool(int length) {
    offset = new char[length];
    first = new byte[length];
    second = new byte[length];
    third = new byte[length];
    level = new byte[length];
    spread = new double[length];
    size = length;
  }

  /** One empty pool a shard, to be filled by the shard's thread. */
  static Pool[] forShards(int users) {
    Pool[] pools = new Pool[Shards.count(users)];
    for (int shard = 0; shard < pools.length; shard++) {
      pools[shard] = new Pool(Shards.length(shard, users));
    }
    return pools;
  }

  /** Moves an entry down over one that was allocated. */
  void move(int from, int to) {
    offset[to] = offset[from];
    first[to] = first[from];
    second[to] = second[from];
    third[to] = third[from];
    level[to] = level[from];
    spread[to] = spread[from];
  }
}
