package eoca.inputs.cli;

import java.util.Locale;

/**
 * What a command says on standard error besides why it failed, which it always says. Set once by
 * {@code --log-level}, for the whole process.
 */
public enum LogLevel {
  /** Nothing. */
  ERROR,
  /** What a person should look at, though the command goes on. */
  WARN,
  /** Also how far it is: lines, and a bar on a terminal. */
  INFO,
  /** Also every line of a run's log as it is written, and what libraries log. */
  DEBUG;

  private static final String PROPERTY = "eoca.logLevel";

  /** The level of this process; {@link #INFO} unless it was set. */
  public static LogLevel current() {
    String set = System.getProperty(PROPERTY);
    return set == null ? INFO : valueOf(set);
  }

  /** Sets the level of this process, and that of libraries that log through SLF4J. */
  public static void set(LogLevel level) {
    System.setProperty(PROPERTY, level.name());
    String libraries = (level == INFO ? WARN : level).name().toLowerCase(Locale.ROOT);
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", libraries);
  }

  /** Whether what has this level is said. */
  public boolean isSaid() {
    return compareTo(current()) <= 0;
  }
}
