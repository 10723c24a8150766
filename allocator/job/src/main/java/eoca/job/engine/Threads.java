package eoca.job.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine's helper threads. */
public final class Threads {
  private Threads() {}

  /**
   * An executor of so many daemon threads (at least one), which the caller shuts down. Threads
   * start when they are first needed.
   */
  public static ExecutorService executor(int threads) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        Math.max(1, threads),
        task -> {
          Thread thread = new Thread(task, "eoca-worker-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
