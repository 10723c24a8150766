package eoca.core.exact;

import eoca.core.StopSignal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what a solve did, and tells it line by line. */
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

  void say(String phase, long done) {
    stop.progress(phase, done, users);
  }

  void count(View view) {
    if (view.ids() == null) {
      add("passes", 1);
      say("exact newton pass", 0);
    }
  }

  void leftPass(View view, boolean stopped) {
    if (view.ids() == null) {
      add("passes", 1);
      say(stopped ? "exact pass stopped" : "exact boundary too large", 0);
    }
  }

  void pass(View view, Rows boundary) {
    if (view.ids() == null) {
      add("passes", 1);
      boundaryUsers = boundary.count();
      set("boundary_users", boundary.count());
      set("boundary_candidates", boundary.candidates());
      say("exact fix pass boundary=" + boundary.count(), users - boundary.count());
    }
  }

  void boundary(View view, Boundary.Result result) {
    add("augmentations", result.augmentations());
    if (view.ids() == null) {
      set("surplus", result.surplus());
      say(
          "exact boundary surplus="
              + result.surplus()
              + " augmentations="
              + result.augmentations()
              + " end="
              + result.end(),
          users);
    }
  }

  void retry(int attempt) {
    add("retries", 1);
    say("exact retry " + (attempt + 1), 0);
  }
}
