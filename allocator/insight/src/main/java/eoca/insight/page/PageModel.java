package eoca.insight.page;

import java.util.List;

/**
 * What a page shows: finished text only.
 *
 * @param kind what kind of page, above the title
 * @param title its title
 * @param subtitle a line below it
 * @param sections in order
 * @param command the command line that makes the page
 */
public record PageModel(
    String kind, String title, String subtitle, List<Section> sections, String command) {

  /**
   * A section.
   *
   * @param id for links, {@code [a-z-]+}
   * @param heading its heading
   * @param text paragraphs
   * @param tiles key figures
   * @param charts charts, whose figures are also in a table
   * @param tables tables
   */
  public record Section(
      String id,
      String heading,
      List<String> text,
      List<Tile> tiles,
      List<Chart> charts,
      List<Table> tables) {}

  /** A key figure. */
  public record Tile(String label, String value) {}

  /**
   * A chart; its data are in the page's JSON under the same id.
   *
   * @param id {@code [a-z-]+}
   * @param caption what it shows
   * @param label for whoever can't see it
   */
  public record Chart(String id, String caption, String label) {}

  /**
   * A table; the first column names the row.
   *
   * @param caption what it shows
   * @param head column heads
   * @param rows cells, as many as heads
   */
  public record Table(String caption, List<String> head, List<List<String>> rows) {}
}
