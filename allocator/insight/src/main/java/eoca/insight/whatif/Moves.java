package eoca.insight.whatif;

import eoca.core.Assignment;
import eoca.core.Shards;

/** Differences between two assignments of the same users. */
public final class Moves {
  private Moves() {}

  /** Users whose fund differs. */
  public static long count(Assignment a, Assignment b) {
    long moved = 0;
    for (int s = 0; s < Shards.count(a.users()); s++) {
      byte[] left = a.shard(s);
      byte[] right = b.shard(s);
      for (int i = 0; i < left.length; i++) {
        moved += left[i] == right[i] ? 0 : 1;
      }
    }
    return moved;
  }
}
