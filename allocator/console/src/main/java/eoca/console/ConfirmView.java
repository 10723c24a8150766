package eoca.console;

import java.util.List;
import java.util.Map;

/**
 * What is asked before something is changed.
 *
 * @param text what will happen
 * @param refusals what publish guards say against it
 * @param possible whether it can be done at all
 * @param action where the form goes
 * @param fields what it carries
 * @param yes the button's text
 * @param back where No leads
 */
record ConfirmView(
    String question,
    List<String> text,
    List<String> refusals,
    boolean possible,
    String action,
    String csrf,
    Map<String, String> fields,
    String yes,
    String back) {}
