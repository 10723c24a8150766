package eoca.bench.race;

import eoca.inputs.cli.BuildInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where something was measured.
 *
 * @param cpu processor model, or the architecture where it is not known
 * @param cores processors the JVM sees
 * @param memoryBytes main memory, 0 where unknown
 * @param os operating system
 * @param jdk JVM name and version
 */
public record Machine(String cpu, int cores, long memoryBytes, String os, String jdk) {
  /** This machine. */
  public static Machine here() {
    String cpu = procLine("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"));
    long memory = procLine("/proc/meminfo", "MemTotal").map(Machine::kibibytes).orElse(0L);
    return new Machine(
        cpu,
        Runtime.getRuntime().availableProcessors(),
        memory,
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** Peak resident memory of a process so far, in bytes, or 0 where it can't be known. */
  public static long peakRssBytes(String pid) {
    return procLine("/proc/" + pid + "/status", "VmHWM").map(Machine::kibibytes).orElse(0L);
  }

  /** Resident memory of a process, in bytes, or 0 where it can't be known. */
  public static long rssBytes(String pid) {
    return procLine("/proc/" + pid + "/status", "VmRSS").map(Machine::kibibytes).orElse(0L);
  }

  /**
   * Resident memory of a process that is its own: without mapped files, whose pages the system
   * takes back when it needs them. In bytes, or 0 where it can't be known.
   */
  public static long anonymousBytes(String pid) {
    return procLine("/proc/" + pid + "/status", "RssAnon").map(Machine::kibibytes).orElse(0L);
  }

  /**
   * The commit of the sources that run: the distribution's, or that of the working folder where
   * there is none, or {@code unknown}.
   */
  public static String commit() {
    String built = BuildInfo.current().commit();
    return built.equals("unknown") ? checkedOut() : built;
  }

  private static String checkedOut() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = git.waitFor(10, TimeUnit.SECONDS);
      return ended && git.exitValue() == 0 ? text.strip() : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  private static long kibibytes(String text) {
    return Long.parseLong(text.replaceAll("[^0-9]", "")) * 1024;
  }

  private static Optional<String> procLine(String file, String key) {
    try (var lines = Files.lines(Path.of(file), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      return Optional.empty(); // not Linux, or the process has ended
    }
  }
}
