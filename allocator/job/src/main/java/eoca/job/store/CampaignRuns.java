package eoca.job.store;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.files.DurableFiles;
import eoca.inputs.files.PathLock;
import eoca.job.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The runs of one campaign, {@code <runs>/<campaign>/}:
 *
 * <pre>
 * CURRENT                     the id of the published run and a newline
 * published.jsonl             every change of CURRENT, oldest first
 * 20260601T020000Z-1a2b3c/    a completed run
 * failed/20260602T…/          a run that ended with exit 3, 4, 5 or 8
 * .lock                       the lock of whoever changes anything here
 * .staging-20260603T…/        a run on its way, or one that was killed
 * .scores/                    what an interrupted run had scored, for the next one
 * </pre>
 */
public final class CampaignRuns {
  /** Name of the file that names the published run. */
  public static final String CURRENT = "CURRENT";

  /** Name of the folder of failed runs. */
  public static final String FAILED = "failed";

  static final String STAGING_PREFIX = ".staging-";

  /** Name of the folder of what an interrupted run had scored. */
  static final String SCORES = ".scores";

  private static final String CURRENT_TEMPORARY = ".CURRENT.next";
  private static final String HISTORY = "published.jsonl";

  private final Path folder;

  /** The runs of a campaign; nothing is touched yet. */
  public CampaignRuns(Path runs, String campaign) {
    this.folder = runs.resolve(campaign);
  }

  /** The campaign's folder. */
  public Path folder() {
    return folder;
  }

  /** The campaign's name. */
  public String campaign() {
    return folder.getFileName().toString();
  }

  /** The folder of a completed run. */
  public Path run(String runId) {
    return folder.resolve(runId);
  }

  /** The folder of a failed run. */
  public Path failed(String runId) {
    return folder.resolve(FAILED).resolve(runId);
  }

  /** What an interrupted run had scored, for the next one; absent mostly. */
  public Path scores() {
    return folder.resolve(SCORES);
  }

  /** Where a run is moved before it is deleted: what a crash leaves there, the next run removes. */
  public Path removing(String runId) {
    return folder.resolve(STAGING_PREFIX + "removing-" + runId);
  }

  /**
   * Takes the campaign's lock, making the folder if need be.
   *
   * @throws EocaException LOCKED or FILE_SYSTEM
   */
  public PathLock lock() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileErrors.of("create", folder, e);
    }
    return PathLock.take(folder.resolve(".lock"), "campaign (" + campaign() + ")", false);
  }

  /**
   * The published run's id, or null if none was ever published.
   *
   * @throws EocaException FILE_SYSTEM if CURRENT can't be read or does not hold a run id
   */
  public String current() {
    Path file = folder.resolve(CURRENT);
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String id = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
      if (!RunId.isRunId(id)) {
        throw EocaException.fileSystem(
            "CURRENT must hold a run id (" + file + ")",
            "Maybe it was edited by hand: 'eoca publish RUN' writes it anew.",
            null);
      }
      return id;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (IOException e) {
      throw FileErrors.of("read", file, e);
    }
  }

  /** The ids of completed runs, oldest first. */
  public List<String> completed() {
    return runIdsIn(folder);
  }

  /** The ids of failed runs that were kept, oldest first. */
  public List<String> failed() {
    return runIdsIn(folder.resolve(FAILED));
  }

  private static List<String> runIdsIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(RunId::isRunId)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw FileErrors.of("list", folder, e);
    }
  }

  /**
   * Lets CURRENT name a completed run: whoever reads it sees the old or the new id. The caller
   * holds the lock.
   *
   * @param action {@code publish} or {@code rollback}, for the history
   * @param overridden what publish guards said against it, for the history
   */
  public void setCurrent(String runId, String action, List<String> overridden, Instant now) {
    setCurrent(runId, action, overridden, "", now);
  }

  /**
   * The same with the reason that a person gave for overriding.
   *
   * @param reason for the history, or empty
   */
  public void setCurrent(
      String runId, String action, List<String> overridden, String reason, Instant now) {
    Path file = folder.resolve(CURRENT);
    try {
      String before = current();
      DurableFiles.replace(file, folder.resolve(CURRENT_TEMPORARY), runId + "\n");
      if (before != null && (published().isEmpty() || !last(published()).equals(before))) {
        record(before, "publish", List.of(), "", now); // a crash came between CURRENT and its line
      }
      record(runId, action, overridden, reason, now);
    } catch (IOException e) {
      throw FileErrors.of("write", file, e);
    }
  }

  private void record(
      String runId, String action, List<String> overridden, String reason, Instant now)
      throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", now.toString());
    line.put("action", action);
    line.put("run_id", runId);
    if (!overridden.isEmpty()) {
      line.put("override", overridden);
    }
    if (!reason.isEmpty()) {
      line.put("reason", reason);
    }
    Files.writeString(
        folder.resolve(HISTORY),
        Json.line(line) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /**
   * The runs that were published and not rolled back, oldest first: the last is CURRENT, the one
   * before it is where a rollback goes. A damaged line of the history is passed over.
   */
  public List<String> published() {
    List<String> stack = new ArrayList<>();
    Path file = folder.resolve(HISTORY);
    if (!Files.exists(file)) {
      return stack;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw FileErrors.of("read", file, e);
    }
    for (String line : lines) {
      replay(line, stack);
    }
    return stack;
  }

  private static void replay(String line, List<String> stack) {
    Object entry;
    try {
      entry = Json.read(line);
    } catch (IOException e) {
      return; // half a line, from a crash
    }
    if (entry instanceof Map<?, ?> map
        && map.get("run_id") instanceof String id
        && RunId.isRunId(id)) {
      while ("rollback".equals(map.get("action")) && !stack.isEmpty() && !last(stack).equals(id)) {
        stack.remove(stack.size() - 1);
      }
      if (stack.isEmpty() || !last(stack).equals(id)) {
        stack.add(id);
      }
    }
  }

  private static String last(List<String> list) {
    return list.get(list.size() - 1);
  }
}
