package eoca.bench.passes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.bench.race.InstanceKey;
import eoca.bench.race.Machine;
import eoca.bench.race.RaceInstances;
import eoca.core.testing.Shapes;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures a list of instances, each in a process of its own, and appends what they say. */
public final class Passes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ALL = List.of("heuristic", "heuristic-literal", "manual");

  /** Above so many values the heuristics' hundreds of passes would take minutes a run. */
  private static final long HEURISTICS_VALUES = 150_000_000L;

  private final Path file;
  private final int threads;
  private final long heapBytes;
  private final boolean vector;

  /**
   * A run of measurements.
   *
   * @param file result file, appended to; instances it has for these threads are left out
   * @param threads threads of everything
   * @param heapBytes heap of the measuring processes
   * @param vector whether to give them the Vector API, where the JDK has it
   */
  public Passes(Path file, int threads, long heapBytes, boolean vector) {
    this.file = file;
    this.threads = threads;
    this.heapBytes = heapBytes;
    this.vector = vector && ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
  }

  /** The instances that the budgets are about, and every regime and shape at a million. */
  public static List<InstanceKey> standard() {
    List<InstanceKey> keys = new ArrayList<>();
    keys.add(new InstanceKey("lognormal", 200_000, 4, 4, 1));
    keys.add(new InstanceKey("lognormal", 1_000_000, 8, 4, 1));
    keys.add(new InstanceKey("lognormal", 10_000_000, 8, 4, 1));
    for (int k : new int[] {24, 50, 100, 200}) {
      keys.add(new InstanceKey("lognormal", 4_000_000, k, 4, 1));
    }
    keys.add(new InstanceKey("constant", 4_000_000, 50, 4, 1));
    keys.add(new InstanceKey("few-values", 4_000_000, 50, 4, 1));
    for (String regime : RaceInstances.regimes()) {
      if (!regime.equals("lognormal")) {
        keys.add(new InstanceKey(regime, 1_000_000, 8, 4, 1));
      }
    }
    for (String shape : Shapes.names()) {
      keys.add(new InstanceKey(shape, 1_000_000, 8, 4, 1));
    }
    return keys;
  }

  /** Every record of a result file. */
  public static List<PassRecord> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<PassRecord> records = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        records.add(JSON.readValue(line, PassRecord.class));
      }
    } catch (JsonProcessingException e) {
      throw new EocaException(
          ExitCode.REJECTED,
          "The results (" + file + ") have a line that is not a record.",
          "Maybe a measurement was cut off; remove the line.",
          e);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The results (" + file + ") can't be read: " + e.getMessage(), "", e);
    }
    return records;
  }

  /**
   * Measures what the file does not have yet.
   *
   * @param listener hears every record as it comes
   * @return records of the given instances, earlier ones included
   */
  public List<PassRecord> run(List<InstanceKey> instances, Consumer<PassRecord> listener)
      throws IOException, InterruptedException {
    String commit = Machine.commit();
    for (InstanceKey key : instances) {
      boolean known = read(file).stream().anyMatch(r -> r.instance().equals(key) && sameSetting(r));
      if (!known) {
        List<PassRecord> records = measure(key, commit, listener);
        append(records);
      }
    }
    return read(file).stream()
        .filter(r -> instances.contains(r.instance()) && sameSetting(r))
        .toList();
  }

  /** Removes the records of some instances in this setting, so that they are measured again. */
  public void drop(List<InstanceKey> instances) throws IOException {
    List<PassRecord> kept =
        read(file).stream()
            .filter(r -> !(instances.contains(r.instance()) && sameSetting(r)))
            .toList();
    Files.deleteIfExists(file);
    append(kept);
  }

  private boolean sameSetting(PassRecord pass) {
    return pass.threads() == threads && pass.vector() == vector;
  }

  private List<PassRecord> measure(InstanceKey key, String commit, Consumer<PassRecord> listener)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + (heapBytes >> 20) + "m",
                "-XX:+UseParallelGC"));
    if (vector) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    boolean small =
        (long) key.users() * key.funds() <= HEURISTICS_VALUES && !Shapes.exists(key.regime());
    List<String> entrants = small ? ALL : List.of();
    PassesRequest request = new PassesRequest(key, threads, entrants, vector, commit);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            PassesChild.class.getName(),
            JSON.writeValueAsString(request)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<PassRecord> records = new ArrayList<>();
    List<String> talk = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(PassesChild.MARK)) {
          PassRecord pass =
              JSON.readValue(line.substring(PassesChild.MARK.length()), PassRecord.class);
          records.add(pass);
          listener.accept(pass);
        } else if (!line.startsWith("WARNING: Using incubator modules")) {
          talk.add(line);
        }
      }
    } finally {
      if (process.isAlive()) {
        process.destroy();
      }
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new EocaException(
          ExitCode.BUG,
          "Measuring " + key.id() + " failed (exit " + exit + "): " + String.join(" | ", talk),
          "Maybe the heap is too small; see --memory.");
    }
    return records;
  }

  private void append(List<PassRecord> records) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    StringBuilder text = new StringBuilder();
    for (PassRecord pass : records) {
      text.append(JSON.writeValueAsString(pass)).append('\n');
    }
    Files.writeString(
        file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
