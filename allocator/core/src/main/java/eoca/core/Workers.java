package eoca.core;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads an algorithm was given: it runs numbered tasks on them and waits. Tasks are handed
 * out in index order to whichever thread is free, so an algorithm must fold partial results by task
 * index, never by completion.
 */
public final class Workers {
  private final ExecutorService executor;
  private final int threads;

  private Workers(ExecutorService executor, int threads) {
    this.executor = executor;
    this.threads = threads;
  }

  /** Runs every task on the calling thread. */
  public static Workers sequential() {
    return new Workers(null, 1);
  }

  /**
   * Uses the calling thread and {@code threads − 1} threads of an executor, which must be able to
   * run that many tasks at once.
   *
   * @param executor stays the caller's to shut down
   * @param threads total parallelism, ≥ 1
   * @throws IllegalArgumentException if {@code threads < 1}
   */
  public static Workers of(ExecutorService executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (" + threads + ") must be at least 1");
    }
    return new Workers(threads == 1 ? null : executor, threads);
  }

  /** Total parallelism, the calling thread included. */
  public int threads() {
    return threads;
  }

  /** A task that knows its index and the worker slot it runs on. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs one task.
     *
     * @param index task index, {@code 0 ≤ index < count}
     * @param slot worker slot, {@code 0 ≤ slot < threads()}; no two tasks run in a slot at once, so
     *     scratch memory may be kept a slot
     */
    void run(int index, int slot);
  }

  /**
   * Runs tasks {@code 0..count-1} and returns when all have ended. The first failure (lowest slot)
   * is thrown again after all threads have stopped taking tasks.
   */
  public void run(int count, Task task) {
    int parallel = Math.min(threads, count);
    AtomicInteger next = new AtomicInteger();
    if (parallel <= 1) {
      drain(count, next, 0, task);
      return;
    }
    Future<?>[] helpers = new Future<?>[parallel - 1];
    for (int h = 0; h < helpers.length; h++) {
      int slot = h + 1;
      helpers[h] = executor.submit(() -> drain(count, next, slot, task));
    }
    Throwable failure = null;
    try {
      drain(count, next, 0, task);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    for (Future<?> helper : helpers) {
      Throwable thrown = await(helper);
      failure = failure == null ? thrown : failure;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private static void drain(int count, AtomicInteger next, int slot, Task task) {
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        task.run(i, slot);
      }
    } catch (Throwable e) {
      next.set(count); // the other threads stop at their next task
      throw e;
    }
  }

  private static Throwable await(Future<?> helper) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          helper.get();
          return null;
        } catch (ExecutionException e) {
          return e.getCause();
        } catch (InterruptedException e) {
          interrupted = true; // the helper still uses the caller's arrays: wait for it, then tell
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
