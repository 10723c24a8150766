package eoca.job.cli;

import eoca.job.pipeline.Publication;
import eoca.job.store.CampaignRuns;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca rollback}: CURRENT names the run that was published before. */
@Command(
    name = "rollback",
    description = {
      "Let CURRENT name the run that was published before the present one, after its files were"
          + " checked. Runs are never deleted; repeat to go further back."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  eoca rollback june-funds"})
public final class RollbackCommand implements Callable<Integer> {
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CAMPAIGN", description = "The campaign's name.")
  private String campaign;

  @Mixin private RunsDirOption runs;

  @Mixin private JsonOption json;

  /** A command with a clock. */
  public RollbackCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CampaignRuns found = Publication.campaign(campaign, runs.runsDir);
    String id = Publication.rollback(found, clock.instant());
    json.print(spec, "published: " + campaign + "/" + id, "published", campaign + "/" + id);
    return 0;
  }
}
