package eoca.job.pipeline;

import eoca.inputs.Progress;
import eoca.inputs.cli.ConsoleProgress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a person sees on stderr while a job runs: one line a phase, and a progress bar if stderr is
 * a terminal.
 */
public final class Console implements Progress, AutoCloseable {
  private final PrintWriter err;
  private final ConsoleProgress bar;

  /** A console that writes where {@code err} goes. */
  public Console(PrintWriter err) {
    this.err = err;
    this.bar = new ConsoleProgress(err);
  }

  /** Writes a line. */
  public synchronized void line(String format, Object... arguments) {
    bar.close();
    err.println(String.format(Locale.ROOT, format, arguments));
    err.flush();
  }

  /** Moves the bar. */
  @Override
  public void report(String phase, long done, long total) {
    bar.report(phase, done, total);
  }

  /** Removes the bar. */
  @Override
  public void close() {
    bar.close();
  }
}
