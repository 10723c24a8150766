package eoca.inputs.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a CSV stream (RFC 4180, LF or CRLF) into blocks of whole records, so that blocks can be
 * parsed at once while every record keeps its number. One look at each byte; memory: one block, or
 * the longest record up to {@link #MAX_RECORD}.
 *
 * <p>A quote opens a quoted field only where a field begins, and a quote right after a closing one
 * is an escaped quote; quotes elsewhere are errors that {@link CsvCursor} tells, and do not change
 * where records end here.
 */
public final class CsvBlocks {
  /** Bytes of a block. */
  public static final int BLOCK = 4 << 20;

  /** The longest record; a quote that is never closed ends here and not in all of memory. */
  public static final int MAX_RECORD = 16 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[BLOCK];
  private int filled;
  private long nextRow;
  private boolean ended;

  /** A reader of a stream, which stays the caller's. */
  public CsvBlocks(InputStream in) {
    this.in = in;
  }

  /**
   * Whole records.
   *
   * @param bytes they lie at {@code [from..to)}
   * @param firstRow number of the first record, 0 being the header
   * @param rows how many records
   */
  public record Block(byte[] bytes, int from, int to, long firstRow, int rows) {}

  /** The header's fields, without a byte order mark; to be called first. */
  public List<String> header() throws IOException {
    fill();
    if (filled >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF) {
      System.arraycopy(buffer, 3, buffer, 0, filled - 3);
      filled -= 3;
    }
    if (filled == 0) {
      throw new FormatException("empty file", "a CSV file must begin with a header");
    }
    Scan scan = new Scan();
    while (scan.records == 0 && !ended) {
      scan.run(1);
      if (scan.records == 0) {
        more(0);
      }
    }
    scan.run(1);
    int end = scan.records == 0 ? filled : scan.end;
    if (!Utf8.isValid(buffer, 0, end)) {
      throw new FormatException("", "a CSV file must be UTF-8: its header is not");
    }
    CsvCursor c = new CsvCursor(buffer, 0, end);
    List<String> names = new ArrayList<>();
    while (c.nextField()) {
      names.add(new String(c.bytes(), c.from(), c.to() - c.from(), StandardCharsets.UTF_8));
      if (c.problem() != null || names.size() > 100_000) {
        throw new FormatException("", "the header of a CSV file must be sound: " + c.problem());
      }
    }
    drop(end);
    nextRow = 1;
    return names;
  }

  /** The next block, or null at the end. The block's array is the caller's. */
  public Block next() throws IOException {
    Scan scan = new Scan();
    while (true) {
      fill();
      scan.run(Integer.MAX_VALUE);
      if (ended) {
        if (scan.quoted) {
          throw new FormatException(
              "", nextRow + scan.records, "", "a quoted field must be closed before the file ends");
        }
        if (filled > scan.end) {
          scan.end = filled;
          scan.records++;
        }
      }
      if (scan.end > 0) {
        Block block = new Block(buffer, 0, scan.end, nextRow, scan.records);
        nextRow += scan.records;
        byte[] old = buffer;
        int rest = filled - scan.end;
        buffer = new byte[Math.max(BLOCK, rest + BLOCK / 4)];
        System.arraycopy(old, scan.end, buffer, 0, rest);
        filled = rest;
        return block;
      }
      if (ended) {
        return null;
      }
      more(nextRow);
    }
  }

  private void fill() throws IOException {
    while (!ended && filled < buffer.length) {
      int n = in.read(buffer, filled, buffer.length - filled);
      if (n < 0) {
        ended = true;
      } else {
        filled += n;
      }
    }
  }

  private void more(long row) throws IOException {
    if (filled == buffer.length) {
      if (buffer.length >= MAX_RECORD) {
        throw new FormatException(
            "", row, "", "a record must be at most 16 MiB; maybe a quoted field is not closed");
      }
      buffer = Arrays.copyOf(buffer, Math.min(MAX_RECORD, 2 * buffer.length));
    }
    fill();
  }

  private void drop(int bytes) {
    System.arraycopy(buffer, bytes, buffer, 0, filled - bytes);
    filled -= bytes;
  }

  /** Finds the ends of records in the buffer; goes on where it stopped when there is more. */
  private final class Scan {
    private int at;
    private int end;
    private int records;
    private boolean quoted;
    private int closed = -2;

    void run(int most) {
      byte[] b = buffer;
      int n = filled;
      int i = at;
      while (i < n && records < most) {
        if (quoted) {
          while (i < n && b[i] != '"') {
            i++;
          }
          if (i < n) {
            quoted = false;
            closed = i++;
          }
        } else {
          while (i < n && b[i] != '\n' && b[i] != '"') {
            i++;
          }
          if (i < n && b[i] == '\n') {
            end = ++i;
            records++;
          } else if (i < n) {
            quoted = i == 0 || closed == i - 1 || b[i - 1] == ',' || b[i - 1] == '\n';
            i++;
          }
        }
      }
      at = i;
    }
  }
}
