package eoca.app;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** One command line, run in this JVM. */
record Cli(int code, String out, String err) {
  static Cli run(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardOutput stdout = new StandardOutput(bytes);
    StringWriter err = new StringWriter();
    PrintWriter out = new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
    int code = new CommandLineApp(out, new PrintWriter(err, true), stdout::written).run(args);
    out.flush();
    return new Cli(code, bytes.toString(StandardCharsets.UTF_8), err.toString());
  }
}
