package eoca.app;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * A failure as a person reads it on standard error: message, the first ten located defects, hint. A
 * stack trace is printed only for what is our bug.
 */
final class ErrorReport {
  /** Design section 4: the first ten defects on standard error. */
  static final int SHOWN_DEFECTS = 10;

  private final PrintWriter err;

  ErrorReport(PrintWriter err) {
    this.err = err;
  }

  void print(EocaException e) {
    print(e.getMessage(), e.hint(), e.defects());
  }

  void print(String message, String hint, List<Defect> defects) {
    err.println("eoca: " + oneLine(message));
    for (Defect defect : defects.subList(0, Math.min(SHOWN_DEFECTS, defects.size()))) {
      err.println("  " + line(defect));
    }
    if (defects.size() > SHOWN_DEFECTS) {
      err.printf(Locale.ROOT, "  ... and %,d more%n", defects.size() - SHOWN_DEFECTS);
    }
    if (!hint.isEmpty()) {
      err.println(hint);
    }
    err.flush();
  }

  void printBug(Throwable e) {
    err.println("eoca: this is a bug in eoca, not in your input. Nothing published has changed.");
    e.printStackTrace(err);
    err.println("Maybe report it with the lines above and `eoca --version`.");
    err.flush();
  }

  private static String line(Defect defect) {
    StringBuilder text = new StringBuilder(oneLine(defect.file()));
    if (defect.row() > 0) {
      text.append(", row ").append(defect.row());
    }
    if (!defect.column().isEmpty()) {
      text.append(", column ").append(oneLine(defect.column()));
    }
    text.append(": ").append(oneLine(defect.rule()));
    if (!defect.value().isEmpty()) {
      text.append(" (").append(oneLine(defect.value())).append(')');
    }
    return text.toString();
  }

  /** Input is quoted in messages: it must not forge lines or drive the terminal. */
  static String oneLine(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      if (control && clean == null) {
        clean = new StringBuilder(text.length() + 8).append(text, 0, i);
      }
      if (clean != null) {
        if (control) {
          clean.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          clean.append(c);
        }
      }
    }
    return clean == null ? text : clean.toString();
  }
}
