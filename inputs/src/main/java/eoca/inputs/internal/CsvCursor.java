package eoca.inputs.internal;

/** Walks over the fields of whole CSV records, as {@link CsvBlocks} cuts them. */
public final class CsvCursor {
  private final byte[] block;
  private final int end;
  private int at;
  private boolean inRecord;
  private boolean recordEnded;

  private byte[] bytes;
  private int from;
  private int to;
  private boolean quoted;
  private String problem;
  private byte[] unescaped = new byte[256];

  /** A cursor before the first record of {@code [from..end)}. */
  public CsvCursor(byte[] block, int from, int end) {
    this.block = block;
    this.end = end;
    this.at = from;
  }

  /** Goes to the next record, skipping what is left of this one; false at the end. */
  public boolean nextRecord() {
    while (inRecord && nextField()) {
      // skip
    }
    recordEnded = false;
    inRecord = at < end;
    return inRecord;
  }

  /** Goes to the next field of the record; false at its end. */
  public boolean nextField() {
    if (recordEnded) {
      return false;
    }
    problem = null;
    quoted = at < end && block[at] == '"';
    if (quoted) {
      quotedField();
    } else {
      plainField();
    }
    return true;
  }

  private void plainField() {
    bytes = block;
    from = at;
    int i = at;
    while (i < end && block[i] != ',' && block[i] != '\n') {
      if (block[i] == '"') {
        problem = "a quote inside a field must be escaped, the field quoted";
      }
      i++;
    }
    to = i;
    finish(i);
    if (recordEnded && to > from && block[to - 1] == '\r') {
      to--;
    }
  }

  private void finish(int i) {
    recordEnded = i >= end || block[i] == '\n';
    at = Math.min(end, i + 1);
  }

  private void quotedField() {
    int i = at + 1;
    int start = i;
    int length = 0;
    boolean escaped = false;
    while (true) {
      int piece = i;
      while (i < end && block[i] != '"') {
        i++;
      }
      boolean again = i + 1 < end && block[i + 1] == '"';
      if (again || escaped) {
        int n = i - piece + (again ? 1 : 0);
        if (length + n > unescaped.length) {
          unescaped = java.util.Arrays.copyOf(unescaped, 2 * (length + n));
        }
        System.arraycopy(block, piece, unescaped, length, n);
        length += n;
        escaped = true;
      }
      if (!again) {
        break;
      }
      i += 2;
    }
    if (escaped) {
      bytes = unescaped;
      from = 0;
      to = length;
    } else {
      bytes = block;
      from = start;
      to = i;
    }
    i++; // the closing quote
    int after = i;
    while (i < end && block[i] != ',' && block[i] != '\n') {
      i++;
    }
    boolean lineEnd = i >= end || block[i] == '\n';
    if (i > after && !(lineEnd && i == after + 1 && block[after] == '\r')) {
      problem = "nothing must follow a closing quote but a comma or the line's end";
    }
    finish(i);
  }

  /** The array that holds the field; valid until the next move. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the field begins. */
  public int from() {
    return from;
  }

  /** Where it ends. */
  public int to() {
    return to;
  }

  /** Whether it was quoted. */
  public boolean isQuoted() {
    return quoted;
  }

  /** Whether the field is the last of its record. */
  public boolean isLast() {
    return recordEnded;
  }

  /** What is wrong with the field's form, or null. */
  public String problem() {
    return problem;
  }

  /** The field as text, for messages. */
  public String text() {
    return new String(
        bytes, from, Math.min(to - from, 200), java.nio.charset.StandardCharsets.UTF_8);
  }
}
