package eoca.job.pipeline;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Strategy;
import eoca.job.store.RunFolder;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run was asked to do.
 *
 * @param command the command and its arguments, as they were given, for the manifest
 * @param campaignFile the campaign file
 * @param strategy takes the place of the file's, or null
 * @param quotas {@code --quota} texts, at most one a fund
 * @param locked takes the place of the file's locked users, or null
 * @param certify which prices a run that is not exact is certified at
 * @param threads threads to use, ≥ 1
 * @param format takes the place of the file's, or null
 * @param out the folder the run shall be, or null for one under {@code runsDir}
 * @param publish whether CURRENT shall name it; never with {@code out}
 * @param override whether to publish even where a publish guard refuses
 * @param runsDir the folder of all runs
 * @param score whether a campaign with a {@code predict} section is scored first
 * @param skipUnchanged whether to do nothing if inputs and configuration are the published run's
 * @param rerun the run it is made from, or null
 */
public record JobRequest(
    List<String> command,
    Path campaignFile,
    Strategy strategy,
    List<String> quotas,
    Path locked,
    Certify certify,
    int threads,
    OutputFormat format,
    Path out,
    boolean publish,
    boolean override,
    Path runsDir,
    boolean score,
    boolean skipUnchanged,
    Rerun rerun) {

  /**
   * What a re-run is made from.
   *
   * @param parent the run; its campaign and quotas are what the new one starts from, and its inputs
   *     must be as they were
   * @param keep whether ties keep users where the run has them
   * @param stickiness what moving a user away from the run's fund costs, money, ≥ 0
   */
  public record Rerun(RunFolder parent, boolean keep, float stickiness) {
    /** Whether the run's allocation matters to the new one. */
    public boolean stays() {
      return keep || stickiness > 0;
    }
  }

  /** Copies the lists. */
  public JobRequest {
    command = List.copyOf(command);
    quotas = List.copyOf(quotas);
  }
}
