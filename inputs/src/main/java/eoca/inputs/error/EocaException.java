package eoca.inputs.error;

import java.util.List;

/**
 * A failure that a person can act on: it has an exit code, says what was expected with {@code name
 * (value)}, and what to do next. A stack trace of it is never shown.
 */
public final class EocaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String hint;
  private final transient List<Defect> defects;
  private final long defectCount;

  /**
   * A failure without located defects.
   *
   * @param code the exit code
   * @param message what was expected and what was found, one line
   * @param hint what to do next ("Maybe …"), or empty
   */
  public EocaException(ExitCode code, String message, String hint) {
    this(code, message, hint, List.of(), 0, null);
  }

  /** A failure with its cause. */
  public EocaException(ExitCode code, String message, String hint, Throwable cause) {
    this(code, message, hint, List.of(), 0, cause);
  }

  private EocaException(
      ExitCode code,
      String message,
      String hint,
      List<Defect> defects,
      long defectCount,
      Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
    this.defects = List.copyOf(defects);
    this.defectCount = defectCount;
  }

  /**
   * Input data rejected: exit 3 with its defects in file and row order (capped by whoever collected
   * them).
   */
  public static EocaException rejected(String message, String hint, List<Defect> defects) {
    return rejected(message, hint, defects, defects.size());
  }

  /**
   * Input data rejected with more defects than are kept.
   *
   * @param defectCount how many were found, {@code ≥ defects.size()}
   */
  public static EocaException rejected(
      String message, String hint, List<Defect> defects, long defectCount) {
    return new EocaException(ExitCode.REJECTED, message, hint, defects, defectCount, null);
  }

  /** Usage or configuration, exit 2. */
  public static EocaException usage(String message, String hint) {
    return new EocaException(ExitCode.USAGE, message, hint);
  }

  /**
   * Several located problems of a configuration file, exit 2.
   *
   * @param message complete in itself: the number of problems and the first one
   * @param defects the first problems in file order, their {@code file} is {@code
   *     file:line:column}, {@code row} 0, {@code column} and {@code value} empty
   * @param defectCount how many were found, {@code ≥ defects.size()}
   */
  public static EocaException configuration(
      String message, String hint, List<Defect> defects, long defectCount) {
    return new EocaException(ExitCode.USAGE, message, hint, defects, defectCount, null);
  }

  /** File system, exit 7. */
  public static EocaException fileSystem(String message, String hint, Throwable cause) {
    return new EocaException(ExitCode.FILE_SYSTEM, message, hint, cause);
  }

  /** The exit code. */
  public ExitCode code() {
    return code;
  }

  /** What to do next, or empty. */
  public String hint() {
    return hint;
  }

  /**
   * Located defects, at most the cap; empty unless the code is {@link ExitCode#REJECTED}, or {@link
   * ExitCode#USAGE} with several problems in one configuration file.
   */
  public List<Defect> defects() {
    return defects;
  }

  /** How many defects were found; more than {@link #defects()} holds where a cap was met. */
  public long defectCount() {
    return defectCount;
  }
}
