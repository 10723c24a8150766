package eoca.app;

import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output that remembers whether anything was written and whether that failed. A reader
 * that has seen enough and closed its end ({@code eoca runs | head}) is no failure; a full disk is.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private boolean written;
  private boolean closedByReader;
  private EocaException failure;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** Whether any byte was written. */
  boolean written() {
    return written;
  }

  /** Why what was written is incomplete, or null. */
  EocaException failure() {
    return failure;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    written |= length > 0;
    if (closedByReader || failure != null) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (message.toLowerCase(Locale.ROOT).contains("broken pipe")) {
        closedByReader = true;
      } else {
        failure =
            EocaException.fileSystem(
                "Standard output can't be written (" + message + ").",
                "Maybe the disk is full, or the output was closed; what the command did is done.",
                e);
      }
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      closedByReader = true; // FileOutputStream.flush does nothing: not reached
    }
  }
}
