package eoca.job;

import eoca.inputs.cli.CommandProvider;
import eoca.job.cli.AllocateCommand;
import eoca.job.cli.CheckCommand;
import eoca.job.cli.GcCommand;
import eoca.job.cli.PublishCommand;
import eoca.job.cli.ReportCommand;
import eoca.job.cli.RollbackCommand;
import eoca.job.cli.RunCommand;
import eoca.job.cli.RunsCommand;
import eoca.job.cli.VerifyCommand;
import eoca.job.store.StepListener;
import java.time.Clock;
import java.util.List;

/** The commands of the batch job. */
public final class JobCommands implements CommandProvider {
  private final Clock clock;
  private final StepListener steps;

  /** For the service loader: the real clock, nobody listening. */
  public JobCommands() {
    this(Clock.systemUTC(), StepListener.NONE);
  }

  /**
   * With a clock and a listener of one's own, for tests that stop or disturb a run at a step.
   *
   * @param clock names runs and stamps logs
   * @param steps hears where runs are
   */
  public JobCommands(Clock clock, StepListener steps) {
    this.clock = clock;
    this.steps = steps;
  }

  @Override
  public List<Object> commands() {
    return List.of(
        new RunCommand(clock, steps),
        new AllocateCommand(clock, steps),
        new CheckCommand(),
        new VerifyCommand(),
        new RunsCommand(),
        new ReportCommand(),
        new PublishCommand(clock),
        new RollbackCommand(clock),
        new GcCommand(clock));
  }
}
