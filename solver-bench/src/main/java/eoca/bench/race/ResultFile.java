package eoca.bench.race;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A file of measurements, one JSON object a line, appended and forced to disk one by one: whatever
 * happens to the race, what was measured stays. A last line that was cut off is dropped when the
 * file is opened again.
 */
public final class ResultFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Path path;

  /** A result file, which need not exist yet. */
  public ResultFile(Path path) {
    this.path = path;
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /**
   * Every measurement in the file, in the order in which they were made.
   *
   * @throws EocaException of REJECTED if a line is not a measurement, of FILE_SYSTEM if the file
   *     can't be read
   */
  public List<Measurement> read() {
    if (!Files.exists(path)) {
      return List.of();
    }
    List<Measurement> measurements = new ArrayList<>();
    try {
      int row = 0;
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        row++;
        if (!line.isBlank()) {
          measurements.add(parse(line, row));
        }
      }
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The results (" + path + ") can't be read: " + e.getMessage(), "", e);
    }
    return measurements;
  }

  private Measurement parse(String line, int row) {
    try {
      return JSON.readValue(line, Measurement.class);
    } catch (JsonProcessingException e) {
      throw new EocaException(
          ExitCode.REJECTED,
          "Line " + row + " of the results (" + path + ") is not a measurement.",
          "Maybe the file was edited; remove the line.",
          e);
    }
  }

  /** Drops a last line without its newline, as a killed race leaves it. */
  public void repair() {
    if (!Files.exists(path)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      byte[] bytes = Files.readAllBytes(path);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      if (end < bytes.length) {
        channel.truncate(end);
        channel.force(true);
      }
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The results (" + path + ") can't be written: " + e.getMessage(), "", e);
    }
  }

  /** Removes the measurements that are to be made again; the file is replaced in one step. */
  public void drop(Predicate<Measurement> which) {
    if (!Files.exists(path)) {
      return;
    }
    repair();
    try {
      StringBuilder kept = new StringBuilder();
      for (Measurement measurement : read()) {
        if (!which.test(measurement)) {
          kept.append(JSON.writeValueAsString(measurement)).append('\n');
        }
      }
      Path next = path.resolveSibling(path.getFileName() + ".next");
      Files.writeString(next, kept, StandardCharsets.UTF_8);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The results (" + path + ") can't be written: " + e.getMessage(), "", e);
    }
  }

  /** Appends one measurement and forces it to disk. */
  public void append(Measurement measurement) {
    try {
      if (path.toAbsolutePath().getParent() != null) {
        Files.createDirectories(path.toAbsolutePath().getParent());
      }
      byte[] line = (JSON.writeValueAsString(measurement) + "\n").getBytes(StandardCharsets.UTF_8);
      try (FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND)) {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The results (" + path + ") can't be written: " + e.getMessage(),
          "Maybe choose another folder with --out.",
          e);
    }
  }
}
