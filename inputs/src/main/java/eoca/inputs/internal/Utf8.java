package eoca.inputs.internal;

/** Checks of UTF-8 bytes. */
public final class Utf8 {
  private Utf8() {}

  /** Whether a range of bytes is valid UTF-8: shortest forms only, no surrogates, ≤ U+10FFFF. */
  public static boolean isValid(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] >= 0) {
      i++;
    }
    while (i < to) {
      int lead = b[i] & 0xFF;
      int more;
      int least;
      int point;
      if (lead < 0x80) {
        i++;
        continue;
      } else if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
        least = 0x80;
        point = lead & 0x1F;
      } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        least = 0x800;
        point = lead & 0x0F;
      } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        least = 0x10000;
        point = lead & 0x07;
      } else {
        return false;
      }
      if (to - i <= more) {
        return false;
      }
      for (int k = 1; k <= more; k++) {
        int c = b[i + k] & 0xFF;
        if ((c & 0xC0) != 0x80) {
          return false;
        }
        point = point << 6 | (c & 0x3F);
      }
      if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return false;
      }
      i += more + 1;
    }
    return true;
  }

  /** Whether all bytes of a range are below 128; eight at a time. */
  public static boolean isAscii(byte[] b, int from, int to) {
    int any = 0;
    for (int i = from; i < to; i++) {
      any |= b[i];
    }
    return any >= 0;
  }
}
