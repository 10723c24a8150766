package eoca.inputs.etv;

import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.ScratchFile;
import eoca.inputs.internal.arrow.ArrowColumn;

/**
 * Turns one record batch's text views (16 bytes a value: length, then the text itself up to 12
 * bytes, or a prefix, a buffer and an offset) into 64-bit offsets and bytes in scratch. Every view
 * is checked before it is followed. Two passes over the views.
 */
final class ViewIds {
  private static final int VIEW = 16;
  private static final int INLINE = 12;
  private static final int TILE = 4096;

  private final MappedFile file;
  private final ArrowColumn column;
  private final int segment;
  private final int rows;
  private final long firstRow;
  private final Checks checks;

  ViewIds(
      MappedFile file, ArrowColumn column, int segment, int rows, long firstRow, Checks checks) {
    this.file = file;
    this.column = column;
    this.segment = segment;
    this.rows = rows;
    this.firstRow = firstRow;
    this.checks = checks;
  }

  /** Gathers; sets the places of this segment's offsets and bytes. */
  void gather(ScratchFile scratch, long[] offsets, long[] data) {
    long total = 0;
    for (int i = 0; i < rows; i++) {
      total += length(i);
    }
    offsets[segment] = scratch.allocate((rows + 1L) * Long.BYTES);
    data[segment] = scratch.allocate(total);
    long[] ends = new long[TILE + 1];
    byte[] bytes = new byte[1 << 18];
    long written = 0; // bytes of text in scratch
    int held = 0; // and in the buffer
    int n = 0;
    for (int i = 0; i < rows; i++) {
      int length = length(i);
      if (held + length > bytes.length) {
        scratch.write(data[segment] + written, bytes, held);
        written += held;
        held = 0;
      }
      file.get(place(i, length), bytes, held, length);
      if (isNull(i)) {
        checks.isNull(firstRow + i);
      } else if (length > 0 || !tellDamaged(i)) {
        checks.id(firstRow + i, bytes, held, held + length);
      }
      ends[n++] = written + held;
      held += length;
      if (n == TILE) {
        scratch.write(offsets[segment] + 8L * (i + 1 - n), ends, n);
        n = 0;
      }
    }
    ends[n++] = written + held;
    scratch.write(offsets[segment] + 8L * (rows + 1 - n), ends, n);
    scratch.write(data[segment] + written, bytes, held);
  }

  private boolean isNull(int i) {
    long at = column.validity()[segment];
    return at >= 0 && (file.getByte(at + (i >> 3)) >> (i & 7) & 1) == 0;
  }

  /** Length of a value; 0 for null, and for one that is damaged or too long. */
  private int length(int i) {
    if (isNull(i)) {
      return 0;
    }
    int length = file.getInt(column.data()[segment] + (long) VIEW * i);
    return isSound(i, length) ? length : 0;
  }

  private boolean isSound(int i, int length) {
    return length >= 0 && length <= MappedUserIds.MAX_ID_BYTES && place(i, length) >= 0;
  }

  /** Tells of a view that {@link #length} took for empty although it says otherwise. */
  private boolean tellDamaged(int i) {
    int length = file.getInt(column.data()[segment] + (long) VIEW * i);
    if (length > MappedUserIds.MAX_ID_BYTES && place(i, length) >= 0) {
      checks.longId(firstRow + i, length);
      return true;
    }
    if (!isSound(i, length)) {
      checks.defect(
          firstRow + i,
          () -> "view of " + length + " bytes",
          "a text view must lie within its buffers: file damaged");
      return true;
    }
    return false;
  }

  /** Where a value's bytes lie; −1 if the view points outside its buffers. */
  private long place(int i, int length) {
    long view = column.data()[segment] + (long) VIEW * i;
    if (length <= INLINE) {
      return view + 4;
    }
    int buffer = file.getInt(view + 8);
    long offset = file.getInt(view + 12);
    long[] buffers = column.views()[segment];
    if (buffer < 0
        || buffer >= buffers.length / 2
        || offset < 0
        || offset > buffers[2 * buffer + 1] - length) {
      return -1;
    }
    return buffers[2 * buffer] + offset;
  }
}
