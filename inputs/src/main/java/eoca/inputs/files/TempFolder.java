package eoca.inputs.files;

import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for scratch files below the system's temporary folder; closing removes it. */
public final class TempFolder implements AutoCloseable {
  private final Path path;

  private TempFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes one.
   *
   * @param prefix begins its name
   * @throws EocaException exit 7 if it can't be made
   */
  public static TempFolder create(String prefix) {
    try {
      return new TempFolder(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "temporary folder expected: " + e.getMessage(), "Maybe the disk is full.", e);
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** Removes a file, or a folder with all that is in it, if it is there. */
  public static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> deepest;
    try (Stream<Path> entries = Files.walk(path)) {
      deepest = entries.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : deepest) {
      Files.deleteIfExists(entry);
    }
  }

  @Override
  public void close() {
    try {
      deleteTree(path);
    } catch (IOException e) {
      return; // the system clears its temporary folder
    }
  }
}
