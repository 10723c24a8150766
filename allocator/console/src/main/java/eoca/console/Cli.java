package eoca.console;

import eoca.job.model.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that do the same as the console, as a shell takes them. */
final class Cli {
  private final Path runs;

  /** Commands about runs in a folder. */
  Cli(Path runs) {
    this.runs = runs;
  }

  /** Words of a command, {@code eoca} aside, with the runs' folder where it is not the default. */
  List<String> words(List<String> command) {
    List<String> words = new ArrayList<>(command);
    if (!runs.toString().equals("runs")) {
      words.add("--runs-dir");
      words.add(runs.toString());
    }
    return List.copyOf(words);
  }

  /** A line to paste. */
  String line(String... command) {
    return line(List.of(command));
  }

  /** A line to paste. */
  String line(List<String> command) {
    return shown(words(command));
  }

  /** Words as a line to paste. */
  static String shown(List<String> words) {
    return ShellWords.line(words);
  }
}
