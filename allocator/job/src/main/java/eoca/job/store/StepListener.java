package eoca.job.store;

/**
 * Hears where a run is: for tests that kill, stop or disturb it exactly there. Production uses
 * {@link #NONE}.
 */
@FunctionalInterface
public interface StepListener {
  /** Hears nothing. */
  StepListener NONE = (step, staging) -> {};

  /**
   * A step was reached.
   *
   * @param step such as {@code locked}, {@code staged}, {@code write:begin}, {@code moved}
   * @param folder the folder the run lies in at that moment
   */
  void reached(String step, java.nio.file.Path folder);
}
