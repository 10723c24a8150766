package eoca.console;

import java.util.List;

/** The two runs that are compared, and all that can be. */
record DiffChoice(String a, String b, List<Choice> runs) {
  /** A run. */
  record Choice(String name, String text) {}
}
