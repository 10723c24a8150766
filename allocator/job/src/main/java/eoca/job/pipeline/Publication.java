package eoca.job.pipeline;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.Suggestions;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.store.RunId;
import eoca.job.verify.FolderChecker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Moves CURRENT between completed runs whose files are intact. */
public final class Publication {
  private Publication() {}

  /**
   * A campaign that has runs.
   *
   * @throws EocaException USAGE if there is none of that name
   */
  public static CampaignRuns campaign(String name, Path runs) {
    List<String> known = RunFolder.campaigns(runs);
    if (!known.contains(name)) {
      throw EocaException.usage(
          "there is no campaign (" + name + ") in " + runs, Suggestions.maybe(name, known));
    }
    return new CampaignRuns(runs, name);
  }

  /** The campaign a run folder lies under, or null if it lies elsewhere. */
  public static CampaignRuns campaignOf(RunFolder run, Path runs) {
    Path folder = RunRecords.real(run.path());
    Path parent = folder.getParent();
    if (parent == null || parent.getFileName() == null) {
      return null;
    }
    CampaignRuns campaign = new CampaignRuns(runs, parent.getFileName().toString());
    boolean under = RunRecords.real(campaign.run(folder.getFileName().toString())).equals(folder);
    return under && RunId.isRunId(folder.getFileName().toString()) ? campaign : null;
  }

  /** Publishes a run that no guard refuses; returns its id. */
  public static String publish(CampaignRuns campaign, RunFolder run, Instant now) {
    return publish(campaign, run, false, "", now);
  }

  /**
   * Publishes a run; returns its id.
   *
   * @param override whether to publish even where a publish guard of its campaign refuses
   * @param reason why, for the history; or empty
   * @throws EocaException LOCKED; VERIFICATION if the folder is not as its manifest says; GUARDED
   */
  public static String publish(
      CampaignRuns campaign, RunFolder run, boolean override, String reason, Instant now) {
    String id = run.path().getFileName().toString();
    return campaign
        .lock()
        .during(
            () -> {
              requireIntact(run);
              List<String> refusals = refusals(campaign, run, now);
              if (!refusals.isEmpty() && !override) {
                throw PublishCheck.refused(campaign.campaign() + "/" + id, refusals);
              }
              campaign.setCurrent(id, "publish", refusals, refusals.isEmpty() ? "" : reason, now);
              return id;
            });
  }

  /**
   * Goes back to the run that was published before; returns its id. Runs that are gone are passed
   * over.
   *
   * @throws EocaException LOCKED; USAGE if there is nothing to go back to; VERIFICATION
   */
  public static String rollback(CampaignRuns campaign, Instant now) {
    return campaign.lock().during(() -> rollbackLocked(campaign, now));
  }

  private static String rollbackLocked(CampaignRuns campaign, Instant now) {
    String current = campaign.current();
    List<String> published = campaign.published();
    for (int i = published.size() - 1; i >= 0; i--) {
      String id = published.get(i);
      if (!id.equals(current) && Files.isDirectory(campaign.run(id))) {
        requireIntact(RunFolder.open(campaign.run(id)));
        campaign.setCurrent(id, "rollback", List.of(), now);
        return id;
      }
    }
    throw EocaException.usage(
        "no run was published before the present one (" + campaign.campaign() + ")",
        "Maybe name a run: 'eoca runs' lists them, 'eoca publish RUN' publishes one.");
  }

  /**
   * What the campaign's guards say against publishing a run now, a line each. The run's start
   * stands for its table's age: the table is at least as old.
   */
  public static List<String> refusals(CampaignRuns campaign, RunFolder run, Instant now) {
    String current = campaign.current();
    RunResult published = null;
    if (current != null && Files.isDirectory(campaign.run(current))) {
      published = RunFolder.open(campaign.run(current)).result();
    }
    Manifest manifest = run.manifest();
    return PublishCheck.refusals(
        manifest.campaign().guards(),
        run.result(),
        published,
        Instant.parse(manifest.startedAt()),
        now);
  }

  private static void requireIntact(RunFolder run) {
    List<String> findings = FolderChecker.outputs(run, run.manifest(), 2);
    if (!findings.isEmpty()) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "the run is not as its manifest says (" + run.path() + "): " + findings.get(0),
          "CURRENT stays. Maybe choose another run: 'eoca runs'.");
    }
  }
}
