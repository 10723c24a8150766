package eoca.job.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process's peak memory as the Linux kernel counts it, from {@code /proc/self/status}.
 *
 * <ul>
 *   <li>{@code peak_rss_bytes} is {@code VmHWM}: the kernel's own high-water mark of resident
 *       memory, pages of mapped input files included. Those the kernel can take back at any moment.
 *   <li>{@code peak_anon_bytes} is the largest {@code RssAnon} seen by a sampler every {@value
 *       #INTERVAL_MILLIS} ms and at the end of every phase: memory that nothing but the process
 *       holds (heap, buffers, stacks). The kernel keeps no mark of it; a peak shorter than the
 *       interval may be missed.
 * </ul>
 *
 * <p>Both count whole pages that were touched, by the Java machine too, and never sink: they are of
 * the process since its start. Elsewhere than on Linux both are unknown. The kernel updates its
 * counters in batches: a few hundred KiB may be missing.
 */
final class ProcessMemory implements AutoCloseable {
  static final int INTERVAL_MILLIS = 20;

  private static final Path STATUS = Path.of("/proc/self/status");

  private final Thread sampler;
  private volatile boolean closed;
  private volatile long peakAnonymous = -1;

  ProcessMemory() {
    sample();
    sampler = new Thread(this::run, "eoca-memory");
    sampler.setDaemon(true);
    if (peakAnonymous >= 0) {
      sampler.start();
    }
  }

  private void run() {
    while (!closed) {
      sample();
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Looks now, and returns the anonymous memory in bytes, or −1 where it is unknown. */
  synchronized long sample() {
    long anonymous = read("RssAnon:");
    if (anonymous > peakAnonymous) {
      peakAnonymous = anonymous;
    }
    return anonymous;
  }

  /** Largest anonymous memory seen so far, bytes, or null where it is unknown. */
  Long peakAnonymousBytes() {
    sample();
    return peakAnonymous < 0 ? null : peakAnonymous;
  }

  /** Largest resident memory so far, bytes, or null where it is unknown. */
  static Long peakResidentBytes() {
    long peak = read("VmHWM:");
    return peak < 0 ? null : peak;
  }

  private static long read(String key) {
    try {
      for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(key)) {
          String digits = line.replaceAll("[^0-9]", "");
          return Long.parseLong(digits) << 10; // the kernel says kB
        }
      }
    } catch (IOException | NumberFormatException e) {
      return -1; // another operating system
    }
    return -1;
  }

  @Override
  public void close() {
    closed = true;
    sampler.interrupt();
  }
}
