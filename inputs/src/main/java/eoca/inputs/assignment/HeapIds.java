package eoca.inputs.assignment;

import eoca.inputs.etv.UserIds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** User ids of a batch in arrays; filled again and again. */
final class HeapIds implements UserIds {
  private boolean text;
  private long[] numbers = new long[0];
  private byte[] bytes = new byte[1 << 12];
  private int[] ends = new int[256];
  private int count;

  /** Empties it, for text or int64 ids. */
  void clear(boolean isText) {
    text = isText;
    count = 0;
  }

  /** An array that takes n int64 ids. */
  long[] numbers(int n) {
    if (numbers.length < n) {
      numbers = new long[n];
    }
    count = n;
    return numbers;
  }

  /** Adds a text id. */
  void add(byte[] utf8, int offset, int length) {
    int begin = count == 0 ? 0 : ends[count - 1];
    if (begin + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(begin + length, 2 * bytes.length));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    System.arraycopy(utf8, offset, bytes, begin, length);
    ends[count++] = begin + length;
  }

  private int begin(int i) {
    return i == 0 ? 0 : ends[i - 1];
  }

  @Override
  public boolean isText() {
    return text;
  }

  @Override
  public void copyInt64(int fromUser, long[] tile, int length) {
    if (text) {
      throw new IllegalStateException("user ids are text");
    }
    checkRange(fromUser, length);
    System.arraycopy(numbers, fromUser, tile, 0, length);
  }

  @Override
  public void copyText(int fromUser, int length, TextSink sink) {
    if (!text) {
      throw new IllegalStateException("user ids are int64");
    }
    checkRange(fromUser, length);
    for (int i = fromUser; i < fromUser + length; i++) {
      sink.accept(bytes, begin(i), ends[i] - begin(i));
    }
  }

  private void checkRange(int from, int length) {
    if (from < 0 || length < 0 || from > count - length) {
      throw new IndexOutOfBoundsException("rows " + from + " and " + length + " on of " + count);
    }
  }

  @Override
  public String id(int user) {
    checkRange(user, 1);
    return text
        ? new String(bytes, begin(user), ends[user] - begin(user), StandardCharsets.UTF_8)
        : Long.toString(numbers[user]);
  }

  @Override
  public int find(String id) {
    for (int i = 0; i < count; i++) {
      if (id(i).equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
