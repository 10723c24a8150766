package eoca.inputs.internal;

import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** File system failures told to people: exit 7. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * A failure to {@code verb} (read, write, create) a path.
   *
   * @param name the path as the user named it
   */
  public static EocaException failed(String verb, String name, IOException e) {
    if (e instanceof NoSuchFileException) {
      return EocaException.fileSystem(
          "can't " + verb + " file (" + name + "): it does not exist",
          "Maybe the name is misspelt, or the job that makes the file has not run.",
          e);
    }
    if (e instanceof AccessDeniedException) {
      return EocaException.fileSystem(
          "can't " + verb + " file (" + name + "): permission denied",
          "Maybe the file belongs to another user.",
          e);
    }
    if (e instanceof FileAlreadyExistsException) {
      return EocaException.fileSystem(
          "can't " + verb + " file (" + name + "): it exists already", "", e);
    }
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    boolean full = reason.contains("No space left") || reason.contains("File too large");
    return EocaException.fileSystem(
        "can't " + verb + " file (" + name + "): " + reason,
        full ? "Maybe the disk is full, or a file size limit is set." : "",
        e);
  }

  /** The same for a {@link Path} named as it is. */
  public static EocaException failed(String verb, Path path, IOException e) {
    return failed(verb, path.toString(), e);
  }
}
