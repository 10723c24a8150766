package eoca.job.verify;

import eoca.inputs.assignment.AssignmentBatch;
import eoca.inputs.etv.UserIds;
import java.util.Arrays;

/** Compares the ids of assignment rows with those of a table, without an object per user. */
final class IdComparison {
  private static final int TILE = 8192;

  private final long[] wantedNumbers = new long[TILE];
  private final long[] foundNumbers = new long[TILE];
  private final Texts wanted = new Texts();
  private final Texts found = new Texts();

  /** The index in the batch of the first row whose id differs, or −1. */
  int firstDifference(UserIds table, int firstUser, AssignmentBatch batch) {
    UserIds rows = batch.userIds();
    if (table.isText() != rows.isText()) {
      return differsAsText(table, firstUser, batch);
    }
    for (int at = 0; at < batch.rows(); at += TILE) {
      int length = Math.min(TILE, batch.rows() - at);
      int difference;
      if (table.isText()) {
        table.copyText(firstUser + at, length, wanted.clear());
        rows.copyText(at, length, found.clear());
        difference = wanted.firstDifference(found);
      } else {
        table.copyInt64(firstUser + at, wantedNumbers, length);
        rows.copyInt64(at, foundNumbers, length);
        difference = Arrays.mismatch(wantedNumbers, 0, length, foundNumbers, 0, length);
      }
      if (difference >= 0) {
        return at + difference;
      }
    }
    return -1;
  }

  /** A CSV says 17 and "17" alike. */
  private static int differsAsText(UserIds table, int firstUser, AssignmentBatch batch) {
    for (int i = 0; i < batch.rows(); i++) {
      if (!table.id(firstUser + i).equals(batch.userIds().id(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Texts one after the other: their bytes, and where each ends. */
  private static final class Texts implements UserIds.TextSink {
    private byte[] bytes = new byte[TILE * 16];
    private final int[] ends = new int[TILE];
    private int count;
    private int size;

    Texts clear() {
      count = 0;
      size = 0;
      return this;
    }

    @Override
    public void accept(byte[] utf8, int offset, int length) {
      if (size + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length * 2));
      }
      System.arraycopy(utf8, offset, bytes, size, length);
      size += length;
      ends[count++] = size;
    }

    int firstDifference(Texts other) {
      if (count == other.count
          && Arrays.equals(ends, 0, count, other.ends, 0, count)
          && Arrays.equals(bytes, 0, size, other.bytes, 0, size)) {
        return -1;
      }
      int from = 0;
      int otherFrom = 0;
      for (int i = 0; i < Math.min(count, other.count); i++) {
        if (!Arrays.equals(bytes, from, ends[i], other.bytes, otherFrom, other.ends[i])) {
          return i;
        }
        from = ends[i];
        otherFrom = other.ends[i];
      }
      return Math.min(count, other.count);
    }
  }
}
