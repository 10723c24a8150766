package eoca.console;

import eoca.insight.page.PageModel.Table;
import eoca.insight.page.PageModel.Tile;
import java.util.List;

/**
 * A run's page.
 *
 * @param kind class of its state
 * @param pinned whom the plan did not choose for, a sentence or two each
 * @param compareWith another run, such as the published one, or empty
 * @param margins null where the report has none
 * @param history null where there is one run only
 */
record RunView(
    String name,
    String kind,
    String state,
    String verdict,
    List<Tile> tiles,
    List<String> pinned,
    String compareWith,
    Table funds,
    Table margins,
    Table history,
    Table phases) {}
