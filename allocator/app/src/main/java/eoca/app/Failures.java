package eoca.app;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.files.MappedFaults;

/** What can be said of a failure to a person who did not write eoca: the one place that decides. */
final class Failures {
  private Failures() {}

  /**
   * The failure with its exit code, or null if it is our bug.
   *
   * <ul>
   *   <li>{@link EocaException}: as it is
   *   <li>a mapped file that was cut short: exit 7, with its name
   *   <li>a full heap, or no room for threads or direct buffers: what to give more of
   * </ul>
   */
  static EocaException explain(Throwable failure) {
    if (failure instanceof EocaException known) {
      return known;
    }
    EocaException fault = MappedFaults.explain(failure);
    if (fault != null) {
      return fault;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError e) {
        return memory(String.valueOf(e.getMessage()), failure);
      }
    }
    return null;
  }

  private static EocaException memory(String reason, Throwable failure) {
    if (reason.contains("native thread")) {
      return new EocaException(
          ExitCode.BUG,
          "No more threads can be started (" + reason + ").",
          "Maybe lower --threads, or raise the system's limit (ulimit -u).",
          failure);
    }
    return new EocaException(
        ExitCode.BUG,
        "The heap is full (" + (Runtime.getRuntime().maxMemory() >> 20) + " MiB: " + reason + ").",
        "Maybe give the JVM more: EOCA_JAVA_OPTS=-Xmx2g ./eoca ...",
        failure);
  }
}
