package eoca.job.pipeline;

import eoca.inputs.error.FileErrors;
import eoca.inputs.files.DurableFiles;
import eoca.job.model.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run's {@code log.jsonl}: one JSON object a line with {@code at} (ISO instant, UTC), {@code
 * level} (info, warn, error), {@code event} and the event's own keys. Every line is flushed, so
 * that a killed run's log ends where the run ended.
 */
final class RunLog implements AutoCloseable {
  private final Path file;
  private final Clock clock;
  private final Console console;
  private final BufferedWriter writer;

  /** A new log; its lines are told to the console, too, where that is asked to debug. */
  RunLog(Path file, JobEnvironment environment) {
    this.file = file;
    this.clock = environment.clock();
    this.console = environment.console();
    try {
      this.writer =
          Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw FileErrors.of("write", file, e);
    }
  }

  /**
   * Writes an event.
   *
   * @param keysAndValues key, value, key, value …; values as in {@link Json}
   */
  void info(String event, Object... keysAndValues) {
    write("info", event, keysAndValues);
  }

  /** As {@link #info}: something a person should look at, though the run goes on. */
  void warn(String event, Object... keysAndValues) {
    write("warn", event, keysAndValues);
  }

  /** As {@link #info}: why the run ended. */
  void error(String event, Object... keysAndValues) {
    write("error", event, keysAndValues);
  }

  private synchronized void write(String level, String event, Object... keysAndValues) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("level", level);
    line.put("event", event);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      line.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    String text = Json.line(line);
    console.debug(text);
    try {
      writer.write(text);
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw FileErrors.of("write", file, e);
    }
  }

  /** Closes the log and forces it to disk. */
  synchronized void finish() {
    try {
      writer.close();
      DurableFiles.force(file);
    } catch (IOException e) {
      throw FileErrors.of("write", file, e);
    }
  }

  /** Closes the log of a run that leaves none. */
  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw FileErrors.of("write", file, e);
    }
  }
}
