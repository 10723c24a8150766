package eoca.console;

import eoca.inputs.campaign.Strategy;
import eoca.job.model.RunOutcome;
import eoca.job.store.RunQuery;
import eoca.job.store.RunQuery.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
  static final List<String> STATES = Arrays.stream(State.values()).map(State::id).toList();

  static final List<String> STRATEGIES =
      Arrays.stream(Strategy.values()).map(Strategy::id).toList();

  static final List<String> OUTCOMES =
      Arrays.stream(RunOutcome.values()).map(RunOutcome::json).toList();

  /**
   * What is asked for; what is empty is not.
   *
   * @param campaign its name
   * @param state of {@link #STATES}
   * @param strategy of {@link #STRATEGIES}
   * @param outcome of {@link #OUTCOMES}
   * @param since first day, {@code yyyy-mm-dd}
   * @param until last day
   * @param all whether old runs are shown, too
   */
  record Filter(
      String campaign,
      String state,
      String strategy,
      String outcome,
      String since,
      String until,
      boolean all) {
    static Filter of(Request request) {
      String state = request.field("state");
      return new Filter(
          request.field("campaign"),
          STATES.contains(state) ? state : State.ALL.id(),
          known(request.field("strategy"), STRATEGIES),
          known(request.field("outcome"), OUTCOMES),
          day(request.field("since")),
          day(request.field("until")),
          request.ticked("all"));
    }

    private static String known(String text, List<String> all) {
      return all.contains(text) ? text : "";
    }

    private static String day(String text) {
      try {
        return text.isEmpty() ? "" : LocalDate.parse(text).toString();
      } catch (DateTimeParseException e) {
        return "";
      }
    }

    /** The same for the index. */
    RunQuery query() {
      return new RunQuery(
          State.of(state),
          strategy.isEmpty() ? null : strategy,
          outcome.isEmpty() ? null : RunOutcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
          null,
          since.isEmpty() ? null : midnight(since, 0),
          until.isEmpty() ? null : midnight(until, 1));
    }

    private static Instant midnight(String day, int later) {
      return LocalDate.parse(day).plusDays(later).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** What is asked for by {@code eoca runs}, the campaign aside, as pairs of option and value. */
    Map<String, String> options() {
      Map<String, String> options = new LinkedHashMap<>();
      options.put("state", state.equals(State.COMPLETED.id()) ? "" : state);
      options.put("strategy", strategy);
      options.put("outcome", outcome);
      options.put("since", since);
      options.put("until", until);
      options.values().removeIf(String::isEmpty);
      return options;
    }

    /** Where all runs of a campaign are that are as asked. */
    String address(String of) {
      StringBuilder address = new StringBuilder("/?all=1&campaign=").append(of);
      options().forEach((name, value) -> address.append('&').append(name + "=" + value));
      if (state.equals(State.COMPLETED.id())) {
        address.append("&state=").append(state);
      }
      return address.toString();
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
