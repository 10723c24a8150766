package eoca.job.pipeline;

/**
 * One step of a job: reads what earlier stages left in the state, adds its own. Stages can be
 * replaced one by one.
 */
interface Stage {
  /** The name of its phase in {@code result.json}. */
  String phase();

  /**
   * Runs.
   *
   * @throws eoca.inputs.error.EocaException with the exit code that ends the job
   */
  void run(RunState state);
}
