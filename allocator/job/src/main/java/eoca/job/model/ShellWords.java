package eoca.job.model;

import java.util.List;

/** Command lines as a POSIX shell reads them back. */
public final class ShellWords {
  private ShellWords() {}

  /** The command of these words, {@code eoca} aside, as a line to paste. */
  public static String line(List<String> words) {
    StringBuilder line = new StringBuilder("eoca");
    words.forEach(word -> line.append(' ').append(quoted(word)));
    return line.toString();
  }

  /** A word, quoted where it must be. */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./=,:@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
