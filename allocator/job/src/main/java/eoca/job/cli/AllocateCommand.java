package eoca.job.cli;

import eoca.job.store.StepListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca allocate}: a completed run that is not published unless asked for. */
@Command(
    name = "allocate",
    description = {
      "Allocate a campaign: as 'run', but CURRENT stays unless --publish is given.",
      "",
      "The run lies in runs/CAMPAIGN/RUN-ID/, or in exactly the folder that --out names."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca allocate campaign.yaml",
      "  eoca allocate campaign.yaml --strategy manual --certify row-max",
      "  eoca allocate campaign.yaml --quota stock=-1000 --quota bond=+1000",
      "  eoca allocate campaign.yaml --out /tmp/try --json"
    })
public final class AllocateCommand implements Callable<Integer> {
  private final Clock clock;
  private final StepListener steps;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CAMPAIGN", description = "The campaign file (YAML).")
  private Path campaign;

  @Mixin private AllocateOptions options;

  /** A command with a clock and a listener. */
  public AllocateCommand(Clock clock, StepListener steps) {
    this.clock = clock;
    this.steps = steps;
  }

  @Override
  public Integer call() {
    JobRunner runner = new JobRunner(spec, clock, steps);
    return runner.run(
        options.request(runner.command(), campaign, false, false, null),
        JobRunner.NOBODY,
        options.json);
  }
}
