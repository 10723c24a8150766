package eoca.inputs.assignment;

import eoca.inputs.etv.UserIds;
import eoca.inputs.internal.Digits;
import eoca.inputs.internal.HashedOutput;
import eoca.inputs.internal.ShortFloat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * CSV as of RFC 4180 with LF: header {@code user_id,fund,etv}; a field with a comma, a quote or a
 * line end is quoted; ETV is the shortest decimal that gives the float back.
 */
final class CsvPartWriter implements PartWriter {
  private static final byte[] HEADER = "user_id,fund,etv\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FLUSH = 1 << 20;

  private byte[] buffer = new byte[FLUSH + (1 << 18)];
  private int end;

  @Override
  public WrittenFile write(Path path, AssignmentRows source, int from, int rows, Tick tick) {
    UserIds ids = source.table().userIds();
    try (HashedOutput out = new HashedOutput(path)) {
      out.write(HEADER, 0, HEADER.length);
      long[] tile = new long[4096];
      for (int at = 0; at < rows; at += AssignmentRows.BATCH) {
        int n = Math.min(AssignmentRows.BATCH, rows - at);
        source.fill(from + at, n);
        if (ids.isText()) {
          int[] row = {0};
          ids.copyText(
              from + at,
              n,
              (utf8, offset, length) -> {
                room(2 * length + 2, out);
                end = quoted(utf8, offset, length);
                rest(source, row[0]++, out);
              });
        } else {
          for (int i = 0; i < n; i += tile.length) {
            int m = Math.min(tile.length, n - i);
            ids.copyInt64(from + at + i, tile, m);
            for (int k = 0; k < m; k++) {
              room(Digits.MAX, out);
              end = Digits.write(tile[k], buffer, end);
              rest(source, i + k, out);
            }
          }
        }
        tick.add(n);
      }
      flush(out);
      String hash = out.finish();
      return new WrittenFile(path, out.bytes(), rows, hash);
    }
  }

  private void rest(AssignmentRows source, int row, HashedOutput out) {
    int j = source.funds()[row] & 0xFF;
    byte[] name = j < source.fundIds().length ? source.fundIds()[j] : new byte[0];
    room(2 * name.length + ShortFloat.MAX + 6, out);
    buffer[end++] = ',';
    if (j < source.fundIds().length) {
      end = quoted(name, 0, name.length);
      buffer[end++] = ',';
      end = ShortFloat.write(source.etv()[row], buffer, end);
    } else {
      buffer[end++] = ',';
    }
    buffer[end++] = '\n';
  }

  private int quoted(byte[] from, int offset, int length) {
    boolean plain = true;
    for (int i = offset; i < offset + length; i++) {
      byte c = from[i];
      plain &= c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    int at = end;
    if (plain) {
      System.arraycopy(from, offset, buffer, at, length);
      return at + length;
    }
    buffer[at++] = '"';
    for (int i = offset; i < offset + length; i++) {
      if (from[i] == '"') {
        buffer[at++] = '"';
      }
      buffer[at++] = from[i];
    }
    buffer[at++] = '"';
    return at;
  }

  private void room(int bytes, HashedOutput out) {
    if (end + bytes > FLUSH) {
      flush(out);
    }
    if (bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, bytes);
    }
  }

  private void flush(HashedOutput out) {
    out.write(buffer, 0, end);
    end = 0;
  }
}
