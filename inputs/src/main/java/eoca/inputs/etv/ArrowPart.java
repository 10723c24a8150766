package eoca.inputs.etv;

import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.Located;
import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.ScratchFile;
import eoca.inputs.internal.arrow.ArrowColumn;
import eoca.inputs.internal.arrow.ArrowField;
import eoca.inputs.internal.arrow.ArrowField.Kind;
import eoca.inputs.internal.arrow.ArrowFile;
import java.util.List;
import java.util.function.Supplier;

/**
 * An Arrow IPC file or stream as a part of a table. Columns of native type stay where they are;
 * others are converted, column by column, into scratch while they are checked. One pass over the
 * file, cut into tasks of {@link #TASK_ROWS} rows that may run at once and in any order.
 */
final class ArrowPart {
  /** Rows of a task: about 5 MB of a table of eight funds; a multiple of 8 for the null bitmaps. */
  static final int TASK_ROWS = 1 << 17;

  private final PartFiles.Source source;
  private final MappedFile file;
  private final int[] start;
  private final ArrowColumn user;
  private final ArrowColumn tolerance;
  private final ArrowColumn[] funds;
  private final Checks userChecks;
  private final Checks toleranceChecks;
  private final Checks[] fundChecks;

  /** Where converted columns go, segment by segment; null for a column that stays. */
  private final long[] userScratch;

  private final long[] userOffsetsScratch;
  private final long[] toleranceScratch;
  private final long[][] fundScratch;

  private ArrowPart(
      PartFiles.Source source,
      MappedFile file,
      int[] start,
      ArrowColumn[] columns,
      Checks[] checks) {
    this.source = source;
    this.file = file;
    this.start = start;
    this.user = columns[0];
    this.tolerance = columns[1];
    this.funds = java.util.Arrays.copyOfRange(columns, 2, columns.length);
    this.userChecks = checks[0];
    this.toleranceChecks = checks[1];
    this.fundChecks = java.util.Arrays.copyOfRange(checks, 2, checks.length);
    int segments = start.length - 1;
    this.userScratch = isNative(user, Kind.INT, 64) || hasOffsets(user) ? null : new long[segments];
    this.userOffsetsScratch = user.field().kind() == Kind.UTF8_VIEW ? new long[segments] : null;
    this.toleranceScratch =
        isNative(tolerance, Kind.INT, 8) && tolerance.field().signed() ? null : new long[segments];
    this.fundScratch = new long[funds.length][];
    for (int j = 0; j < funds.length; j++) {
      fundScratch[j] = isNative(funds[j], Kind.FLOAT, 32) ? null : new long[segments];
    }
  }

  private static boolean isNative(ArrowColumn c, Kind kind, int bits) {
    return c.field().kind() == kind
        && c.field().bits() == bits
        && (kind == Kind.FLOAT || c.field().signed());
  }

  private static boolean hasOffsets(ArrowColumn c) {
    return c.field().kind() == Kind.UTF8 || c.field().kind() == Kind.LARGE_UTF8;
  }

  /**
   * Reads a file's layout; defects of it go to {@code located}.
   *
   * @return null if there were any
   */
  static ArrowPart open(
      PartFiles.Source source, MappedFile file, EtvRequest request, Located located) {
    try {
      ArrowFile arrow = ArrowFile.open(file);
      List<String> names = arrow.fields().stream().map(ArrowField::name).toList();
      ColumnPlan plan = ColumnPlan.resolve(names, request, source, located);
      if (plan == null) {
        return null;
      }
      int[] wanted = new int[plan.funds().length + 2];
      wanted[0] = plan.user();
      wanted[1] = plan.tolerance();
      System.arraycopy(plan.funds(), 0, wanted, 2, plan.funds().length);
      Checks[] checks = new Checks[wanted.length];
      boolean typed = true;
      for (int c = 0; c < wanted.length; c++) {
        checks[c] = new Checks(located, source, names.get(wanted[c]), wanted[c]);
        typed &= checkType(arrow.fields().get(wanted[c]), c == 0, checks[c]);
      }
      if (!typed) {
        return null;
      }
      ArrowFile.Layout layout = arrow.layout(wanted);
      int[] start = new int[layout.rows().length + 1];
      for (int s = 0; s < layout.rows().length; s++) {
        long rows = start[s] + layout.rows()[s];
        if (rows > Integer.MAX_VALUE) {
          throw new FormatException(
              rows + " rows or more", "a table must have at most 2147483647 rows");
        }
        start[s + 1] = (int) rows;
      }
      return new ArrowPart(source, file, start, layout.columns(), checks);
    } catch (FormatException e) {
      located.add(source.index(), source.name(), e.row(), -1, e.column(), e::value, e.rule());
      return null;
    }
  }

