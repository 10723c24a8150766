package eoca.job.store;

import eoca.inputs.error.FileErrors;
import eoca.inputs.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder in the temporary folder that is gone when it is closed, or when a signal comes. */
public final class ScratchFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook;

  private ScratchFolder(Path path) {
    this.path = path;
    this.hook = new Thread(this::delete, "eoca-scratch");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Makes a folder.
   *
   * @throws eoca.inputs.error.EocaException FILE_SYSTEM if the temporary folder can't be written
   */
  public static ScratchFolder create() {
    try {
      return new ScratchFolder(Files.createTempDirectory("eoca-"));
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
      throw FileErrors.of("delete", path, e);
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
