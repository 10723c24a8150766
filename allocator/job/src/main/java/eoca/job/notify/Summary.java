package eoca.job.notify;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.job.model.Json;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.ErrorReport;
import eoca.job.pipeline.JobOutcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run ended, as commands and web hooks are told.
 *
 * @param campaign the campaign's name, or null where the campaign file could not be read
 * @param folder the completed or the failed run's folder, or null
 * @param exit the exit code
 * @param published whether CURRENT names it
 * @param result what it found, or null
 * @param error why it did not end well, or null
 */
public record Summary(
    String campaign,
    Path folder,
    int exit,
    boolean published,
    RunResult result,
    ErrorReport error) {

  /** Of a job that came to an end. */
  public static Summary of(JobOutcome outcome) {
    return new Summary(
        outcome.campaign(),
        outcome.folder(),
        outcome.code().code(),
        outcome.published(),
        outcome.result(),
        outcome.failure() == null ? null : report(outcome.failure()));
  }

  /** Of a job that failed before it could leave anything. */
  public static Summary of(RuntimeException failure) {
    ErrorReport error =
        failure instanceof EocaException known
            ? report(known)
            : new ErrorReport(ExitCode.BUG.code(), String.valueOf(failure), "");
    return new Summary(null, null, error.code(), false, null, error);
  }

  private static ErrorReport report(EocaException failure) {
    return new ErrorReport(failure.code().code(), failure.getMessage(), failure.hint());
  }

  /** As JSON. */
  String json() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("campaign", campaign);
    tree.put("run_id", runId());
    tree.put("folder", folder == null ? null : folder.toString());
    tree.put("exit", (long) exit);
    tree.put("published", published);
    tree.put("outcome", result == null ? null : result.outcome().json());
    tree.put("users", result == null ? null : result.users());
    tree.put("objective", result == null ? null : result.objective());
    tree.put("relative_gap", result == null ? null : result.relativeGap());
    tree.put("error", error == null ? null : error.toTree());
    return Json.pretty(tree);
  }

  /** As environment variables. */
  Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("EOCA_CAMPAIGN", text(campaign));
    variables.put("EOCA_RUN_ID", text(runId()));
    variables.put("EOCA_FOLDER", text(folder));
    variables.put("EOCA_EXIT", Integer.toString(exit));
    variables.put("EOCA_PUBLISHED", Boolean.toString(published));
    variables.put("EOCA_OUTCOME", text(result == null ? null : result.outcome().json()));
    variables.put("EOCA_MESSAGE", text(error == null ? null : error.message()));
    return variables;
  }

  private String runId() {
    return folder == null ? null : folder.getFileName().toString();
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString().replace('\0', ' ');
  }
}