  private static boolean checkType(ArrowField f, boolean isUser, Checks checks) {
    boolean number = f.kind() == Kind.FLOAT || f.kind() == Kind.DECIMAL;
    boolean text =
        f.kind() == Kind.UTF8 || f.kind() == Kind.LARGE_UTF8 || f.kind() == Kind.UTF8_VIEW;
    if (f.kind() == Kind.INT || (isUser ? text : number)) {
      return true;
    }
    checks.defect(
        f.type(),
        isUser
            ? "user ids must be text or whole numbers" + advice(f)
            : "must be a column of numbers" + advice(f));
    return false;
  }

  private static String advice(ArrowField f) {
    return f.dictionary() < 0 ? "" : "; maybe write the column without a dictionary";
  }

  /** The number of rows. */
  int rows() {
    return start[start.length - 1];
  }

  /** Whether ids are text. */
  boolean isText() {
    return user.field().kind() != Kind.INT;
  }

  /** The tasks to run, each once: segment and first row in it, packed. */
  long[] tasks() {
    int n = 0;
    for (int s = 0; s < start.length - 1; s++) {
      n += (start[s + 1] - start[s] + TASK_ROWS - 1) / TASK_ROWS;
    }
    long[] tasks = new long[n];
    int t = 0;
    for (int s = 0; s < start.length - 1; s++) {
      for (long from = 0; from < start[s + 1] - start[s]; from += TASK_ROWS) {
        tasks[t++] = (long) s << 32 | from;
      }
    }
    return tasks;
  }

  /** Reserves room for converted columns; to be called before the tasks. */
  void allocate(Supplier<ScratchFile> scratch) {
    for (int s = 0; s < start.length - 1; s++) {
      long rows = (long) start[s + 1] - start[s];
      if (userScratch != null && userOffsetsScratch == null) {
        userScratch[s] = scratch.get().allocate(rows * Long.BYTES);
      }
      if (toleranceScratch != null) {
        toleranceScratch[s] = scratch.get().allocate(rows);
      }
      for (long[] f : fundScratch) {
        if (f != null) {
          f[s] = scratch.get().allocate(rows * Float.BYTES);
        }
      }
    }
  }

  /** Runs one task: checks its rows and converts what must be converted. */
  void run(long task, Supplier<ScratchFile> scratch) {
    int s = (int) (task >>> 32);
    int from = (int) task;
    int rows = Math.min(TASK_ROWS, start[s + 1] - start[s] - from);
    ArrowScan scan = new ArrowScan(file, s, start[s], scratch);
    for (int j = 0; j < funds.length; j++) {
      long to = fundScratch[j] == null ? -1 : fundScratch[j][s];
      scan.etv(funds[j], fundChecks[j], from, rows, to);
    }
    scan.tolerance(
        tolerance,
        toleranceChecks,
        from,
        rows,
        toleranceScratch == null ? -1 : toleranceScratch[s]);
    switch (user.field().kind()) {
      case INT -> scan.ids(user, userChecks, from, rows, userScratch == null ? -1 : userScratch[s]);
      case UTF8_VIEW -> {
        if (from == 0) { // views are gathered segment by segment: their bytes have no fixed place
          new ViewIds(file, user, s, start[s + 1] - start[s], start[s], userChecks)
              .gather(scratch.get(), userOffsetsScratch, userScratch);
        }
      }
      default -> scan.text(user, userChecks, from, rows);
    }
  }

  /**
   * The part, once all tasks have run.
   *
   * @param converted the mapped scratch, or null if nothing was converted
   */
  Part finish(MappedFile converted) {
    Part.Column[] etv = new Part.Column[funds.length];
    for (int j = 0; j < funds.length; j++) {
      etv[j] = column(funds[j], fundScratch[j], converted);
    }
    Part.Ids ids;
    if (userOffsetsScratch != null) {
      ids = new Part.Ids(converted, userScratch, userOffsetsScratch, 8);
    } else if (hasOffsets(user)) {
      int width = user.field().kind() == Kind.UTF8 ? 4 : 8;
      ids = new Part.Ids(file, user.data(), user.offsets(), width);
    } else {
      long[] none = new long[start.length - 1];
      java.util.Arrays.fill(none, -1);
      Part.Column c = column(user, userScratch, converted);
      ids = new Part.Ids(c.file(), c.offset(), none, 0);
    }
    return new Part(source, start, etv, column(tolerance, toleranceScratch, converted), ids);
  }

  private Part.Column column(ArrowColumn c, long[] scratch, MappedFile converted) {
    return scratch == null ? new Part.Column(file, c.data()) : new Part.Column(converted, scratch);
  }
}
