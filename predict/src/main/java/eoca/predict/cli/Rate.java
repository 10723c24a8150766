package eoca.predict.cli;

import eoca.inputs.Progress;
import java.util.Locale;

/** Adds throughput and the time left to a progress line. */
final class Rate implements Progress {
  private final Progress next;
  private String phase = "";
  private long began;
  private long first;

  Rate(Progress next) {
    this.next = next;
  }

  @Override
  public synchronized void report(String name, long done, long total) {
    long now = System.nanoTime();
    if (!name.equals(phase)) {
      phase = name;
      began = now;
      first = done;
    }
    double seconds = (now - began) / 1e9;
    if (done == first || seconds <= 0) {
      next.report(name, done, total);
      return;
    }
    double rate = (done - first) / seconds;
    next.report(
        String.format(Locale.ROOT, "%s, %,.0f/s, %.0f s left", name, rate, (total - done) / rate),
        done,
        total);
  }
}
