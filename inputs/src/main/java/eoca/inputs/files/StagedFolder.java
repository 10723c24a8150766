package eoca.inputs.files;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.FileErrors;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A folder that appears whole or not at all: files are written into {@code .NAME.staging} beside
 * it, and one atomic move puts them in place. An operating-system lock on {@code
 * .NAME.staging.lock} keeps two writers apart; what a killed process left is removed by the next
 * one. On SIGINT and SIGTERM the work is told to stop (see {@link #checkGoOn}), and what was staged
 * is removed before the process ends.
 */
public final class StagedFolder implements AutoCloseable {
  private static final long STOP_SECONDS = 30;

  private final Path target;
  private final Path staging;
  private final PathLock lock;
  private final Thread hook = new Thread(this::interrupted, "eoca-staging-cleaner");
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stop;
  private boolean moved;

  private StagedFolder(Path target, Path staging, PathLock lock) {
    this.target = target;
    this.staging = staging;
    this.lock = lock;
  }

  /**
   * Locks a folder's name and makes its staging folder; parents are created.
   *
   * @param dir the folder to make: absent, or an empty folder
   * @param option what messages call it, such as {@code --out}
   * @throws EocaException USAGE if something else is there, LOCKED if another process writes it,
   *     FILE_SYSTEM if it can't be made
   */
  public static StagedFolder open(Path dir, String option) {
    Path target = NewFolder.check(dir, option);
    Path name = target.getFileName();
    Path staging = target.resolveSibling("." + name + ".staging");
    Path lockFile = target.resolveSibling("." + name + ".staging.lock");
    PathLock lock = null;
    StagedFolder folder = null;
    try {
      Files.createDirectories(target.getParent());
      lock = PathLock.take(lockFile, option + " (" + dir + ")", true);
      DurableFiles.deleteTree(staging);
      Files.createDirectory(staging);
      folder = new StagedFolder(target, staging, lock);
      Runtime.getRuntime().addShutdownHook(folder.hook);
      return folder;
    } catch (IOException e) {
      throw FileErrors.of("create", dir, e);
    } finally {
      if (lock != null && folder == null) {
        lock.close();
      }
    }
  }

  /** Where to write. */
  public Path folder() {
    return staging;
  }

  /**
   * Throws if a signal asked the process to end: to be called often by whoever writes.
   *
   * @throws EocaException INTERRUPTED
   */
  public void checkGoOn() {
    if (stop) {
      throw new EocaException(ExitCode.INTERRUPTED, "interrupted; nothing was written", "");
    }
  }

  /**
   * Puts the folder in place.
   *
   * @throws EocaException FILE_SYSTEM if it can't be moved
   */
  public synchronized void complete() {
    checkGoOn();
    try {
      DurableFiles.forceDirectory(staging);
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
      DurableFiles.forceDirectory(target.getParent());
    } catch (AtomicMoveNotSupportedException e) {
      throw EocaException.fileSystem(
          "the folder can't be put in place in one move (" + target + ")",
          "Maybe it is a mount point: name a folder inside it.",
          e);
    } catch (IOException e) {
      throw FileErrors.of("create", target, e);
    }
  }

  /** Removes what is staged unless it was put in place, and frees the name. */
  @Override
  public void close() {
    try {
      if (!moved) {
        DurableFiles.deleteTree(staging);
      }
    } catch (IOException e) {
      throw FileErrors.of("remove", staging, e);
    } finally {
      lock.close();
      closed.countDown();
      if (!stop) {
        removeHook();
      }
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      stop = true; // the process is ending: the hook runs, finds everything closed, and returns
    }
  }

  private void interrupted() {
    stop = true;
    try {
      if (!closed.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        synchronized (this) {
          if (!moved) {
            DurableFiles.deleteTree(staging);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      return; // the next writer removes it
    }
  }
}
