package eoca.job.engine;

import eoca.core.Assignment;
import eoca.core.Shards;
import eoca.inputs.assignment.FundTiles;

/** The engine's assignment as a writer reads it. */
public final class AssignmentTiles {
  private AssignmentTiles() {}

  /** A view; the assignment must not change meanwhile. */
  public static FundTiles of(Assignment assignment) {
    return (from, tile, length) -> {
      int done = 0;
      while (done < length) {
        int user = from + done;
        byte[] shard = assignment.shard(user >>> 16);
        int at = user & (Shards.SIZE - 1);
        int some = Math.min(length - done, shard.length - at);
        System.arraycopy(shard, at, tile, done, some);
        done += some;
      }
    };
  }
}
