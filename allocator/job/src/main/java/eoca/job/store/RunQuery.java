package eoca.job.store;

import eoca.job.model.RunOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which runs a list has, for {@code eoca runs} and the console alike. A run must be all that is
 * asked for; what is null is not asked.
 *
 * @param state what became of it; never null
 * @param strategy id of its strategy
 * @param outcome as in result.json
 * @param parent id of the run it was re-run from
 * @param since started then or later
 * @param until started before
 */
public record RunQuery(
    State state, String strategy, RunOutcome outcome, String parent, Instant since, Instant until) {
  private static final Set<RunOutcome> OF_FAILURES =
      Set.of(RunOutcome.INFEASIBLE, RunOutcome.STOPPED, RunOutcome.REJECTED);

  /** What became of a run. */
  public enum State {
    /** All that were kept, failed ones as well. */
    ALL,
    /** Completed: verified and moved into place. */
    COMPLETED,
    /** The one that is published now. */
    PUBLISHED,
    /** Published at some time. */
    WAS_PUBLISHED,
    /** Failed, and kept to be looked at. */
    FAILED;

    /** As it is written. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The state of this id, or null. */
    public static State of(String id) {
      return Arrays.stream(values()).filter(s -> s.id().equals(id)).findFirst().orElse(null);
    }
  }

  /**
   * A run of a list.
   *
   * @param run what the index says of it
   * @param current whether it is published now
   * @param published whether it was at some time
   */
  public record Listed(RunIndex.Entry run, boolean current, boolean published) {}

  /** Whether an outcome, which may be null, is one of runs that failed. */
  public static boolean isOfFailures(RunOutcome outcome) {
    return outcome != null && OF_FAILURES.contains(outcome);
  }

  /**
   * The runs of a campaign that are as asked: completed ones, oldest first, then failed ones.
   *
   * @param rebuild whether to read every run anew and to write the index
   */
  public List<Listed> of(CampaignRuns campaign, boolean rebuild) {
    String current = campaign.current();
    List<String> published = campaign.published();
    List<Listed> found = new ArrayList<>();
    for (RunIndex.Entry run : new RunIndex(campaign).list(rebuild)) {
      boolean now = !run.failed() && run.id().equals(current);
      Listed listed = new Listed(run, now, now || (!run.failed() && published.contains(run.id())));
      if (isChosen(listed)) {
        found.add(listed);
      }
    }
    return found;
  }

  private boolean isChosen(Listed listed) {
    RunIndex.Entry run = listed.run();
    Instant started = RunId.instant(run.id());
    boolean rightState =
        switch (state) {
          case ALL -> true;
          case COMPLETED -> !run.failed();
          case PUBLISHED -> listed.current();
          case WAS_PUBLISHED -> listed.published();
          case FAILED -> run.failed();
        };
    return rightState
        && (strategy == null || strategy.equals(run.strategy()))
        && (outcome == null || outcome.json().equals(run.outcome()))
        && (parent == null || parent.equals(run.parent()))
        && (since == null || !started.isBefore(since))
        && (until == null || started.isBefore(until));
  }
}
