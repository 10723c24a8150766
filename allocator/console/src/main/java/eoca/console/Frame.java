package eoca.console;

import eoca.job.model.Json;
import eoca.job.report.PageAssets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What every page has around its content.
 *
 * @param title plain text
 * @param subtitle a line below it, or empty
 * @param places the pages of the run that is looked at, or none
 * @param command the command line that does the same, or empty
 * @param charts figures of charts, JSON that is safe inside a script element, or empty
 * @param figures the same for the charts that a report has
 */
record Frame(
    String title,
    String subtitle,
    List<Place> places,
    String command,
    String charts,
    String figures) {

  /** A page to go to; {@code here} if it is this one. */
  record Place(String text, String href, boolean here) {}

  private static final List<String[]> PLACES =
      List.of(
          new String[] {"Run", "/run?run="},
          new String[] {"Quotas", "/quotas?run="},
          new String[] {"Compare", "/diff?b="},
          new String[] {"Users and funds", "/user?run="},
          new String[] {"Publish", "/publish?run="});

  /** A page on its own. */
  static Frame of(String title, String subtitle, String command) {
    return new Frame(title, subtitle, List.of(), command, "", "");
  }

  /**
   * A page about a run.
   *
   * @param run {@code campaign/run-id}
   * @param here name of the place this is, or another word
   */
  static Frame ofRun(String title, String run, String here, String command) {
    List<Place> places = new ArrayList<>();
    for (String[] place : PLACES) {
      places.add(new Place(place[0], place[1] + run, place[0].equals(here)));
    }
    return new Frame(title, run.equals(title) ? "" : run, places, command, "", "");
  }

  /** The same with charts. */
  Frame with(Map<String, Object> chartData) {
    String json = chartData.isEmpty() ? "" : PageAssets.escape(Json.line(chartData));
    return new Frame(title, subtitle, places, command, json, figures);
  }

  /** The same with a report's charts. */
  Frame withFigures(Map<?, ?> reportData) {
    String json = reportData == null ? "" : PageAssets.escape(Json.line(reportData));
    return new Frame(title, subtitle, places, command, charts, json);
  }
}
