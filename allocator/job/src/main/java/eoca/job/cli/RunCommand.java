package eoca.job.cli;

import eoca.job.store.StepListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca run}: the nightly job. */
@Command(
    name = "run",
    description = {
      "The nightly job: check the data, allocate, certify, write, verify and publish.",
      "",
      "Everything is written beside the published run and moved into place at the end: whatever"
          + " happens, CURRENT names a complete, verified run."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca run campaign.yaml",
      "  eoca run campaign.yaml --strategy heuristic --threads 8",
      "  eoca run campaign.yaml --quota bond=+5%% --quota money=rest",
      "  eoca run campaign.yaml --out /data/june --format csv",
      "  eoca run campaign.yaml --skip-unchanged --json",
      "  eoca run campaign.yaml --on-failure ./page-me.sh --push-metrics http://metrics:9091/metrics/job/eoca"
    })
public final class RunCommand implements Callable<Integer> {
  private final Clock clock;
  private final StepListener steps;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CAMPAIGN", description = "The campaign file (YAML).")
  private Path campaign;

  @Mixin private AllocateOptions options;
  @Mixin private CallOptions calls;

  @Option(
      names = "--skip-unchanged",
      description =
          "Exit with 99 and change nothing if inputs and configuration are the published run's.")
  private boolean skipUnchanged;

  /** A command with a clock and a listener. */
  public RunCommand(Clock clock, StepListener steps) {
    this.clock = clock;
    this.steps = steps;
  }

  @Override
  public Integer call() {
    JobRunner runner = new JobRunner(spec, clock, steps);
    return runner.run(
        options.request(runner.command(), campaign, true, skipUnchanged, null),
        calls.calls(),
        options.json);
  }
}
