package eoca.job.store;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.etv.EtvProvider;
import eoca.inputs.files.DurableFiles;
import eoca.inputs.files.PathLock;
import eoca.job.model.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run on its way: a locked staging folder that becomes, in one atomic move, the completed run, or
 * the failed one, or nothing.
 *
 * <pre>
 * open ──► write files ──► complete (move) ──► publish (CURRENT) ──► close
 *                     └──► fail (move apart) ─────────────────────► close
 *                     └──► close alone: everything staged is removed
 * </pre>
 *
 * <p>What a run has scored is the exception: parts with records, which the next run can go on with,
 * are moved apart before their staging folder is removed, whether by its own process or, after a
 * kill, by the next one.
 *
 * <p>A signal may come at any moment: {@link #cancel} makes every later {@link #complete} and
 * {@link #fail} throw; a move that has begun is finished.
 */
public final class Staging implements AutoCloseable {
  /** Thrown where a run was cancelled by a signal. */
  public static final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A cancelled run. */
    public CancelledException() {
      super("interrupted");
    }
  }

  private enum State {
    STAGED,
    MOVED,
    CANCELLED,
    CLOSED
  }

  private final RunTarget target;
  private final PathLock lock;
  private final Path folder;
  private final StepListener steps;
  private final List<String> removed;
  private State state = State.STAGED;
  private boolean keptScores;

  private Staging(
      RunTarget target, PathLock lock, Path folder, StepListener steps, List<String> removed) {
    this.target = target;
    this.lock = lock;
    this.folder = folder;
    this.steps = steps;
    this.removed = removed;
  }

  /**
   * Locks the target, removes what killed runs left, makes the staging folder.
   *
   * @throws EocaException LOCKED, USAGE ({@code --out} is no longer empty) or FILE_SYSTEM
   */
  public static Staging open(RunTarget target, StepListener steps) {
    PathLock lock = target.lock();
    boolean opened = false;
    try {
      steps.reached("locked", target.staging());
      target.checkFree();
      List<String> removed = removeStale(target);
      Files.createDirectory(target.staging());
      checkSameDisk(target);
      steps.reached("staged", target.staging());
      opened = true;
      return new Staging(target, lock, target.staging(), steps, removed);
    } catch (IOException e) {
      throw FileErrors.of("create", target.staging(), e);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private static List<String> removeStale(RunTarget target) throws IOException {
    List<String> removed = new ArrayList<>();
    if (target.runs() == null) {
      if (Files.exists(target.staging(), LinkOption.NOFOLLOW_LINKS)) {
        rescueScores(target.staging(), target);
        DurableFiles.deleteTree(target.staging());
        removed.add(target.staging().getFileName().toString());
      }
      return removed;
    }
    List<Path> stale;
    try (Stream<Path> entries = Files.list(target.runs().folder())) {
      stale =
          entries
              .filter(
                  entry -> entry.getFileName().toString().startsWith(CampaignRuns.STAGING_PREFIX))
              .sorted()
              .toList();
    }
    for (Path entry : stale) {
      rescueScores(entry, target);
      DurableFiles.deleteTree(entry);
      removed.add(entry.getFileName().toString());
    }
    return removed;
  }

  /** Moves parts with records out of a staging folder that is to go; true if there were any. */
  private static boolean rescueScores(Path staged, RunTarget target) throws IOException {
    Path scores = staged.resolve(RunFiles.ETV_FOLDER);
    if (!Files.isDirectory(scores.resolve(EtvProvider.RECORDS))) {
      return false;
    }
    try (Stream<Path> entries = Files.list(scores)) {
      if (entries.count() < 2) {
        return false; // no part is whole yet
      }
    }
    DurableFiles.deleteTree(target.scores());
    Files.move(scores, target.scores(), StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /**
   * The folder for what this run scores, with what an interrupted one had scored.
   *
   * @throws EocaException FILE_SYSTEM
   */
  public synchronized Path openScores() {
    Path scores = folder.resolve(RunFiles.ETV_FOLDER);
    try {
      if (Files.isDirectory(target.scores())) {
        Files.move(target.scores(), scores, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createDirectories(scores);
      }
      return scores;
    } catch (IOException e) {
      throw FileErrors.of("take over the scores of an interrupted run", target.scores(), e);
    }
  }

  /**
   * Keeps what was scored for the next run, if that can go on with it.
   *
   * @throws EocaException FILE_SYSTEM
   */
  public synchronized void keepScores() {
    try {
      keptScores |= rescueScores(folder, target);
    } catch (IOException e) {
      throw FileErrors.of("keep the scores", target.scores(), e);
    }
  }

  /** Whether what this run scored waits for the next one. */
  public synchronized boolean keptScores() {
    return keptScores;
  }

  /**
   * What was scored is of no use to a next run: it becomes part of this one, or goes with it.
   *
   * @throws IOException if the records can't be removed
   */
  public synchronized void finishScores() throws IOException {
    DurableFiles.deleteTree(folder.resolve(RunFiles.ETV_FOLDER).resolve(EtvProvider.RECORDS));
  }

  /** An existing empty {@code --out} that is a mount point can't be replaced by a move. */
  private static void checkSameDisk(RunTarget target) throws IOException {
    Path destination = target.destination();
    if (Files.isDirectory(destination)
        && !Files.getFileStore(destination).equals(Files.getFileStore(target.staging()))) {
      Files.delete(target.staging());
      throw EocaException.fileSystem(
          "--out must not be a mount point (" + destination + ")",
          "Maybe name a folder inside it.",
          null);
    }
  }

  /** The staging folder. */
  public Path folder() {
    return folder;
  }

  /** Where it is going. */
  public RunTarget target() {
    return target;
  }

  /** Names of staging folders of killed runs that were removed on the way. */
  public List<String> removedStale() {
    return removed;
  }

  /**
   * Makes the staged folder the completed run. Its files must have been forced to disk.
   *
   * @throws CancelledException if a signal came first
   * @throws EocaException FILE_SYSTEM
   */
  public synchronized void complete() {
    beginMove();
    try {
      DurableFiles.forceDirectory(folder);
      steps.reached("forced", folder);
      Files.move(folder, target.destination(), StandardCopyOption.ATOMIC_MOVE);
      state = State.MOVED;
      steps.reached("moved", target.destination());
      DurableFiles.forceDirectory(target.destination().getParent());
    } catch (IOException e) {
      throw FileErrors.of("move the run to", target.destination(), e);
    }
  }

  /**
   * Lets CURRENT name the completed run.
   *
   * @param overridden what publish guards said against it, for the history
   */
  public synchronized void publish(Instant now, List<String> overridden) {
    if (state != State.MOVED) {
      throw new IllegalStateException("only a completed run can be published");
    }
    target.runs().setCurrent(target.runId(), "publish", overridden, now);
    steps.reached("published", target.destination());
  }

  /**
   * Keeps the staged folder apart as a failed run; an older failed {@code --out} is replaced.
   *
   * @throws CancelledException if a signal came first
   * @throws EocaException FILE_SYSTEM
   */
  public synchronized void fail() {
    beginMove();
    Path destination = target.failedDestination();
    try {
      Files.createDirectories(destination.getParent());
      DurableFiles.forceDirectory(folder);
      DurableFiles.deleteTree(destination);
      Files.move(folder, destination, StandardCopyOption.ATOMIC_MOVE);
      state = State.MOVED;
      DurableFiles.forceDirectory(destination.getParent());
    } catch (IOException e) {
      throw FileErrors.of("move the failed run to", destination, e);
    }
  }

  private void beginMove() {
    if (state != State.STAGED) {
      throw new CancelledException();
    }
  }

  /**
   * Called by a signal: no move begins after this returns; one that has begun is finished first.
   */
  public synchronized void cancel() {
    if (state == State.STAGED) {
      state = State.CANCELLED;
    }
  }

  /**
   * Removes whatever is still staged but for scores that a next run can go on with, also while
   * another thread still writes into it. Does nothing after a move.
   */
  public synchronized void discard() {
    if (state == State.MOVED || state == State.CLOSED) {
      return;
    }
    try {
      keptScores |= rescueScores(folder, target);
    } catch (IOException e) {
      // scored anew by the next run
    }
    // Another thread may still add files; what stays after that is removed by the next run.
    boolean gone = false;
    for (int attempt = 0; attempt < 50 && !gone; attempt++) {
      gone = deleted(folder);
    }
  }

  private static boolean deleted(Path folder) {
    try {
      DurableFiles.deleteTree(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes what is still staged and frees the lock. */
  @Override
  public synchronized void close() {
    if (state != State.CLOSED) {
      discard();
      state = State.CLOSED;
      lock.close();
    }
  }
}
