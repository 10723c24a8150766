package eoca.console;

import java.util.List;

/**
 * A run on its way.
 *
 * @param name {@code campaign/run-id}
 * @param href the page of its progress
 * @param poll what a script asks for how far it is, or empty once it has ended
 * @param said how far it is, in a sentence
 * @param done phases behind it
 * @param most phases in all
 * @param problem why it failed, or empty
 * @param hint what to do then
 * @param made {@code campaign/run-id} of what it made, or empty
 * @param parent {@code campaign/run-id} of what it was made from, or empty
 */
record RunningView(
    String name,
    String href,
    String poll,
    String said,
    int done,
    int most,
    List<Phase> phases,
    String problem,
    String hint,
    String made,
    String parent) {

  /**
   * A phase.
   *
   * @param state whether it is behind, going on or ahead: a class of the style sheet
   */
  record Phase(String name, String state, String text) {}
}
