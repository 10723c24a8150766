package eoca.inputs.files;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.FileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A lock of the operating system on a file: whatever kills the process frees it. The file says who
 * holds it.
 *
 * <p>POSIX locks have two traps. A process loses its lock when it closes <em>any</em> handle of the
 * file, so this process never opens a lock file that it holds: a set of held paths comes first. And
 * a lock whose file is deleted when it is freed may be taken on a file without a name, by whoever
 * had opened it just before; so whoever gets the lock writes a line of random length through its
 * own handle and looks, without opening, whether the file of that name has this length. If not, it
 * tries again.
 */
public final class PathLock implements AutoCloseable {
  private static final int ATTEMPTS = 100;
  private static final int LONGEST_LINE = 1 << 16;
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final Path key;
  private final FileChannel channel;
  private final boolean deleteWhenFreed;
  private boolean freed;

  private PathLock(Path file, Path key, FileChannel channel, boolean deleteWhenFreed) {
    this.file = file;
    this.key = key;
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
  public static PathLock take(Path file, String what, boolean deleteWhenFreed) {
    Path key = null;
    PathLock lock = null;
    try {
      Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
      if (!HELD.add(real)) {
        throw locked(file, what, "this process");
      }
      key = real;
      for (int attempt = 0; attempt < ATTEMPTS && lock == null; attempt++) {
        lock = attempt(file, key, what, deleteWhenFreed);
      }
      if (lock == null) {
        throw locked(file, what, "another process");
      }
      return lock;
    } catch (IOException e) {
      throw FileErrors.of("lock", file, e);
    } finally {
      if (lock == null && key != null) {
        HELD.remove(key);
      }
    }
  }

  /** One attempt; null if the file of that name was replaced meanwhile. */
  private static PathLock attempt(Path file, Path key, String what, boolean deleteWhenFreed)
      throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean keep = false;
    try {
      if (channel.tryLock() == null) {
        throw locked(file, what, holder(file));
      }
      keep = ownsTheName(channel, file);
      return keep ? new PathLock(file, key, channel, deleteWhenFreed) : null;
    } finally {
      if (!keep) {
        channel.close();
      }
    }
  }

  private static boolean ownsTheName(FileChannel channel, Path file) throws IOException {
    String line = ProcessHandle.current().pid() + "\n";
    String padded = line + " ".repeat(new SecureRandom().nextInt(LONGEST_LINE));
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(padded.getBytes(StandardCharsets.UTF_8)), 0);
    try {
      return Files.size(file) == padded.length();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static String holder(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.isEmpty() ? "another process" : "process " + lines.get(0);
    } catch (IOException e) {
      return "another process"; // it ended or hides its file: the message stays true
    }
  }

  private static EocaException locked(Path file, String what, String holder) {
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
  public synchronized void close() {
    if (freed) {
      return;
    }
    freed = true;
    try {
      if (deleteWhenFreed) {
        Files.deleteIfExists(file);
      }
      channel.close();
    } catch (IOException e) {
      throw FileErrors.of("unlock", file, e);
    } finally {
      HELD.remove(key);
    }
  }
}
