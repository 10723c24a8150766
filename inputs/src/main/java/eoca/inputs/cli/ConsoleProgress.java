package eoca.inputs.cli;

import eoca.inputs.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A progress line on standard error, only where that is a terminal and {@link LogLevel#INFO} is
 * said; else it is silent. Safe for concurrent use.
 */
public final class ConsoleProgress implements Progress, AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int BAR = 30;

  private final PrintWriter err;
  private final boolean terminal;
  private long last;
  private int drawn;

  /**
   * Draws on a writer of standard error.
   *
   * @param err where to draw, if standard error is a terminal
   */
  public ConsoleProgress(PrintWriter err) {
    this(err, LogLevel.INFO.isSaid() && isTerminal());
  }

  ConsoleProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether standard error of this process is a terminal. */
  public static boolean isTerminal() {
    if (System.getenv("TERM") == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    Path fd = Path.of("/proc/self/fd/2");
    try {
      String target = Files.readSymbolicLink(fd).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // no /proc to ask: rather no bar than one in a log file
    }
  }

  @Override
  public void report(String phase, long done, long total) {
    if (!terminal || total <= 0) {
      return;
    }
    synchronized (this) {
      long now = System.nanoTime();
      if (drawn > 0 && now - last < REDRAW_NANOS && done < total) {
        return;
      }
      last = now;
      int full = (int) (BAR * done / total);
      String line =
          String.format(
              Locale.ROOT,
              "%-10s [%s%s] %3d %%  %,d of %,d",
              phase,
              "#".repeat(full),
              "-".repeat(BAR - full),
              100 * done / total,
              done,
              total);
      err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      err.flush();
      drawn = line.length();
    }
  }

  /** Removes the line. */
  @Override
  public synchronized void close() {
    if (drawn > 0) {
      err.print("\r" + " ".repeat(drawn) + "\r");
      err.flush();
      drawn = 0;
    }
  }
}
