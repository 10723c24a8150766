package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.model.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The commands in a process of its own, that can be signalled and killed. */
final class ConsoleChild implements AutoCloseable {
  private final Process process;
  private final Path out;

  private ConsoleChild(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  /** Starts a command line. */
  static ConsoleChild start(Path scratch, String... arguments) throws IOException {
    Path out = Files.createTempFile(scratch, "child", ".out");
    // a test run in the background inherits an ignored SIGINT, which a JVM then ignores as well
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.module=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            System.getProperty("java.class.path"),
            ConsoleChild.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TERM", "dumb");
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    return new ConsoleChild(builder.start(), out);
  }

  /** A child process: several command lines, separated by a comma, again and again. */
  public static void main(String[] arguments) {
    List<List<String>> lines = new ArrayList<>(List.of(new ArrayList<>()));
    for (String word : arguments) {
      if (word.equals(",")) {
        lines.add(new ArrayList<>());
      } else {
        lines.get(lines.size() - 1).add(word);
      }
    }
    if (lines.size() == 1 && lines.get(0).get(0).equals("console")) {
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      System.exit(
          new picocli.CommandLine(new ConsoleCommand())
              .setOut(out)
              .execute(lines.get(0).subList(1, lines.get(0).size()).toArray(new String[0])));
    }
    for (int i = 0; ; i++) {
      StringWriter err = new StringWriter();
      String[] line = lines.get(i % lines.size()).toArray(new String[0]);
      if (Fixture.execute(new StringWriter(), err, line) != 0) {
        throw new IllegalStateException(err.toString());
      }
    }
  }

  /** The link that a console printed. */
  String awaitLink() throws IOException, InterruptedException {
    for (int i = 0; i < 6_000; i++) {
      for (String line : Files.readAllLines(out)) {
        if (line.startsWith("console: ")) {
          return line.substring("console: ".length());
        }
        if (line.startsWith("{") && Json.read(line) instanceof Map<?, ?> told) { // --json
          assertThat(told.get("pid")).isEqualTo(process.pid());
          assertThat((String) told.get("url")).contains("127.0.0.1:" + told.get("port") + "/login");
          return (String) told.get("url");
        }
      }
      assertThat(process.isAlive()).as(Files.readString(out)).isTrue();
      Thread.sleep(10);
    }
    throw new AssertionError("the console does not start");
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Sends a signal and waits for the end; the exit status. */
  int end(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the child ends").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
