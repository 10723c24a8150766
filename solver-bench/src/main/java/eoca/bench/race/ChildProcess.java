package eoca.bench.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.bench.race.ChildMessage.Event;
import eoca.bench.race.Measurement.Ending;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts a child, listens, and kills it where it passes its time or its memory. Never throws for
 * anything the child does: whatever happens becomes a measurement.
 */
final class ChildProcess {
  /** Time a solver that heeds its limit gets to return, before it is killed. */
  private static final double GRACE_SECONDS = 3;

  /** Time for making the instance, and for checking the answer. */
  private static final double OTHER_SECONDS = 600;

  private static final long POLL_MILLIS = 20;

  private final ObjectMapper json = new ObjectMapper();
  private final ChildRequest request;
  private final int round;
  private final long memoryLimitBytes;

  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> warmUpSeconds = new ArrayList<>();
  private volatile long deadline;
  private volatile boolean solving;
  private volatile long peakBytes;
  private long peakAnonymousBytes;
  private long inputBytes;
  private String version = "";
  private String remark = "";
  private ChildMessage.Report report;
  private boolean heapExhausted;
  private boolean failed;
  private String lastWords = "";

  ChildProcess(ChildRequest request, int round, long memoryLimitBytes) {
    this.request = request;
    this.round = round;
    this.memoryLimitBytes = memoryLimitBytes;
  }

  /** Runs the child to its end. */
  Measurement run(Machine machine, String commit) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command()).redirectErrorStream(true).start();
    } catch (IOException e) {
      return measurement(Ending.ERROR, "the process could not be started: " + e, machine, commit);
    }
    Thread shutdown = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(shutdown);
    setDeadline(OTHER_SECONDS);
    Thread reader = new Thread(() -> listen(process), "race-child-output");
    reader.setDaemon(true);
    reader.start();
    Ending killed = null;
    try {
      String pid = Long.toString(process.pid());
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        long own = Machine.anonymousBytes(pid);
        peakAnonymousBytes = Math.max(peakAnonymousBytes, own);
        if (own > memoryLimitBytes) {
          killed = Ending.OUT_OF_MEMORY;
          peakBytes = Math.max(peakBytes, Machine.peakRssBytes(pid));
        } else if (System.nanoTime() - deadline > 0) {
          killed = solving ? Ending.TIME_OUT : Ending.ERROR;
          peakBytes = Math.max(peakBytes, Machine.peakRssBytes(pid));
        }
        if (killed != null) {
          process.destroyForcibly();
          process.waitFor();
          break;
        }
      }
      reader.join(TimeUnit.SECONDS.toMillis(10));
    } finally {
      process.destroyForcibly();
      removeHook(shutdown);
    }
    return ending(killed, process.exitValue(), machine, commit);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      return; // the race itself is being stopped: the hook is running
    }
  }

  private List<String> command() throws IOException {
    long heap = Math.max(256L << 20, memoryLimitBytes / 4 * 3) >> 20;
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseParallelGC",
                "-XX:-UsePerfData",
                "--add-opens=java.base/java.nio=ALL-UNNAMED"));
    if (ModuleFinderOfVector.present()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            json.writeValueAsString(request)));
    return command;
  }

  private void setDeadline(double fromNowSeconds) {
    deadline = System.nanoTime() + (long) (fromNowSeconds * 1e9);
  }

  private void listen(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ChildMessage.MARK)) {
          hear(json.readValue(line.substring(ChildMessage.MARK.length()), ChildMessage.class));
        } else if (!line.isBlank() && !line.startsWith("WARNING: Using incubator modules")) {
          lastWords = line.length() > 300 ? line.substring(0, 300) : line;
        }
      }
    } catch (IOException e) {
      lastWords = lastWords.isEmpty() ? e.toString() : lastWords;
    }
  }

  private void hear(ChildMessage message) {
    solving = message.event() == Event.BEGIN;
    setDeadline(solving ? request.limitSeconds() + GRACE_SECONDS : OTHER_SECONDS);
    switch (message.event()) {
      case READY -> {
        version = message.text();
        inputBytes = message.rssBytes();
      }
      case BEGIN, CHECKING -> {}
      case WARMED -> warmUpSeconds.add(message.seconds());
      case SOLVED -> {
        seconds.add(message.seconds());
        peakBytes = Math.max(peakBytes, message.rssBytes());
      }
      case ANSWER -> {
        report = message.report();
        remark = message.text();
      }
      case FAILED -> {
        failed = true;
        remark = message.text();
      }
      case OUT_OF_MEMORY -> {
        heapExhausted = true;
        remark = message.text();
      }
    }
  }

  private Measurement ending(Ending killed, int exit, Machine machine, String commit) {
    if (killed == Ending.TIME_OUT) {
      return measurement(killed, "killed after " + request.limitSeconds() + " s", machine, commit);
    }
    if (killed != null || heapExhausted) {
      boolean memory = heapExhausted || killed == Ending.OUT_OF_MEMORY;
      String why = memory ? "memory limit " + (memoryLimitBytes >> 20) + " MiB" : "hung";
      return measurement(memory ? Ending.OUT_OF_MEMORY : killed, why, machine, commit);
    }
    if (failed || report == null) {
      boolean outOfMemory = lastWords.contains("bad_alloc") || lastWords.contains("OutOfMemory");
      String why = failed ? remark : "exit " + exit + ": " + lastWords;
      return measurement(outOfMemory ? Ending.OUT_OF_MEMORY : Ending.ERROR, why, machine, commit);
    }
    if (!report.found()) {
      boolean late =
          report.outOfTime()
              || (!seconds.isEmpty() && last(seconds) >= 0.95 * request.limitSeconds());
      return measurement(late ? Ending.TIME_OUT : Ending.ERROR, remark, machine, commit);
    }
    if (report.violations() > 0) {
      String why = report.violations() + " broken rules; first: " + report.firstViolation();
      return measurement(Ending.ERROR, why, machine, commit);
    }
    return measurement(
        report.optimal() ? Ending.OPTIMAL : Ending.FEASIBLE, remark, machine, commit);
  }

  private static double last(List<Double> values) {
    return values.get(values.size() - 1);
  }

  private Measurement measurement(Ending ending, String message, Machine machine, String commit) {
    boolean solved = ending.solved();
    return new Measurement(
        request.entrant(),
        version,
        request.instance(),
        round,
        request.threads(),
        request.limitSeconds(),
        memoryLimitBytes,
        ending,
        solved && report.claim(),
        solved ? report.objective() : null,
        solved ? report.bound() : null,
        solved ? report.absoluteGap() : null,
        solved ? report.relativeGap() : null,
        solved ? report.tolerance() : 0,
        List.copyOf(seconds),
        List.copyOf(warmUpSeconds),
        peakBytes,
        peakAnonymousBytes,
        inputBytes,
        message == null ? "" : message,
        report == null ? Map.of() : report.statistics(),
        machine,
        commit);
  }
}
