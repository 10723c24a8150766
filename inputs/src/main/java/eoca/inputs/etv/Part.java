package eoca.inputs.etv;

import eoca.inputs.internal.MappedFile;
import java.util.Arrays;

/**
 * One file of a table, ready to be read: its columns as raw little-endian values in mapped memory,
 * in segments (Arrow record batches, CSV blocks).
 *
 * @param source the file
 * @param start first row of each segment, and in the end the number of rows: {@code int[segments +
 *     1]}
 * @param etv one column a fund: float32
 * @param tolerance int8
 * @param ids int64 or text
 */
record Part(PartFiles.Source source, int[] start, Column[] etv, Column tolerance, Ids ids) {

  /**
   * A column of fixed width.
   *
   * @param file where it lies
   * @param offset where each segment's values begin
   */
  record Column(MappedFile file, long[] offset) {}

  /**
   * A column of ids; each segment is int64 or text.
   *
   * @param file where it lies
   * @param data where each segment's int64 values, or the bytes of its text, begin
   * @param offsets where each text segment's offsets begin (one more than rows); −1 for int64
   * @param width bytes of an offset: 4 or 8
   */
  record Ids(MappedFile file, long[] data, long[] offsets, int width) {
    boolean isText(int segment) {
      return offsets[segment] >= 0;
    }

    boolean hasText() {
      return Arrays.stream(offsets).anyMatch(o -> o >= 0);
    }
  }

  int rows() {
    return start[start.length - 1];
  }

  /** The segment of a row; empty segments are never it. */
  int segment(int row) {
    return last(start, row);
  }

  /** The last index whose entry is at most {@code value}, in an ascending array that begins low. */
  static int last(int[] ascending, int value) {
    int low = 0;
    int high = ascending.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (ascending[middle] <= value) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
