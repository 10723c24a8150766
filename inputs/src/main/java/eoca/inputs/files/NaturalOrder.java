package eoca.inputs.files;

import java.util.Comparator;

/**
 * Natural order of names: runs of digits compare as numbers, so {@code part-2} comes before {@code
 * part-10}; equal numbers with other spelling ({@code 1}, {@code 01}) compare by plain order in the
 * end, so the order is total.
 */
public enum NaturalOrder implements Comparator<String> {
  /** The order. */
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int ei = endOfDigits(a, i);
        int ej = endOfDigits(b, j);
        int order = compareNumbers(a, i, ei, b, j, ej);
        if (order != 0) {
          return order;
        }
        i = ei;
        j = ej;
      } else {
        int order = Character.compare(a.charAt(i), b.charAt(j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    int order = Integer.compare(a.length() - i, b.length() - j);
    return order != 0 ? order : a.compareTo(b);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfDigits(String s, int from) {
    int i = from;
    while (i < s.length() && isDigit(s.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int compareNumbers(String a, int i, int ei, String b, int j, int ej) {
    int x = i;
    int y = j;
    while (x < ei && a.charAt(x) == '0') {
      x++;
    }
    while (y < ej && b.charAt(y) == '0') {
      y++;
    }
    int order = Integer.compare(ei - x, ej - y);
    for (; order == 0 && x < ei; x++, y++) {
      order = Character.compare(a.charAt(x), b.charAt(y));
    }
    return order;
  }
}
