package eoca.inputs.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/** Turns what the operating system says into a message a person can act on; exit 7. */
public final class FileErrors {
  private FileErrors() {}

  /**
   * A failure to do something with a path.
   *
   * @param action such as {@code write} or {@code create}
   */
  public static EocaException of(String action, Path path, Exception cause) {
    return of(action, path.toString(), cause);
  }

  /**
   * A failure to do something with a path.
   *
   * @param action such as {@code write} or {@code create}
   * @param name the path as the user named it
   */
  public static EocaException of(String action, String name, Exception cause) {
    String reason = reason(cause);
    return EocaException.fileSystem(
        "can't " + action + " file (" + name + "): " + reason, hint(reason), cause);
  }

  private static String reason(Exception cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (cause instanceof NotDirectoryException) {
      return "a parent is not a folder";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "something else is there already";
    }
    if (cause instanceof ReadOnlyFileSystemException) {
      return "the file system is read-only";
    }
    if (cause instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    if (cause instanceof IOException && cause.getMessage() != null) {
      return cause.getMessage();
    }
    return cause.toString();
  }

  private static String hint(String reason) {
    if (reason.contains("No space left") || reason.contains("Disk quota")) {
      return "The disk is full. Maybe free some space, or name another disk with --runs-dir or"
          + " --out.";
    }
    if (reason.contains("File too large")) {
      return "Maybe the shell limits file sizes: see 'ulimit -f'.";
    }
    if (reason.contains("ermission")) {
      return "Maybe another user owns it: see 'ls -ld' of the path and its parents.";
    }
    if (reason.contains("ot a directory") || reason.contains("not a folder")) {
      return "Maybe a part of the path is a file.";
    }
    if (reason.equals("it does not exist")) {
      return "Maybe the name is misspelt, or the job that makes the file has not run.";
    }
    return "Maybe check that the path exists and its disk is healthy.";
  }
}
