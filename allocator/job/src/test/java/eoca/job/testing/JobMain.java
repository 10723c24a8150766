package eoca.job.testing;

import eoca.inputs.error.EocaException;
import eoca.job.JobCommands;
import eoca.job.store.StepListener;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The job's commands under a root of their own, in this process or as the main class of a child
 * process.
 *
 * <p>System properties of a child: {@code eoca.test.pauseAt} names a step at which it writes the
 * file {@code eoca.test.paused} and waits until the file {@code eoca.test.go} is there.
 */
public final class JobMain {
  /** Every command line is a second later, so that run ids sort as they were made. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private JobMain() {}

  @Command(name = "eoca")
  private static final class Root {}

  /** What a command line gave. */
  public record Result(int code, String out, String err) {}

  /** Runs a command line in this process. */
  public static Result run(String... arguments) {
    return run(StepListener.NONE, arguments);
  }

  /** Runs a command line in this process with a listener. */
  public static Result run(StepListener steps, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = execute(steps, new PrintWriter(out), new PrintWriter(err), arguments);
    return new Result(code, out.toString(), err.toString());
  }

  private static int execute(
      StepListener steps, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Root());
    new JobCommands(
            Clock.offset(Clock.systemUTC(), Duration.ofSeconds(RUNS.getAndIncrement())), steps)
        .commands()
        .forEach(line::addSubcommand);
    line.setOut(out);
    line.setErr(err);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          out.flush();
          if (e instanceof EocaException known) {
            err.println("eoca: " + known.getMessage());
            known.defects().stream().limit(10).forEach(defect -> err.println("  " + defect));
            err.println(known.hint());
            err.flush();
            return known.code().code();
          }
          e.printStackTrace(err);
          err.flush();
          return 1;
        });
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  /** A child process. */
  public static void main(String[] arguments) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    System.exit(execute(JobMain::pause, out, err, arguments));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  private static void pause(String step, Path folder) {
    if (!step.equals(System.getProperty("eoca.test.pauseAt"))) {
      return;
    }
    try {
      Files.createFile(Path.of(System.getProperty("eoca.test.paused")));
      Path go = Path.of(System.getProperty("eoca.test.go"));
      while (!Files.exists(go)) {
        Thread.sleep(2);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
