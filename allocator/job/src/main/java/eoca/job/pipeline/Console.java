package eoca.job.pipeline;

import eoca.inputs.Progress;
import eoca.inputs.cli.ConsoleProgress;
import eoca.inputs.cli.LogLevel;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a person sees on stderr while a job runs, as far as {@link LogLevel} lets it be said: one
 * line a phase, warnings, and a progress bar if stderr is a terminal.
 */
public final class Console implements Progress, AutoCloseable {
  private final PrintWriter err;
  private final ConsoleProgress bar;

  /** A console that writes where {@code err} goes. */
  public Console(PrintWriter err) {
    this.err = err;
    this.bar = new ConsoleProgress(err);
  }

  /** Writes a line of how far the job is. */
  public void line(String format, Object... arguments) {
    say(LogLevel.INFO, format, arguments);
  }

  /** Writes a line that a person should look at, though the job goes on. */
  public void warn(String format, Object... arguments) {
    say(LogLevel.WARN, "eoca: " + format, arguments);
  }

  /** Writes a line of the run's log. */
  void debug(String line) {
    say(LogLevel.DEBUG, "%s", line);
  }

  private synchronized void say(LogLevel level, String format, Object... arguments) {
    if (!level.isSaid()) {
      return;
    }
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
