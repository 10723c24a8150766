package eoca.inputs.etv;

import eoca.inputs.internal.Digits;
import java.util.Arrays;

/** Ids of consecutive users as text, one after the other; reused. */
final class IdText {
  private byte[] bytes = new byte[1 << 14];
  private int[] ends = new int[256];
  private long[] numbers = new long[0];
  private int count;

  /** Takes {@code length} ids from user {@code from} on. */
  void fill(UserIds ids, int from, int length) {
    count = 0;
    if (ids.isText()) {
      ids.copyText(from, length, this::add);
      return;
    }
    if (numbers.length < length) {
      numbers = new long[length];
    }
    ids.copyInt64(from, numbers, length);
    byte[] digits = new byte[Digits.MAX];
    for (int i = 0; i < length; i++) {
      add(digits, 0, Digits.write(numbers[i], digits, 0));
    }
  }

  private void add(byte[] utf8, int offset, int length) {
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

  /** The first index at which two differ, or −1. */
  int mismatch(IdText other) {
    for (int i = 0; i < count; i++) {
      int a = i == 0 ? 0 : ends[i - 1];
      int b = i == 0 ? 0 : other.ends[i - 1];
      if (!Arrays.equals(bytes, a, ends[i], other.bytes, b, other.ends[i])) {
        return i;
      }
    }
    return -1;
  }
}
