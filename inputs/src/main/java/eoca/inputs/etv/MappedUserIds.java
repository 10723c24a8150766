package eoca.inputs.etv;

import eoca.inputs.internal.Digits;
import eoca.inputs.internal.Gate;
import eoca.inputs.internal.MappedFile;
import java.nio.charset.StandardCharsets;

/**
 * User ids where they lie in mapped files. Text if any segment is text; int64 segments (a CSV file
 * whose first ids look like numbers) are then written out as the digits they were read from.
 */
final class MappedUserIds implements UserIds {
  /** The longest id, in bytes: bounds every buffer. */
  static final int MAX_ID_BYTES = 65_535;

  private static final int TILE = 1024;
  private static final int SPAN = 1 << 20;

  private final Part[] parts;
  private final int[] firstUser;
  private final Gate gate;
  private final boolean text;

  MappedUserIds(Part[] parts, int[] firstUser, Gate gate) {
    this.parts = parts;
    this.firstUser = firstUser;
    this.gate = gate;
    boolean any = false;
    for (Part p : parts) {
      any |= p.ids().hasText();
    }
    this.text = any;
  }

  /** Index of the part, among all files named, that a user is in. */
  int part(int user) {
    return parts[Part.last(firstUser, user)].source().index();
  }

  @Override
  public boolean isText() {
    return text;
  }

  /** Does something to a piece of one segment: {@code length} rows from {@code from} on. */
  @FunctionalInterface
  private interface Piece {
    /** Returns false to stop. */
    boolean take(Part.Ids ids, int segment, int from, int length, int user);
  }

  private void pieces(int fromUser, int length, Piece piece) {
    if (fromUser < 0 || length < 0 || fromUser > firstUser[parts.length] - length) {
      throw new IndexOutOfBoundsException("users " + fromUser + " and " + length + " on");
    }
    int inside = gate.enter();
    try {
      int user = fromUser;
      int left = length;
      while (left > 0) {
        int p = Part.last(firstUser, user);
        Part part = parts[p];
        int row = user - firstUser[p];
        int s = part.segment(row);
        int n = Math.min(left, part.start()[s + 1] - row);
        if (!piece.take(part.ids(), s, row - part.start()[s], n, user)) {
          return;
        }
        user += n;
        left -= n;
      }
    } finally {
      gate.exit(inside);
    }
  }

  @Override
  public void copyInt64(int fromUser, long[] tile, int length) {
    if (text) {
      throw new IllegalStateException("user ids are text");
    }
    pieces(
        fromUser,
        length,
        (ids, s, from, n, user) -> {
          ids.file().get(ids.data()[s] + 8L * from, tile, user - fromUser, n);
          return true;
        });
  }

  @Override
  public void copyText(int fromUser, int length, TextSink sink) {
    if (!text) {
      throw new IllegalStateException("user ids are int64");
    }
    Reader reader = new Reader(sink);
    pieces(
        fromUser,
        length,
        (ids, s, from, n, user) -> {
          for (int i = 0; i < n; i += TILE) {
            reader.read(ids, s, from + i, Math.min(TILE, n - i));
          }
          return true;
        });
  }

  /** Reads tiles of one segment as text. */
  private static final class Reader {
    private final TextSink sink;
    private final long[] at = new long[TILE + 1];
    private int[] narrow;
    private byte[] bytes = new byte[1 << 15];

    Reader(TextSink sink) {
      this.sink = sink;
    }

    void read(Part.Ids ids, int s, int from, int n) {
      if (!ids.isText(s)) {
        ids.file().get(ids.data()[s] + 8L * from, at, 0, n);
        for (int i = 0; i < n; i++) {
          sink.accept(bytes, 0, Digits.write(at[i], bytes, 0));
        }
        return;
      }
      offsets(ids, s, from, n);
      emit(ids.file(), ids.data()[s], 0, n);
    }

    private void offsets(Part.Ids ids, int s, int from, int n) {
      if (ids.width() == 8) {
        ids.file().get(ids.offsets()[s] + 8L * from, at, 0, n + 1);
        return;
      }
      narrow = narrow == null ? new int[TILE + 1] : narrow;
      ids.file().get(ids.offsets()[s] + 4L * from, narrow, 0, n + 1);
      for (int i = 0; i <= n; i++) {
        at[i] = narrow[i];
      }
    }

    private void emit(MappedFile file, long data, int from, int to) {
      long span = at[to] - at[from];
      if (span > SPAN && to - from > 1) {
        int middle = (from + to) >>> 1;
        emit(file, data, from, middle);
        emit(file, data, middle, to);
        return;
      }
      if (span > bytes.length) {
        bytes = new byte[Math.toIntExact(span)];
      }
      file.get(data + at[from], bytes, 0, (int) span);
      for (int i = from; i < to; i++) {
        sink.accept(bytes, (int) (at[i] - at[from]), (int) (at[i + 1] - at[i]));
      }
    }
  }

  @Override
  public String id(int user) {
    if (text) {
      String[] id = new String[1];
      copyText(user, 1, (b, o, n) -> id[0] = new String(b, o, n, StandardCharsets.UTF_8));
      return id[0];
    }
    long[] id = new long[1];
    copyInt64(user, id, 1);
    return Long.toString(id[0]);
  }

  @Override
  public int find(String id) {
    byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
    int[] found = {-1};
    int users = firstUser[parts.length];
    if (text) {
      int[] user = {0};
      for (long from = 0; from < users && found[0] < 0; from += 1 << 16) {
        copyText(
            (int) from,
            (int) Math.min(1 << 16, users - from),
            (b, o, n) -> {
              if (n == wanted.length
                  && found[0] < 0
                  && java.util.Arrays.equals(b, o, o + n, wanted, 0, n)) {
                found[0] = user[0];
              }
              user[0]++;
            });
      }
      return found[0];
    }
    if (!Digits.isCanonical(wanted, 0, wanted.length)) {
      return -1;
    }
    long number = Digits.parse(wanted, 0, wanted.length);
    long[] tile = new long[4096];
    for (long from = 0; from < users; from += tile.length) {
      int n = (int) Math.min(tile.length, users - from);
      copyInt64((int) from, tile, n);
      for (int i = 0; i < n; i++) {
        if (tile[i] == number) {
          return (int) from + i;
        }
      }
    }
    return -1;
  }
}
