package eoca.inputs.files;

import eoca.inputs.error.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder for scratch files below the system's temporary folder. It is gone when it is closed, or
 * when this process ends, by a signal too.
 */
public final class TempFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook;

  private TempFolder(Path path) {
    this.path = path;
    this.hook = new Thread(this::delete, "temporary folder");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Makes one.
   *
   * @param prefix begins its name
   * @throws eoca.inputs.error.EocaException exit 7 if it can't be made
   */
  public static TempFolder create(String prefix) {
    try {
      return new TempFolder(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw FileErrors.of("create", Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  private void delete() {
    try {
      DurableFiles.deleteTree(path);
    } catch (IOException e) {
      return; // still being written while the process ends: the system clears its temporary folder
    }
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      delete(); // a signal came: its hook may have met files still being written
    }
  }
}
