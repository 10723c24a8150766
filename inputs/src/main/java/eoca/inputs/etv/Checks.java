package eoca.inputs.etv;

import eoca.inputs.internal.Located;
import eoca.inputs.internal.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * The rules of a table's values, and where a breach is told. One object a column of a file; safe
 * for concurrent use.
 *
 * @param located receives the defects
 * @param source the file
 * @param column the column's name
 * @param position its place in the file, for the order of defects
 */
record Checks(Located located, PartFiles.Source source, String column, int position) {
  static final int MAX_TOLERANCE = 63;
  private static final int EXPONENT = 0x7F80_0000;

  /** Adds a defect of a row, counted from 0. */
  void defect(long row, Located.Text value, String rule) {
    located.add(source.index(), source.name(), row + 1, position, column, value, rule);
  }

  /** Adds a defect of the whole column. */
  void defect(String value, String rule) {
    located.add(source.index(), source.name(), 0, position, column, () -> value, rule);
  }

  void isNull(long row) {
    defect(row, () -> "", "must not be null");
  }

  void overflow(long row, Located.Text value) {
    defect(row, value, "must fit float32 (±3.4028235e38)");
  }

  void notFinite(long row, Located.Text value) {
    defect(row, value, "must be a finite number");
  }

  void notNumber(long row, Located.Text value) {
    defect(row, value, "must be a number");
  }

  void tolerance(long row, Located.Text value) {
    defect(row, value, "tolerance must be a whole number 0..63");
  }

  void emptyId(long row) {
    defect(row, () -> "", "user id must not be empty");
  }

  void longId(long row, long bytes) {
    defect(
        row,
        () -> bytes + " bytes",
        "user id must be at most " + MappedUserIds.MAX_ID_BYTES + " bytes");
  }

  /** Whether any of n floats, given as their bits, is NaN or infinite. No branch a value. */
  static boolean anyNotFinite(int[] bits, int n) {
    int most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, bits[i] & 0x7FFF_FFFF);
    }
    return most >= EXPONENT;
  }

  /** Whether any of n tolerances is outside 0..63. No branch a value. */
  static boolean anyNotTolerance(byte[] tile, int n) {
    int any = 0;
    for (int i = 0; i < n; i++) {
      any |= tile[i];
    }
    return (any & ~MAX_TOLERANCE) != 0;
  }

  /** Checks one text id. */
  void id(long row, byte[] b, int from, int to) {
    if (from == to) {
      emptyId(row);
    } else if (to - from > MappedUserIds.MAX_ID_BYTES) {
      longId(row, to - from);
    } else if (!Utf8.isValid(b, from, to)) {
      defect(
          row,
          () -> new String(b, from, Math.min(to - from, 120), StandardCharsets.UTF_8),
          "user id must be valid UTF-8");
    }
  }
}
