package eoca.job.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for people: columns aligned, numbers to the right. */
public final class TextTable {
  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /** A table with a head; {@code align} has l or r for each column. */
  public TextTable(String align, String... head) {
    right = new boolean[head.length];
    for (int c = 0; c < head.length; c++) {
      right[c] = align.charAt(c) == 'r';
    }
    rows.add(head);
  }

  /** Adds a row. */
  public void row(String... cells) {
    rows.add(cells);
  }

  @Override
  public String toString() {
    int[] width = new int[right.length];
    for (String[] row : rows) {
      for (int c = 0; c < width.length; c++) {
        width[c] = Math.max(width[c], row[c].codePointCount(0, row[c].length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < width.length; c++) {
        String pad = " ".repeat(width[c] - row[c].codePointCount(0, row[c].length()));
        line.append(c == 0 ? "" : "  ").append(right[c] ? pad + row[c] : row[c] + pad);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A whole number with commas, or a dash. */
  public static String whole(Long number) {
    return number == null ? "-" : String.format(Locale.ROOT, "%,d", number);
  }

  /** Money with two digits, or a dash. */
  public static String money(Double amount) {
    return amount == null ? "-" : String.format(Locale.ROOT, "%,.2f", amount);
  }

  /** Bytes in a fitting unit, or a dash. */
  public static String bytes(Long bytes) {
    return bytes == null ? "-" : String.format(Locale.ROOT, "%,d MiB", (bytes + (1 << 19)) >> 20);
  }
}
