package eoca.job.pipeline;

import eoca.inputs.cli.BuildInfo;
import eoca.inputs.error.EocaException;
import eoca.inputs.etv.InputFile;
import eoca.job.model.Json;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code lineage.json}: a run as one OpenLineage run event, COMPLETE or FAIL, with the files it
 * read and wrote as data sets of the namespace {@code file}. Written by hand: OpenLineage's client
 * brings an HTTP stack and metrics along for a tree of a dozen keys.
 */
final class RunLineage {
  private static final String SPECIFICATION = "https://openlineage.io/spec/2-0-2/OpenLineage.json";

  private RunLineage() {}

  /**
   * The event.
   *
   * @param folder where the run will lie
   * @param failure why it failed, or null
   */
  static String event(
      RunState state, RunResult result, Path folder, EocaException failure, Instant now) {
    String campaign = state.campaign.name();
    String id = campaign + "/" + state.staging.target().runId();
    List<Object> inputs = new ArrayList<>();
    if (state.table != null) {
      inputs.addAll(dataSets(state, Manifest.ETV, files(state, failure)));
    }
    if (state.participants != null) {
      inputs.addAll(dataSets(state, Manifest.LOCKED, state.participants.lockedFiles()));
    }
    List<Object> outputs = new ArrayList<>();
    state.written.forEach(
        file -> outputs.add(dataSet(folder.resolve(file.path().getFileName()), file.rows())));
    Map<String, Object> facets = new LinkedHashMap<>();
    facets.put(
        "processing_engine",
        facet(
            "1-1-1/ProcessingEngineRunFacet",
            Map.of("name", "eoca", "version", BuildInfo.current().version())));
    if (failure != null) {
      facets.put(
          "errorMessage",
          facet(
              "1-0-1/ErrorMessageRunFacet",
              Map.of(
                  "message", String.valueOf(failure.getMessage()), "programmingLanguage", "Java")));
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("eventType", failure == null ? "COMPLETE" : "FAIL");
    event.put("eventTime", now.toString());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("runId", UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
    run.put("facets", facets);
    event.put("run", run);
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("namespace", "eoca");
    job.put("name", campaign);
    event.put("job", job);
    event.put("inputs", inputs);
    event.put("outputs", outputs);
    event.put("producer", producer());
    event.put("schemaURL", SPECIFICATION + "#/$defs/RunEvent");
    return Json.pretty(event);
  }

  private static List<Object> dataSets(RunState state, String role, List<InputFile> files) {
    List<Object> sets = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path original = state.original(role, i, files.get(i).path());
      sets.add(dataSet(RunRecords.real(original), files.get(i).rows()));
    }
    return sets;
  }

  /** A failed run may have failed because an input can't be read any more. */
  private static List<InputFile> files(RunState state, EocaException failure) {
    try {
      return state.table.files();
    } catch (EocaException e) {
      if (failure == null) {
        throw e;
      }
      return List.of();
    }
  }

  private static String producer() {
    return "urn:eoca:" + BuildInfo.current().version();
  }

  private static Map<String, Object> facet(String schema, Map<String, Object> content) {
    Map<String, Object> facet = new LinkedHashMap<>();
    facet.put("_producer", producer());
    facet.put("_schemaURL", "https://openlineage.io/spec/facets/" + schema + ".json");
    facet.putAll(new java.util.TreeMap<>(content));
    return facet;
  }

  private static Map<String, Object> dataSet(Path file, long rows) {
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("namespace", "file");
    set.put("name", file.toString());
    Map<String, Object> facets = new LinkedHashMap<>();
    facets.put("eoca_rows", facet("1-0-0/BaseFacet", Map.of("rows", rows)));
    set.put("facets", facets);
    return set;
  }
}
