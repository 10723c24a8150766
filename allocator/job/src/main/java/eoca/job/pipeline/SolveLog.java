package eoca.job.pipeline;

import eoca.core.SolveStep;
import eoca.core.StopSignal;

/**
 * Writes each step of a solve into the run's log, one event {@code solve_step} with the same
 * columns for every strategy, and moves the progress bar.
 */
final class SolveLog implements StopSignal {
  private final RunControl control;
  private final RunLog log;
  private final Console console;
  private final long startNanos = System.nanoTime();

  SolveLog(RunControl control, RunLog log, Console console) {
    this.control = control;
    this.log = log;
    this.console = console;
  }

  @Override
  public Limit stopAt() {
    return control.stopAt();
  }

  @Override
  public void step(SolveStep step) {
    log.info(
        "solve_step",
        "seconds",
        (System.nanoTime() - startNanos) / 1e9,
        "step",
        step.step(),
        "pass",
        step.pass(),
        "settled",
        step.settled(),
        "boundary",
        step.boundary(),
        "surplus",
        step.surplus(),
        "augmentations",
        step.augmentations());
    console.report("solve: " + step.step(), step.settled(), step.users());
  }
}
