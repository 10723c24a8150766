package eoca.console;

/** A request that is refused, with its HTTP status and lines for people. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String hint;

  Refusal(int status, String message) {
    this(status, message, "");
  }

  Refusal(int status, String message, String hint) {
    super(message, null, false, false);
    this.status = status;
    this.hint = hint;
  }

  int status() {
    return status;
  }

  /** What to do next, or empty. */
  String hint() {
    return hint;
  }
}
