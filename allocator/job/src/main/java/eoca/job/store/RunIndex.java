package eoca.job.store;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.files.DurableFiles;
import eoca.job.model.Json;
import eoca.job.model.Manifest;
import eoca.job.model.RunFiles;
import eoca.job.model.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said of every run of a campaign, kept in {@code .index.jsonl} beside the runs so that a
 * list of thousands does not read thousands of files.
 *
 * <p>The index is never believed further than it can be seen to be right: runs are those that lie
 * there now, an entry counts only while its {@code result.json} has the size and time that it had,
 * everything else is read anew. So it may be deleted, damaged or old, and lists are the same. It is
 * replaced atomically by whoever finds something to add; two at once do no harm.
 */
public final class RunIndex {
  private static final String NAME = ".index.jsonl";

  private final CampaignRuns runs;

  /** The index of a campaign. */
  public RunIndex(CampaignRuns runs) {
    this.runs = runs;
  }

  /**
   * One run.
   *
   * @param campaign its campaign
   * @param id its id
   * @param folder its folder
   * @param failed whether it is one that failed
   * @param outcome as in result.json, or null where that can't be read; then so are those below
   * @param strategy as in result.json
   * @param users N, or null
   * @param objective money, or null
   * @param relativeGap or null
   * @param wallSeconds how long it took, or null
   * @param parent the run it was re-run from, or null
   */
  public record Entry(
      String campaign,
      String id,
      Path folder,
      boolean failed,
      String outcome,
      String strategy,
      Long users,
      Double objective,
      Double relativeGap,
      Double wallSeconds,
      String parent) {
    /** {@code campaign/run-id}. */
    public String name() {
      return campaign + "/" + id;
    }
  }

  /**
   * The completed runs, oldest first, then the failed ones that were kept.
   *
   * @param rebuild whether to read every run anew and to insist on writing the index
   * @throws EocaException FILE_SYSTEM if the folder can't be read, or a rebuilt index not written
   */
  public List<Entry> list(boolean rebuild) {
    Map<String, Map<?, ?>> known = rebuild ? Map.of() : read();
    List<Map<String, Object>> lines = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    boolean changed = rebuild;
    for (boolean failed : new boolean[] {false, true}) {
      for (String id : failed ? runs.failed() : runs.completed()) {
        Path folder = failed ? runs.failed(id) : runs.run(id);
        String stamp = stamp(folder);
        Map<?, ?> line = known.get(key(id, failed));
        if (line == null || !stamp.equals(line.get("stamp"))) {
          Map<String, Object> fresh = read(id, folder, failed, stamp);
          changed = true;
          lines.add(fresh);
          entries.add(entry(fresh, folder));
        } else {
          Map<String, Object> same = new LinkedHashMap<>();
          line.forEach((name, value) -> same.put((String) name, value));
          lines.add(same);
          entries.add(entry(same, folder));
        }
      }
    }
    if (changed || lines.size() != known.size()) {
      write(lines, rebuild);
    }
    return entries;
  }

  private static String key(String id, boolean failed) {
    return id + (failed ? " failed" : "");
  }

  /** Size and time of result.json: a completed run's never changes. */
  private static String stamp(Path folder) {
    try {
      BasicFileAttributes seen =
          Files.readAttributes(folder.resolve(RunFiles.RESULT), BasicFileAttributes.class);
      return seen.size() + " " + seen.lastModifiedTime();
    } catch (IOException e) {
      return "none";
    }
  }

  private Map<String, Object> read(String id, Path folder, boolean failed, String stamp) {
    RunFolder run = RunFolder.open(folder);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("run_id", id);
    line.put("failed", failed);
    line.put("stamp", stamp);
    RunResult result = null;
    try {
      result = run.result();
    } catch (EocaException e) {
      line.put("unreadable", true);
    }
    line.put("outcome", result == null ? null : result.outcome().json());
    line.put("strategy", result == null ? null : result.strategy().id());
    line.put("users", result == null ? null : result.users());
    line.put("objective", result == null ? null : result.objective());
    line.put("relative_gap", result == null ? null : result.relativeGap());
    line.put("wall_seconds", result == null ? null : result.wallSeconds());
    Manifest manifest = failed || result == null ? null : run.intactManifest();
    line.put("parent", manifest == null ? null : manifest.parent());
    return line;
  }

  private Entry entry(Map<String, Object> line, Path folder) {
    return new Entry(
        runs.campaign(),
        (String) line.get("run_id"),
        folder,
        Boolean.TRUE.equals(line.get("failed")),
        (String) line.get("outcome"),
        (String) line.get("strategy"),
        (Long) line.get("users"),
        number(line.get("objective")),
        number(line.get("relative_gap")),
        number(line.get("wall_seconds")),
        (String) line.get("parent"));
  }

  private static Double number(Object value) {
    return value instanceof Number number ? (Double) number.doubleValue() : null;
  }

  /** The lines that can be read and have the types they must have. */
  private Map<String, Map<?, ?>> read() {
    Map<String, Map<?, ?>> known = new HashMap<>();
    try {
      for (String line : Files.readAllLines(runs.folder().resolve(NAME), StandardCharsets.UTF_8)) {
        if (Json.read(line) instanceof Map<?, ?> map && isSound(map)) {
          known.put(key((String) map.get("run_id"), (Boolean) map.get("failed")), map);
        }
      }
    } catch (IOException e) {
      return Map.of(); // none yet, or damaged: it is made anew
    }
    return known;
  }

  private static boolean isSound(Map<?, ?> line) {
    for (String text : List.of("outcome", "strategy", "parent")) {
      if (line.get(text) != null && !(line.get(text) instanceof String)) {
        return false;
      }
    }
    return line.containsKey("wall_seconds") // an index of earlier versions has none
        && line.get("run_id") instanceof String
        && line.get("failed") instanceof Boolean
        && line.get("stamp") instanceof String
        && (line.get("users") == null || line.get("users") instanceof Long);
  }

  private void write(List<Map<String, Object>> lines, boolean insist) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(Json.line(line)).append('\n'));
    Path file = runs.folder().resolve(NAME);
    String mine = ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
    Path next = runs.folder().resolve(NAME + "." + mine);
    try {
      Files.deleteIfExists(next);
      DurableFiles.replace(file, next, text.toString());
    } catch (IOException e) {
      if (insist) {
        throw FileErrors.of("write", file, e);
      } // else the runs are another's, and the list is right without it
    }
  }
}
