package eoca.inputs.internal;

import eoca.inputs.error.Defect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Collects located defects of several files from many threads: counts all, keeps the first {@code
 * cap} in order of file, row and column, whatever order they arrive in. Memory: the cap.
 */
public final class Located {
  /** What a defect is sorted by. */
  private record Entry(int file, long row, int column, Defect defect) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparingInt(Entry::file)
          .thenComparingLong(Entry::row)
          .thenComparingInt(Entry::column)
          .thenComparing(e -> e.defect().rule());

  private final int cap;
  private final PriorityQueue<Entry> kept = new PriorityQueue<>(ORDER.reversed());
  private final LongAdder count = new LongAdder();

  /** The last place worth keeping, once the cap is met; null before. */
  private volatile Entry last;

  private volatile boolean idsBroken;

  /** An empty collection that keeps {@code cap} defects. */
  public Located(int cap) {
    this.cap = cap;
  }

  /** Text made only if it is kept. */
  @FunctionalInterface
  public interface Text {
    /** The text. */
    String get();
  }

  /**
   * Adds one defect.
   *
   * @param file index of the file, for the order
   * @param name the file as the user named it
   * @param row data row from 1, or 0
   * @param columnIndex place of the column, for the order
   * @param column column name, or empty
   * @param value the offending value
   * @param rule what was expected
   */
  public void add(
      int file, String name, long row, int columnIndex, String column, Text value, String rule) {
    count.increment();
    Entry l = last;
    if (l != null
        && (file > l.file
            || (file == l.file && (row > l.row || (row == l.row && columnIndex > l.column))))) {
      return;
    }
    Entry e =
        new Entry(
            file, row, columnIndex, new Defect(name, row, column, shorten(value.get()), rule));
    synchronized (kept) {
      kept.add(e);
      if (kept.size() > cap) {
        kept.poll();
        last = kept.peek();
      }
    }
  }

  /** Adds a defect of a whole file. */
  public void addFile(int file, String name, String column, String value, String rule) {
    add(file, name, 0, -1, column, () -> value, rule);
  }

  /** Notes that ids can't be read at all, so that nobody looks for duplicates. */
  public void breakIds() {
    idsBroken = true;
  }

  /** Whether ids can't be read. */
  public boolean idsBroken() {
    return idsBroken;
  }

  /** Counts defects that are not kept one by one. */
  public void count(long more) {
    count.add(more);
  }

  /** How many were added. */
  public long count() {
    return count.sum();
  }

  /** The first ones, in order. */
  public List<Defect> first() {
    synchronized (kept) {
      List<Entry> sorted = new ArrayList<>(kept);
      sorted.sort(ORDER);
      return sorted.stream().map(Entry::defect).toList();
    }
  }

  /** Values go into messages and CSV cells: no control characters, 120 characters at most. */
  private static String shorten(String value) {
    StringBuilder b = new StringBuilder(Math.min(value.length(), 124));
    for (int i = 0; i < value.length(); i++) {
      if (b.length() >= 120) {
        return b.append('…').toString();
      }
      char c = value.charAt(i);
      b.append(Character.isISOControl(c) ? '\uFFFD' : c);
    }
    return b.toString();
  }
}
