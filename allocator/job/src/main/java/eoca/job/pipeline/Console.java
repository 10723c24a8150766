package eoca.job.pipeline;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * What a person sees on stderr while a job runs: one line a phase, and a progress bar if stderr is
 * a terminal. The bar's library is loaded only then.
 */
public final class Console implements AutoCloseable {
  private final PrintWriter err;
  private final boolean terminal;
  private String barPhase = "";
  private Bar bar;

  /**
   * A console.
   *
   * @param err where lines go
   * @param terminal whether to draw a bar
   */
  public Console(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether the process's stderr is a terminal. */
  public static boolean stderrIsTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // another operating system: lines, no bar
    }
  }

  /** Writes a line. */
  public synchronized void line(String format, Object... arguments) {
    endBar();
    err.println(String.format(Locale.ROOT, format, arguments));
    err.flush();
  }

  /** Moves the bar; a new phase starts a new one. Does nothing where there is no terminal. */
  public synchronized void progress(String phase, long done, long total) {
    if (!terminal) {
      return;
    }
    if (bar == null || !barPhase.equals(phase)) {
      endBar();
      bar = new Bar(phase, total);
      barPhase = phase;
    }
    bar.bar.stepTo(done);
  }

  /** Removes the bar. */
  synchronized void endBar() {
    if (bar != null) {
      bar.bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    endBar();
  }

  /** Keeps the library's classes out of runs without a terminal. */
  private static final class Bar {
    private final ProgressBar bar;

    Bar(String phase, long total) {
      PrintStream stderr =
          new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
      bar =
          new ProgressBarBuilder()
              .setTaskName(phase)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(100)
              .clearDisplayOnFinish()
              .hideEta()
              .setConsumer(new ConsoleProgressBarConsumer(stderr))
              .build();
    }
  }
}
