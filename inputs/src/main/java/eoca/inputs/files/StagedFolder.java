package eoca.inputs.files;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.internal.FileFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
  private final Path lockFile;
  private final FileChannel lockChannel;
  private final Thread hook = new Thread(this::interrupted, "eoca-staging-cleaner");
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stop;
  private boolean moved;

  private StagedFolder(Path target, Path staging, Path lockFile, FileChannel lockChannel) {
    this.target = target;
    this.staging = staging;
    this.lockFile = lockFile;
    this.lockChannel = lockChannel;
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
    Path target = dir.toAbsolutePath().normalize();
    checkFree(target, dir, option);
    Path name = target.getFileName();
    Path staging = target.resolveSibling("." + name + ".staging");
    Path lockFile = target.resolveSibling("." + name + ".staging.lock");
    FileChannel lock = null;
    try {
      Files.createDirectories(target.getParent());
      lock = lock(lockFile, dir, option);
      deleteTree(staging);
      Files.createDirectory(staging);
      StagedFolder folder = new StagedFolder(target, staging, lockFile, lock);
      Runtime.getRuntime().addShutdownHook(folder.hook);
      return folder;
    } catch (IOException e) {
      free(lock, lockFile);
      throw FileFailure.failed("create", dir, e);
    }
  }

  private static void checkFree(Path target, Path dir, String option) {
    if (target.getFileName() == null || target.equals(Path.of("").toAbsolutePath().normalize())) {
      throw EocaException.usage(
          option + " must not be the folder you are in, or a root (" + dir + ")",
          "Maybe name a folder inside it.");
    }
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw EocaException.usage(
          option + " must be absent or an empty folder, not a file or a link (" + dir + ")",
          "Maybe name a new folder.");
    }
    try (Stream<Path> entries = Files.list(target)) {
      if (entries.findAny().isPresent()) {
        throw EocaException.usage(
            option + " must be absent or empty (" + dir + ")", "Maybe name a new folder.");
      }
    } catch (IOException e) {
      throw FileFailure.failed("list", dir, e);
    }
  }

  /** Takes the lock; a lock file that was deleted between opening and locking does not count. */
  private static FileChannel lock(Path lockFile, Path dir, String option) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean keep = false;
      try {
        if (!tryLock(channel)) {
          throw new EocaException(
              ExitCode.LOCKED,
              "another process is writing to " + option + " (" + dir + ")",
              "Maybe wait until it ends.");
        }
        keep = sameFile(channel, lockFile);
        if (keep) {
          return channel;
        }
      } finally {
        if (!keep) {
          channel.close();
        }
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process
    }
  }

  /** Whether the name still means the locked file: what is written through one is in the other. */
  private static boolean sameFile(FileChannel channel, Path lockFile) throws IOException {
    String token = ProcessHandle.current().pid() + " " + System.nanoTime() + "\n";
    channel.truncate(0);
    channel.write(
        java.nio.ByteBuffer.wrap(token.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    try {
      return Files.readString(lockFile).equals(token);
    } catch (NoSuchFileException e) {
      return false;
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
      force(staging);
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
      force(target.getParent());
    } catch (AtomicMoveNotSupportedException e) {
      throw EocaException.fileSystem(
          "the folder can't be put in place in one move (" + target + ")",
          "Maybe it is a mount point: name a folder inside it.",
          e);
    } catch (IOException e) {
      throw FileFailure.failed("create", target, e);
    }
  }

  /** Forces a folder's entries to disk, where folders can be opened. */
  private static void force(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Removes what is staged unless it was put in place, and frees the name. */
  @Override
  public void close() {
    try {
      if (!moved) {
        deleteTree(staging);
      }
    } catch (IOException e) {
      throw FileFailure.failed("remove", staging, e);
    } finally {
      free(lockChannel, lockFile);
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
            deleteTree(staging);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      return; // the next writer removes it
    }
  }

  private static void free(FileChannel lock, Path lockFile) {
    if (lock == null) {
      return;
    }
    try {
      Files.deleteIfExists(lockFile);
      lock.close();
    } catch (IOException e) {
      return; // the lock goes with the process; a lock file that stays does no harm
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
