package eoca.inputs.error;

/**
 * The exit codes of every command. Where several hold, the order is USAGE, LOCKED, FILE_SYSTEM,
 * REJECTED, INFEASIBLE, STOPPED, VERIFICATION, GUARDED.
 */
public enum ExitCode {
  /** Completed and verified. */
  DONE(0),
  /** Our bug. */
  BUG(1),
  /** Usage or configuration. */
  USAGE(2),
  /** The content of an input file is unusable. */
  REJECTED(3),
  /** No allocation exists, quotas that do not add up included. */
  INFEASIBLE(4),
  /** Stopped at a limit. */
  STOPPED(5),
  /** Another run holds the campaign's lock. */
  LOCKED(6),
  /** File system: a path that is missing, unreadable or can't be written. */
  FILE_SYSTEM(7),
  /** Verification failed, or inputs of a run changed since. */
  VERIFICATION(8),
  /** Completed and verified, but a publish guard refused. */
  GUARDED(9),
  /** Nothing to do. */
  UNCHANGED(99),
  /** Interrupted by SIGINT. */
  INTERRUPTED(130),
  /** Interrupted by SIGTERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process exit status. */
  public int code() {
    return code;
  }
}
