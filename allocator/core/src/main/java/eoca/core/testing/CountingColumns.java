package eoca.core.testing;

import eoca.core.EtvColumns;
import java.util.concurrent.atomic.LongAdder;

/** Counts the values that an algorithm reads, so that passes over the data need no clock. */
public final class CountingColumns implements EtvColumns {
  private final EtvColumns columns;
  private final LongAdder values = new LongAdder();

  /** Counts what is read from these columns. */
  public CountingColumns(EtvColumns columns) {
    this.columns = columns;
  }

  @Override
  public void copy(int fund, int fromUser, float[] tile, int length) {
    values.add(length);
    columns.copy(fund, fromUser, tile, length);
  }

  /** Values copied so far; N·k of them are one pass. */
  public long values() {
    return values.sum();
  }
}
