package eoca.console;

import eoca.core.StopSignal;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.InputFile;
import eoca.insight.run.LoadedRun;
import eoca.job.store.RunFolder;
import eoca.job.store.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs whose data are loaded: only the first question waits for that. Loaded data stay until the
 * least recently asked have to go, because all together passed a bound:
 *
 * <ul>
 *   <li>on the heap, one byte a user: a quarter of the heap
 *   <li>mapped tables: {@link Bounds#mappedBytes()}. The operating system may drop their pages at
 *       any time
 * </ul>
 *
 * <p>A run larger than a bound is kept while it is asked. One run is loaded, and one problem
 * solved, at a time. A run whose input files changed on disk is loaded anew, which tells what
 * changed.
 */
final class LoadedRuns implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  /** More questions than these do not wait. */
  private static final int MOST_WAITING = 6;

  /**
   * What may stay loaded.
   *
   * @param heapBytes on the heap
   * @param mappedBytes of tables
   */
  record Bounds(long heapBytes, long mappedBytes) {
    static Bounds ofThisJvm() {
      return new Bounds(Runtime.getRuntime().maxMemory() / 4, 8L << 30);
    }
  }

  private static final class Entry {
    final CompletableFuture<LoadedRun> loaded = new CompletableFuture<>();
    int askers;
    boolean retired;
    long heapBytes;
    long mappedBytes;
    List<String> files = List.of();
  }

  private final int threads;
  private final Bounds bounds;
  private final Map<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Semaphore loading = new Semaphore(1);
  private final Semaphore solving = new Semaphore(1);
  private final Semaphore preparing = new Semaphore(1);
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean asked;
  private volatile boolean stopped;

  LoadedRuns(int threads, Bounds bounds) {
    this.threads = threads;
    this.bounds = bounds;
  }

  /** Ends solves when the console stops. */
  StopSignal stopSignal() {
    return () -> stopped ? StopSignal.Limit.INTERRUPTED : null;
  }

  /**
   * Loads a run in the background, so that the first question finds it there. Does nothing where it
   * would not stay, or another is being prepared; what is wrong with the run, its first question
   * tells.
   *
   * @param users of the run
   */
  void prepare(RunFolder folder, long users) {
    if (stopped || users > bounds.heapBytes() || !preparing.tryAcquire()) {
      return;
    }
    background(
        () -> {
          try {
            ask(folder, LoadedRun::folder);
          } catch (EocaException | Refusal e) {
            return; // the first question tells
          } finally {
            preparing.release();
          }
        });
  }

  /** Lets the JVM compile the solver in the background, until the first question waits for it. */
  void rehearse() {
    background(new Rehearsal(() -> stopped || asked));
  }

  private static void background(Runnable work) {
    Thread thread = new Thread(work, "eoca-console-background");
    thread.setDaemon(true);
    thread.start();
  }

  /** Asks a run something quick. */
  <T> T ask(RunFolder folder, Function<LoadedRun, T> question) {
    Entry entry;
    boolean mine = false;
    synchronized (this) {
      requireRunning();
      entry = current(folder.path());
      if (entry == null) {
        entry = new Entry();
        entries.put(folder.path(), entry);
        mine = true;
      }
      entry.askers++;
    }
    try {
      return question.apply(mine ? load(folder, entry) : await(entry));
    } catch (InternalError e) { // a mapped file that was cut short
      retire(folder.path(), entry);
      throw new EocaException(
          ExitCode.VERIFICATION, "an input file was cut short while it was read", "Load it again.");
    } finally {
      synchronized (this) {
        entry.askers--;
        if (entry.retired) {
          close(entry);
        }
      }
      shrink();
    }
  }

  /** Asks a run something that solves: one at a time. */
  <T> T solve(RunFolder folder, Function<LoadedRun, T> question) {
    asked = true;
    take(solving);
    try {
      return ask(folder, question);
    } finally {
      solving.release();
    }
  }

  private void take(Semaphore semaphore) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      throw new Refusal(503, "Other questions are still being answered: try again.");
    }
    try {
      if (!semaphore.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new Refusal(503, "Another question is still being answered: try again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static Refusal stopping() {
    return new Refusal(503, "The console is stopping.");
  }

  private void requireRunning() {
    if (stopped) {
      throw stopping();
    }
  }

  /** The entry of a run whose files are as they were when it was loaded, or null. */
  private Entry current(Path run) {
    Entry entry = entries.get(run);
    if (entry != null && entry.loaded.isDone() && !entry.files.equals(seen(entry.loaded.join()))) {
      entries.remove(run);
      entry.retired = true;
      close(entry);
      return null;
    }
    return entry;
  }

  private LoadedRun load(RunFolder folder, Entry entry) {
    boolean taken = false;
    try {
      take(loading);
      taken = true;
      requireRunning();
      LoadedRun run = LoadedRun.open(folder, threads, (phase, done, total) -> check());
      synchronized (this) {
        long users = run.table().users();
        entry.heapBytes = users;
        entry.mappedBytes = users * (4L * run.campaign().funds().size() + 1);
        entry.files = seen(run);
        entry.loaded.complete(run);
      }
      return run;
    } catch (RuntimeException | Error e) {
      forget(folder.path(), entry);
      Throwable told = e instanceof Staging.CancelledException ? stopping() : e;
      entry.loaded.completeExceptionally(told);
      if (told instanceof Refusal refusal) {
        throw refusal;
      }
      throw e;
    } finally {
      if (taken) {
        loading.release();
      }
    }
  }

  private void check() {
    if (stopped) {
      throw new Staging.CancelledException();
    }
  }

  private static LoadedRun await(Entry entry) {
    try {
      return entry.loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new Refusal(503, "The run is still being loaded: try again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    }
  }

  /** Size and time of every input file. */
  private static List<String> seen(LoadedRun run) {
    List<String> seen = new ArrayList<>();
    for (InputFile file : run.table().files()) {
      try {
        seen.add(Files.size(file.path()) + " " + Files.getLastModifiedTime(file.path()));
      } catch (IOException e) {
        seen.add("gone");
      }
    }
    return seen;
  }

  private synchronized void retire(Path run, Entry entry) {
    entry.retired = true;
    entries.remove(run, entry);
  }

  private synchronized void forget(Path run, Entry entry) {
    entries.remove(run, entry);
  }

  /** Lets go of the least recently asked until the bounds hold. */
  private synchronized void shrink() {
    long heap = entries.values().stream().mapToLong(entry -> entry.heapBytes).sum();
    long mapped = entries.values().stream().mapToLong(entry -> entry.mappedBytes).sum();
    Iterator<Entry> oldest = entries.values().iterator();
    while ((heap > bounds.heapBytes() || mapped > bounds.mappedBytes()) && oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entry.askers == 0 && entry.loaded.isDone()) {
        oldest.remove();
        heap -= entry.heapBytes;
        mapped -= entry.mappedBytes;
        close(entry);
      }
    }
  }

  private static void close(Entry entry) {
    if (entry.askers == 0 && entry.loaded.isDone() && !entry.loaded.isCompletedExceptionally()) {
      entry.loaded.join().close();
    }
  }

  /** How many runs are loaded. */
  synchronized int count() {
    return entries.size();
  }

  /** Questions end soon, and no more are taken. */
  void stop() {
    stopped = true;
  }

  /** Frees what nobody asks; what is still asked goes with the process. */
  @Override
  public synchronized void close() {
    stopped = true;
    entries.values().forEach(LoadedRuns::close);
    entries.clear();
  }
}
