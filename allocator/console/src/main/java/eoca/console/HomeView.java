package eoca.console;

import java.util.List;

/**
 * The list of runs.
 *
 * @param filter what is asked for
 * @param campaigns all there are
 * @param stamp changes whenever the lists do
 * @param running runs on their way
 * @param lists one a campaign
 */
record HomeView(
    Filter filter,
    List<String> campaigns,
    String stamp,
    List<RunningView> running,
    List<Campaign> lists) {
  /** What a run can be filtered by. */
  static final List<String> STATES = List.of("all", "completed", "published before", "failed");

  /**
   * What is asked for.
   *
   * @param campaign its name, or empty
   * @param state of {@link #STATES}
   * @param since {@code yyyy-mm-dd}, or empty
   * @param all whether old runs are shown, too
   */
  record Filter(String campaign, String state, String since, boolean all) {
    static Filter of(Request request) {
      String state = request.field("state");
      String since = request.field("since");
      return new Filter(
          request.field("campaign"),
          STATES.contains(state) ? state : STATES.get(0),
          since.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") ? since : "",
          request.ticked("all"));
    }

    /** Whether a run of this id, which begins with its day, is late enough. */
    boolean admits(String runId) {
      return since.isEmpty() || runId.compareTo(since.replace("-", "")) >= 0;
    }
  }

  /**
   * A campaign's runs.
   *
   * @param published the published run's id, or empty
   * @param chart whether there is a chart
   * @param more where older runs are, or empty
   */
  record Campaign(
      String campaign,
      String published,
      boolean canRollBack,
      boolean chart,
      List<Row> rows,
      String more,
      int hidden) {}

  /**
   * A run.
   *
   * @param href its page, or empty
   * @param kind class of its state
   */
  record Row(
      String id,
      String href,
      String kind,
      String state,
      String outcome,
      String users,
      String objective,
      String gap,
      String seconds,
      String parent) {}
}
