package eoca.inputs.files;

import eoca.inputs.Progress;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.internal.Crew;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * SHA-256 of files. One file is hashed in order by one thread (SHA-256 has no parallel form);
 * several files are hashed at once.
 */
public final class FileHash {
  /** Bytes read at once: large enough to make system calls free, small enough to stay in L2. */
  private static final int BLOCK = 256 << 10;

  private FileHash() {}

  /**
   * A file's size and hash, read from its bytes.
   *
   * @param path the file
   * @param bytes the number of bytes hashed
   * @param sha256 64 lower-case hex digits
   */
  public record Hashed(Path path, long bytes, String sha256) {}

  /**
   * Hashes one file.
   *
   * @throws EocaException 7 if the file is missing or unreadable
   */
  public static Hashed sha256(Path file) {
    return hash(file, bytes -> {});
  }

  /**
   * Hashes files, the largest first, on up to {@code threads} threads; memory: 256 KiB a thread.
   *
   * @param files regular files
   * @param threads threads to use, ≥ 1
   * @param progress hears phase {@code hash} in bytes
   * @return one entry a file, in the order given
   * @throws EocaException 7 if a file is missing or unreadable
   */
  public static List<Hashed> sha256(List<Path> files, int threads, Progress progress) {
    if (files.isEmpty()) {
      return List.of();
    }
    long[] sizes = new long[files.size()];
    long total = 0;
    for (int i = 0; i < sizes.length; i++) {
      try {
        sizes[i] = Files.size(files.get(i));
      } catch (IOException e) {
        throw FileErrors.of("read", files.get(i), e);
      }
      total += sizes[i];
    }
    int[] order =
        IntStream.range(0, sizes.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> -sizes[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    Hashed[] out = new Hashed[sizes.length];
    AtomicLong done = new AtomicLong();
    long all = total;
    try (Crew crew = new Crew("eoca-hash", Math.min(threads, sizes.length))) {
      crew.run(
          sizes.length,
          t ->
              out[order[t]] =
                  hash(
                      files.get(order[t]),
                      bytes -> progress.report("hash", done.addAndGet(bytes), all)));
    }
    return List.of(out);
  }

  /** A new SHA-256. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** 64 lower-case hex digits of a finished digest. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** 64 lower-case hex digits over some bytes. */
  public static String ofBytes(byte[] bytes) {
    MessageDigest digest = newDigest();
    digest.update(bytes);
    return hex(digest);
  }

  /** Hears how many more bytes were hashed. */
  @FunctionalInterface
  public interface Tick {
    /** That many more. */
    void add(long bytes);
  }

  /**
   * Hashes one file on the calling thread.
   *
   * @param tick hears every 64 MiB
   * @throws EocaException 7 if the file is missing or unreadable
   */
  public static Hashed sha256(Path file, Tick tick) {
    return hash(file, tick);
  }

  private static Hashed hash(Path file, Tick tick) {
    MessageDigest digest = newDigest();
    byte[] block = new byte[BLOCK];
    ByteBuffer buffer = ByteBuffer.wrap(block);
    long bytes = 0;
    long untold = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int n = channel.read(buffer.clear()); n >= 0; n = channel.read(buffer.clear())) {
        digest.update(block, 0, n);
        bytes += n;
        untold += n;
        if (untold >= 64L << 20) {
          tick.add(untold);
          untold = 0;
        }
      }
    } catch (IOException e) {
      throw FileErrors.of("read", file, e);
    }
    tick.add(untold);
    return new Hashed(file, bytes, hex(digest));
  }
}
