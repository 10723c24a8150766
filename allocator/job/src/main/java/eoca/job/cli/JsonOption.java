package eoca.job.cli;

import eoca.job.model.Json;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --json} of commands that have one line to say. */
final class JsonOption {
  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /** Prints a line, or an object with one key. */
  void print(CommandSpec spec, String line, String key, String value) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.pretty(Map.of(key, value)) : line + System.lineSeparator());
    out.flush();
  }
}
