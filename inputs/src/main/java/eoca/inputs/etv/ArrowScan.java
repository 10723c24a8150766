package eoca.inputs.etv;

import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.ScratchFile;
import eoca.inputs.internal.Utf8;
import eoca.inputs.internal.arrow.ArrowColumn;
import eoca.inputs.internal.arrow.ArrowField.Kind;
import eoca.inputs.internal.arrow.ArrowNumbers;
import java.util.function.Supplier;

/**
 * Checks a run of rows of one record batch, tile by tile, and converts columns that are not native.
 * Buffers are its own: one object a task.
 */
final class ArrowScan {
  /** Values of a tile: 16 KiB of float32, half of a first-level cache. */
  private static final int TILE = 4096;

  private static final int SPAN = 1 << 18;

  private final MappedFile file;
  private final int segment;
  private final long firstRow;
  private final Supplier<ScratchFile> scratch;
  private final int[] ints = new int[TILE + 1];
  private final byte[] bitmap = new byte[TILE / 8];
  private float[] floats;
  private byte[] bytes = new byte[TILE];
  private long[] longs;

  /**
   * A scan.
   *
   * @param segment the record batch
   * @param firstRow row of the file that is the batch's first, from 0
   */
  ArrowScan(MappedFile file, int segment, long firstRow, Supplier<ScratchFile> scratch) {
    this.file = file;
    this.segment = segment;
    this.firstRow = firstRow;
    this.scratch = scratch;
  }

  /**
   * Reads the null bitmap of a tile; whether any value is null. {@code from} is a multiple of 8.
   */
  private boolean readNulls(ArrowColumn c, int from, int n) {
    long at = c.validity()[segment];
    if (at < 0) {
      return false;
    }
    int length = (n + 7) / 8;
    file.get(at + from / 8, bitmap, 0, length);
    if ((n & 7) != 0) {
      bitmap[length - 1] |= (byte) (0xFF << (n & 7)); // bits beyond the last row mean nothing
    }
    int all = 0xFF;
    for (int i = 0; i < length; i++) {
      all &= bitmap[i];
    }
    return (all & 0xFF) != 0xFF;
  }

  private boolean isNull(int i) {
    return (bitmap[i >> 3] >> (i & 7) & 1) == 0;
  }

  private void tellNulls(Checks checks, int from, int n) {
    for (int i = 0; i < n; i++) {
      if (isNull(i)) {
        checks.isNull(firstRow + from + i);
      }
    }
  }

  /** ETV: finite; converted to float32 at {@code to} of the scratch unless that is negative. */
  void etv(ArrowColumn c, Checks checks, int from, int rows, long to) {
    long data = c.data()[segment];
    ArrowNumbers numbers = new ArrowNumbers(c.field(), file);
    if (floats == null) {
      floats = new float[TILE];
    }
    for (int at = from; at < from + rows; at += TILE) {
      int n = Math.min(TILE, from + rows - at);
      boolean nulls = readNulls(c, at, n);
      boolean suspicious;
      if (to < 0) {
        file.get(data + 4L * at, ints, 0, n);
        suspicious = Checks.anyNotFinite(ints, n);
      } else {
        numbers.floats(data, at, n, floats);
        scratch.get().write(to + 4L * at, floats, n);
        suspicious = false;
        for (int i = 0; i < n; i++) {
          suspicious |= !Float.isFinite(floats[i]);
        }
      }
      if (nulls) {
        tellNulls(checks, at, n);
      }
      for (int i = 0; suspicious && i < n; i++) {
        int row = at + i;
        if (nulls && isNull(i)) {
          continue;
        }
        float v = to < 0 ? Float.intBitsToFloat(ints[i]) : floats[i];
        if (!Float.isFinite(v)) {
          if (numbers.isFinite(data, row)) {
            checks.overflow(firstRow + row, () -> numbers.text(data, row));
          } else {
            checks.notFinite(firstRow + row, () -> Float.toString(v));
          }
        }
      }
    }
  }

