package eoca.insight.cli;

import eoca.job.cli.AllocateOptions;
import eoca.job.cli.JobRunner;
import eoca.job.pipeline.JobRequest;
import eoca.job.store.RunFolder;
import eoca.job.store.StepListener;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca rerun}: a new run from an earlier one. */
@Command(
    name = "rerun",
    description = {
      "Make a new run from an earlier one, with other quotas.",
      "",
      "The campaign and quotas are those that the run had; its inputs must not have changed (exit"
          + " 8). Its prices are tried first and never change the result. The new run names its"
          + " parent in the manifest and is published only with --publish."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca rerun june-funds --quota bond=+5%% --quota money=rest",
      "  eoca rerun june-funds/20260601T020000Z-1a2b3c --quota stock=-1000 --quota bond=+1000 --publish",
      "  eoca rerun june-funds --quota bond=+5%% --quota money=rest --keep --stickiness 0.50"
    })
public final class RerunCommand implements Callable<Integer> {
  private final Clock clock;
  private final StepListener steps;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run folder, campaign/run-id, or a campaign (its published run).")
  private String run;

  @Mixin private StayOptions stay;

  @Mixin private AllocateOptions options;

  /** A command with a clock and a listener. */
  public RerunCommand(Clock clock, StepListener steps) {
    this.clock = clock;
    this.steps = steps;
  }

  @Override
  public Integer call() {
    JobRunner runner = new JobRunner(spec, clock, steps);
    RunFolder parent = RunFolder.find(run, options.runsDir());
    JobRequest.Rerun rerun = new JobRequest.Rerun(parent, stay.keep, stay.stickiness);
    stay.requireExact(
        options.strategy() == null ? parent.manifest().campaign().strategy() : options.strategy());
    return runner.run(options.request(runner.command(), null, false, false, rerun), options.json());
  }
}
