package eoca.inputs.files;

import eoca.inputs.error.EocaException;
import eoca.inputs.internal.MappedFile;
import java.nio.file.Path;
import java.util.List;

/**
 * What it means when a mapped file is cut short while it is read.
 *
 * <p>The JVM turns the read of a page that is no longer there into an {@link InternalError}, which
 * compiled code may deliver a moment later, out of any method: no place that reads can catch it. So
 * it is explained once, where a command's failures are turned into exit codes.
 */
public final class MappedFaults {
  private MappedFaults() {}

  /**
   * The failure as a person reads it, exit 7, or null if this is something else.
   *
   * @param failure what was thrown, however deep it lies under exceptions of executors
   */
  public static EocaException explain(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !isFault(cause)) {
      cause = cause.getCause();
    }
    if (cause == null) {
      return null;
    }
    List<Path> files = MappedFile.cutShort();
    String name = files.isEmpty() ? "a mapped file" : "file (" + files.get(0) + ")";
    return EocaException.fileSystem(
        "can't read "
            + name
            + ": "
            + (files.isEmpty() ? "a part of it can't be read" : "it was cut short")
            + " while it was in use",
        files.isEmpty()
            ? "Maybe its disk is failing or full; see the system's log."
            : "Maybe another job writes it: let it write beside and rename.",
        failure);
  }

  private static boolean isFault(Throwable failure) {
    return failure instanceof InternalError
        && String.valueOf(failure.getMessage()).contains("unsafe memory access");
  }
}