  /** Tolerances: whole, 0..63; converted to int8 at {@code to} unless that is negative. */
  void tolerance(ArrowColumn c, Checks checks, int from, int rows, long to) {
    long data = c.data()[segment];
    ArrowNumbers numbers = new ArrowNumbers(c.field(), file);
    for (int at = from; at < from + rows; at += TILE) {
      int n = Math.min(TILE, from + rows - at);
      boolean nulls = readNulls(c, at, n);
      boolean suspicious = true;
      if (to < 0) {
        file.get(data + at, bytes, 0, n);
        suspicious = Checks.anyNotTolerance(bytes, n);
      }
      if (nulls) {
        tellNulls(checks, at, n);
      }
      for (int i = 0; suspicious && i < n; i++) {
        int row = at + i;
        int v = numbers.small(data, row, Checks.MAX_TOLERANCE);
        bytes[i] = (byte) Math.max(0, v);
        if (v < 0 && !(nulls && isNull(i))) {
          checks.tolerance(firstRow + row, () -> numbers.text(data, row));
        }
      }
      if (to >= 0) {
        scratch.get().write(to + at, bytes, n);
      }
    }
  }

  /** Whole-number ids: not null, within int64; converted to int64 unless {@code to} is negative. */
  void ids(ArrowColumn c, Checks checks, int from, int rows, long to) {
    long data = c.data()[segment];
    ArrowNumbers numbers = new ArrowNumbers(c.field(), file);
    boolean unsigned64 = !c.field().signed() && c.field().bits() == 64;
    if (to < 0 && c.validity()[segment] < 0) {
      return;
    }
    if (longs == null) {
      longs = new long[TILE];
    }
    for (int at = from; at < from + rows; at += TILE) {
      int n = Math.min(TILE, from + rows - at);
      boolean nulls = readNulls(c, at, n);
      if (nulls) {
        tellNulls(checks, at, n);
      }
      if (to < 0) {
        continue;
      }
      numbers.longs(data, at, n, longs);
      for (int i = 0; unsigned64 && i < n; i++) {
        int row = at + i;
        if (longs[i] < 0 && !(nulls && isNull(i))) {
          checks.defect(firstRow + row, () -> numbers.text(data, row), "user id must fit int64");
        }
      }
      scratch.get().write(to + 8L * at, longs, n);
    }
  }

  /** Text ids with offsets: ascending within the data, not null, not empty, valid UTF-8. */
  void text(ArrowColumn c, Checks checks, int from, int rows) {
    if (longs == null) {
      longs = new long[TILE + 1];
    }
    for (int at = from; at < from + rows; at += TILE) {
      int n = Math.min(TILE, from + rows - at);
      boolean nulls = readNulls(c, at, n);
      if (nulls) {
        tellNulls(checks, at, n);
      }
      readOffsets(c, at, n);
      long most = c.dataLength()[segment];
      long least = 0;
      for (int i = 0; i <= n; i++) {
        if (longs[i] < least || longs[i] > most) {
          String bad = "offset " + longs[i];
          checks.defect(
              firstRow + at + Math.max(0, i - 1),
              () -> bad,
              "text offsets must ascend within the column's bytes (" + most + "): file damaged");
          checks.located().breakIds();
          return;
        }
        least = longs[i];
      }
      checkTexts(c, checks, at, 0, n, nulls);
    }
  }

  private void readOffsets(ArrowColumn c, int at, int n) {
    if (c.field().kind() == Kind.LARGE_UTF8) {
      file.get(c.offsets()[segment] + 8L * at, longs, 0, n + 1);
      return;
    }
    file.get(c.offsets()[segment] + 4L * at, ints, 0, n + 1);
    for (int i = 0; i <= n; i++) {
      longs[i] = ints[i];
    }
  }

  private void checkTexts(ArrowColumn c, Checks checks, int at, int i, int end, boolean nulls) {
    long span = longs[end] - longs[i];
    if (span > SPAN && end - i > 1) {
      int middle = (i + end) >>> 1;
      checkTexts(c, checks, at, i, middle, nulls);
      checkTexts(c, checks, at, middle, end, nulls);
      return;
    }
    if (span > MappedUserIds.MAX_ID_BYTES && end - i == 1) {
      if (!(nulls && isNull(i))) {
        checks.longId(firstRow + at + i, span);
      }
      checks.located().breakIds();
      return;
    }
    if (span > bytes.length) {
      bytes = new byte[(int) Math.max(span, TILE)];
    }
    file.get(c.data()[segment] + longs[i], bytes, 0, (int) span);
    long first = longs[i];
    boolean ascii = Utf8.isAscii(bytes, 0, (int) span);
    for (int k = i; k < end; k++) {
      long length = longs[k + 1] - longs[k];
      if ((!ascii || length == 0 || length > MappedUserIds.MAX_ID_BYTES) && !(nulls && isNull(k))) {
        int b = (int) (longs[k] - first);
        checks.id(firstRow + at + k, bytes, b, b + (int) length);
      }
    }
  }
}
