package eoca.core.exact;

import eoca.core.SolveStep;
import eoca.core.StopSignal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what a solve did, and tells it step by step: {@code sample}, {@code parts} and {@code
 * union} solved, {@code count}, {@code fix}, {@code boundary}, {@code retry}, {@code refine},
 * {@code reserve}; {@code left} where a pass was given up, {@code cold} where a warm start was.
 */
final class Journal {
  private final StopSignal stop;
  private final int users;
  private Prices known;
  private long boundaryUsers;
  private final Map<String, Long> statistics = new LinkedHashMap<>();

  Journal(StopSignal stop, int users) {
    this.stop = stop;
    this.users = users;
    for (String name :
        new String[] {
          "passes",
          "sample_users",
          "boundary_users",
          "boundary_candidates",
          "surplus",
          "augmentations",
          "retries",
          "refinements"
        }) {
      statistics.put(name, 0L);
    }
  }

  /** The best prices known so far, or null. */
  Prices known() {
    return known;
  }

  void know(Prices prices) {
    known = prices.copy();
  }

  /** What is known says nothing any more. */
  void forget() {
    known = null;
  }

  /** Users of the last boundary of the whole instance, who alone can lose by rounding. */
  long boundaryUsers() {
    return boundaryUsers;
  }

  void boundaryUsers(long count) {
    boundaryUsers = count;
  }

  Map<String, Long> statistics() {
    return statistics;
  }

  void set(String name, long value) {
    statistics.put(name, value);
  }

  void add(String name, long value) {
    statistics.merge(name, value, Long::sum);
  }

  /** A step is done, after which so many users have their fund. */
  void say(String step, long settled) {
    stop.step(
        new SolveStep(
            step,
            statistics.get("passes"),
            settled,
            users,
            boundaryUsers,
            statistics.get("surplus"),
            statistics.get("augmentations")));
  }

  void count(View view) {
    if (view.ids() == null) {
      add("passes", 1);
      say("count", 0);
    }
  }

  void leftPass(View view) {
    if (view.ids() == null) {
      add("passes", 1);
      say("left", 0);
    }
  }

  void pass(View view, Rows boundary) {
    if (view.ids() == null) {
      add("passes", 1);
      boundaryUsers = boundary.count();
      set("boundary_users", boundary.count());
      set("boundary_candidates", boundary.candidates());
      set("surplus", 0);
      say("fix", users - boundary.count());
    }
  }

  void boundary(View view, Boundary.Result result) {
    add("augmentations", result.augmentations());
    if (view.ids() == null) {
      set("surplus", result.surplus());
      boolean solved = result.end() == PathSolver.End.SOLVED;
      say("boundary", solved ? users : users - boundaryUsers);
    }
  }

  void retry() {
    add("retries", 1);
    say("retry", 0);
  }
}
