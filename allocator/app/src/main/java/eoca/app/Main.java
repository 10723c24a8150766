package eoca.app;

import eoca.inputs.error.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The process: hands the real streams to the {@link CommandLineApp} and exits with its code. */
public final class Main {
  private Main() {}

  /** Runs one command line and exits with its code (see {@link ExitCode}). */
  public static void main(String[] args) {
    StandardOutput stdout = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter out = new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
    PrintWriter err =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
            true);
    int code = new CommandLineApp(out, err, stdout::written).run(args);
    out.flush();
    if (stdout.failure() != null && code == ExitCode.DONE.code()) {
      new ErrorReport(err).print(stdout.failure());
      code = stdout.failure().code().code();
    }
    err.flush();
    TemporaryFolder.remove();
    exit(code);
  }

  private static void exit(int code) {
    System.exit(code);
  }
}
