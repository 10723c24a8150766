package eoca.job.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A job in a process of its own, that can be paused at a step, signalled and killed. */
public final class Child implements AutoCloseable {
  private final Process process;
  private final Path marks;

  private Child(Process process, Path marks) {
    this.process = process;
    this.marks = marks;
  }

  /** How to start a child. */
  public static final class Builder {
    private final Path marks;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> jvm = new ArrayList<>();
    private Path directory;

    /** {@code marks} is an existing folder for the child's output and marker files. */
    public Builder(Path marks) {
      this.marks = marks;
      jvm.addAll(
          List.of(
              "-Xmx256m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Xshare:auto",
              "--add-opens=java.base/java.nio=ALL-UNNAMED"));
    }

    /** A command that starts the Java machine, such as {@code setpriv …} or {@code bash -c …}. */
    public Builder prefix(String... words) {
      prefix.addAll(List.of(words));
      return this;
    }

    /** More flags of the Java machine. */
    public Builder jvm(String... flags) {
      jvm.addAll(List.of(flags));
      return this;
    }

    /** Pauses at a step. */
    public Builder pauseAt(String step) {
      return jvm("-Deoca.test.pauseAt=" + step);
    }

    /** The folder it runs in. */
    public Builder in(Path folder) {
      this.directory = folder;
      return this;
    }

    /** The command line of the child. */
    public List<String> command(String... arguments) {
      // a test run in the background inherits an ignored SIGINT, which a JVM then ignores as well
      List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
      command.addAll(prefix);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvm);
      command.add("-Deoca.test.paused=" + marks.resolve("paused"));
      command.add("-Deoca.test.go=" + marks.resolve("go"));
      command.add("-Deoca.test.runs=" + JobMain.RUNS.getAndIncrement());
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add(JobMain.class.getName());
      command.addAll(List.of(arguments));
      return command;
    }

    /** Starts it. */
    public Child start(String... arguments) throws IOException {
      Files.deleteIfExists(marks.resolve("paused"));
      Files.deleteIfExists(marks.resolve("go"));
      ProcessBuilder builder = new ProcessBuilder(command(arguments));
      if (directory != null) {
        builder.directory(directory.toFile());
      }
      builder.environment().put("TERM", "dumb");
      builder.redirectOutput(marks.resolve("stdout").toFile());
      builder.redirectError(marks.resolve("stderr").toFile());
      return new Child(builder.start(), marks);
    }
  }

  /** Waits until it has reached its step. */
  public Child awaitPause() throws IOException, InterruptedException {
    while (!Files.exists(marks.resolve("paused"))) {
      assertThat(process.isAlive()).as("ended before its step: %s", err()).isTrue();
      Thread.sleep(2);
    }
    return this;
  }

  /** Lets it go on. */
  public void go() throws IOException {
    Files.createFile(marks.resolve("go"));
  }

  /** Sends a signal: KILL, TERM, INT. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for its end; the exit status. */
  public int await() throws InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the child ends").isTrue();
    return process.exitValue();
  }

  /** What it wrote to stdout so far. */
  public String out() throws IOException {
    return Files.readString(marks.resolve("stdout"));
  }

  /** What it wrote to stderr so far. */
  public String err() throws IOException {
    return Files.readString(marks.resolve("stderr"));
  }

  /** The process. */
  public Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
