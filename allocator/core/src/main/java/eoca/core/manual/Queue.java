package eoca.core.manual;

import eoca.core.Assignment;
import eoca.core.EtvColumns;
import eoca.core.Shards;
import eoca.core.internal.Bound;
import eoca.core.internal.Candidates;

/**
 * The unallocated users of all shards and what the manual strategy keeps of each, 3 bytes: the
 * position in the shard (ascending) and the class of the user's tolerance. As candidates they are
 * scored by one fund's column; their kind is their class.
 *
 * <p>Users who may not take that fund stand behind all others, with a kind of their own that
 * touches no counter.
 */
final class Queue implements Candidates {
  /** The score of users who may not take the fund: below every float. */
  private static final double BARRED = -1e300;

  /** A cut behind everybody who may take the fund. */
  static final Bound ALL_ALLOWED = new Bound(BARRED / 2, Integer.MAX_VALUE);

  private final EtvColumns etv;
  private final char[][] offsets;
  private final byte[][] classes;
  private final int[] sizes;
  private final int barredKind;
  private int fund;
  private boolean[] allowed;

  /**
   * A queue of nobody yet.
   *
   * @param barredKind number of classes: the kind of users who may not take the fund
   */
  Queue(EtvColumns etv, int users, int barredKind) {
    this.etv = etv;
    this.barredKind = barredKind;
    this.sizes = new int[Shards.count(users)];
    this.offsets = new char[sizes.length][];
    this.classes = new byte[sizes.length][];
  }

  /** Enters all users of a shard; takes the array. */
  void enter(int shard, byte[] userClasses) {
    sizes[shard] = userClasses.length;
    classes[shard] = userClasses;
    offsets[shard] = new char[userClasses.length];
    for (int i = 0; i < userClasses.length; i++) {
      offsets[shard][i] = (char) i;
    }
  }

  /** Scores by a fund from now on, which some classes may take and others not. */
  void lineUp(int newFund, boolean[] allowedClasses) {
    fund = newFund;
    allowed = allowedClasses;
  }

  /** Gives the fund to everybody of a shard up to a cut; the others move up. */
  void commit(int shard, Bound last, Assignment assignment) {
    byte[] given = assignment.shard(shard);
    char[] offset = offsets[shard];
    byte[] userClass = classes[shard];
    float[] column = new float[given.length];
    etv.copy(fund, Shards.start(shard), column, column.length);
    int kept = 0;
    for (int e = 0; e < sizes[shard]; e++) {
      int o = offset[e];
      byte c = userClass[e];
      if (allowed[c] && last.covers(column[o], Shards.start(shard) + o)) {
        given[o] = (byte) fund;
      } else {
        offset[kept] = (char) o;
        userClass[kept++] = c;
      }
    }
    sizes[shard] = kept;
  }

  @Override
  public int chunks() {
    return sizes.length;
  }

  @Override
  public int size(int chunk) {
    return sizes[chunk];
  }

  @Override
  public int user(int chunk, int position) {
    return Shards.start(chunk) + offsets[chunk][position];
  }

  @Override
  public Loader loader() {
    float[] column = new float[sizes.length == 0 ? 0 : offsets[0].length]; // the longest shard's
    return (chunk, from, length, score, kind) -> {
      char[] offset = offsets[chunk];
      byte[] userClass = classes[chunk];
      int first = offset[from];
      int span = offset[from + length - 1] - first + 1;
      etv.copy(fund, Shards.start(chunk) + first, column, span);
      for (int i = 0; i < length; i++) {
        int c = userClass[from + i];
        score[i] = allowed[c] ? column[offset[from + i] - first] + 0.0 : BARRED; // −0 as 0
        kind[i] = (char) (allowed[c] ? c : barredKind);
      }
    };
  }
}
