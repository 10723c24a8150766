package eoca.inputs.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one piece of work: {@code threads} daemon threads that live until {@link
 * #close()}. Numbered tasks are handed out in index order to whichever thread is free; whoever
 * folds results does it by task index.
 */
public final class Crew implements AutoCloseable {
  private static final AtomicInteger LIVE = new AtomicInteger();

  private final ExecutorService executor;
  private final int threads;

  /** Starts a crew. */
  public Crew(String name, int threads) {
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newFixedThreadPool(
            threads,
            r -> {
              Thread t = new Thread(r, name + "-" + number.incrementAndGet());
              t.setDaemon(true);
              return t;
            });
    LIVE.incrementAndGet();
  }

  /** A numbered task. */
  @FunctionalInterface
  public interface Task {
    /** Does task {@code index}; a failure ends the whole run. */
    void run(int index) throws Exception;
  }

  /** The number of threads. */
  public int threads() {
    return threads;
  }

  /**
   * Runs tasks {@code 0..count} and waits for all that were started. After the first failure no
   * further task starts; that failure is thrown, checked exceptions wrapped in {@link
   * IllegalStateException}. An interrupt of the waiting thread stops handing out tasks.
   */
  public void run(int count, Task task) {
    AtomicInteger next = new AtomicInteger();
    int helpers = Math.min(threads, count);
    Future<?>[] running = new Future<?>[helpers];
    for (int i = 0; i < helpers; i++) {
      running[i] = executor.submit(() -> drain(count, next, task));
    }
    Throwable failure = null;
    boolean interrupted = false;
    for (Future<?> f : running) {
      boolean waiting = true;
      while (waiting) {
        try {
          f.get();
          waiting = false;
        } catch (ExecutionException e) {
          failure = failure == null ? e.getCause() : failure;
          waiting = false;
        } catch (InterruptedException e) {
          next.set(count); // the helpers still use shared memory: wait for them, then tell
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      if (failure == null) {
        failure = new IllegalStateException("interrupted");
      }
    }
    rethrow(failure);
  }

  /** Submits one job of its own. */
  public <T> Future<T> submit(java.util.concurrent.Callable<T> job) {
    return executor.submit(job);
  }

  private static Void drain(int count, AtomicInteger next, Task task) throws Exception {
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        task.run(i);
      }
      return null;
    } catch (Throwable e) {
      next.set(count);
      throw e;
    }
  }

  /** Throws a failure as it is if unchecked, else wrapped; null does nothing. */
  public static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  /** Crews not closed yet, in this process: for leak checks. */
  public static int live() {
    return LIVE.get();
  }

  /** Interrupts what still runs and waits for it to end. */
  @Override
  public void close() {
    if (executor.isShutdown()) {
      return;
    }
    executor.shutdownNow();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (executor.awaitTermination(1, java.util.concurrent.TimeUnit.SECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      LIVE.decrementAndGet();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
