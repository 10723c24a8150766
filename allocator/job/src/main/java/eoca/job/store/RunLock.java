package eoca.job.store;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A lock of the operating system on a file: whatever kills the process frees it. The file says who
 * holds it.
 *
 * <p>A lock whose file is deleted when it is freed needs care: another process may have opened the
 * file just before it was deleted and then lock a file without a name. So whoever has the lock
 * writes a token through its own handle and reads it back by name; if that differs, it tries again.
 */
public final class RunLock implements AutoCloseable {
  private static final int ATTEMPTS = 100;

  private final Path file;
  private final FileChannel channel;
  private final boolean deleteWhenFreed;

  private RunLock(Path file, FileChannel channel, boolean deleteWhenFreed) {
    this.file = file;
    this.channel = channel;
    this.deleteWhenFreed = deleteWhenFreed;
  }

  /**
   * Takes a lock without waiting.
   *
   * @param file the lock file, created if need be; its folder must exist
   * @param what what is locked, for the message
   * @param deleteWhenFreed whether the file disappears with the lock
   * @throws EocaException LOCKED if another holds it; FILE_SYSTEM if the file can't be made
   */
  public static RunLock take(Path file, String what, boolean deleteWhenFreed) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean keep = false;
        try {
          if (!tryLock(channel)) {
            throw locked(file, what);
          }
          if (ownsTheName(channel, file)) {
            keep = true;
            return new RunLock(file, channel, deleteWhenFreed);
          }
        } finally {
          if (!keep) {
            channel.close();
          }
        }
      }
      throw locked(file, what);
    } catch (IOException e) {
      throw FileErrors.of("lock", file, e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process
    }
  }

  private static boolean ownsTheName(FileChannel channel, Path file) throws IOException {
    String token = ProcessHandle.current().pid() + "\n" + UUID.randomUUID() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8)), 0);
    try {
      return Files.readString(file).equals(token);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static EocaException locked(Path file, String what) {
    String holder = "another process";
    try {
      List<String> lines = Files.readAllLines(file);
      if (!lines.isEmpty()) {
        holder = "process " + lines.get(0);
      }
    } catch (IOException e) {
      holder = "another process"; // it ended or hides its file: the message stays true
    }
    return new EocaException(
        ExitCode.LOCKED,
        "another run holds the lock of " + what + " (" + holder + ")",
        "Maybe wait until it ends; its lock is " + file + ".");
  }

  /** Does something while the lock is held, then frees it. */
  public <T> T during(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    try {
      if (deleteWhenFreed) {
        Files.deleteIfExists(file);
      }
      channel.close();
    } catch (IOException e) {
      throw FileErrors.of("unlock", file, e);
    }
  }
}
