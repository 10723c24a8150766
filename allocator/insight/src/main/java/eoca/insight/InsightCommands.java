package eoca.insight;

import eoca.inputs.cli.CommandProvider;
import eoca.insight.cli.DiffCommand;
import eoca.insight.cli.ExplainCommand;
import eoca.insight.cli.RerunCommand;
import eoca.insight.cli.WhatIfCommand;
import eoca.job.store.StepListener;
import java.time.Clock;
import java.util.List;

/** The commands about completed runs. */
public final class InsightCommands implements CommandProvider {
  private final Clock clock;
  private final StepListener steps;

  /** For the service loader: the real clock, nobody listening. */
  public InsightCommands() {
    this(Clock.systemUTC(), StepListener.NONE);
  }

  /**
   * With a clock and a listener of one's own, for tests.
   *
   * @param clock names runs and stamps logs
   * @param steps hears where runs are
   */
  public InsightCommands(Clock clock, StepListener steps) {
    this.clock = clock;
    this.steps = steps;
  }

  @Override
  public List<Object> commands() {
    return List.of(
        new RerunCommand(clock, steps),
        new WhatIfCommand(),
        new DiffCommand(),
        new ExplainCommand());
  }
}
