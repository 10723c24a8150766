package eoca.job.cli;

import eoca.inputs.error.EocaException;
import eoca.job.pipeline.Publication;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca publish}: CURRENT names a completed run. */
@Command(
    name = "publish",
    description = {
      "Let CURRENT name a completed run, after its files were checked against its manifest."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  eoca publish june-funds/20260601T020000Z-1a2b3c"})
public final class PublishCommand implements Callable<Integer> {
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run folder under --runs-dir, or campaign/run-id.")
  private String run;

  @Mixin private OverrideOption guards;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why the guards are overridden; recorded in published.jsonl.")
  private String reason;

  @Mixin private RunsDirOption runs;

  @Mixin private JsonOption json;

  /** A command with a clock. */
  public PublishCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (!reason.isEmpty() && !guards.override) {
      throw EocaException.usage(
          "--reason says why guards are overridden (" + reason + ")", "Maybe add --override.");
    }
    RunFolder folder = RunFolder.find(run, runs.runsDir);
    CampaignRuns campaign = Publication.campaignOf(folder, runs.runsDir);
    if (campaign == null) {
      throw EocaException.usage(
          "only runs under --runs-dir can be published (" + folder.path() + ")",
          "Maybe name the folder it lies in with --runs-dir, or make the run without --out.");
    }
    String id = Publication.publish(campaign, folder, guards.override, reason, clock.instant());
    json.print(
        spec,
        "published: " + campaign.campaign() + "/" + id,
        "published",
        campaign.campaign() + "/" + id);
    return 0;
  }
}
