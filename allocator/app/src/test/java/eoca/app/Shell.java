package eoca.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A bash command, run to its end. */
record Shell(int code, String out, String err) {
  static Shell run(Path folder, String command) throws IOException, InterruptedException {
    return run(folder, Map.of(), command);
  }

  static Shell run(Path folder, Map<String, String> environment, String command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("shell", ".out");
    Path err = Files.createTempFile("shell", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", command);
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(environment);
      Process process =
          builder
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(9, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + command);
      }
      return new Shell(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
