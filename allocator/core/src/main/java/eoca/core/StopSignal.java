package eoca.core;

/**
 * Asked by algorithms between phases, and by the exact one within its passes, whether to give up.
 * The engine has no clock: whoever has one answers. Also the place where progress is told.
 */
public interface StopSignal {
  /** Never stops, hears nothing. */
  StopSignal NEVER = () -> null;

  /** A limit that ended a solve early. */
  enum Limit {
    /** The time allowed has passed. */
    SECONDS,
    /** The memory allowed would be passed. */
    MEMORY,
    /** Somebody asked the run to stop. */
    INTERRUPTED
  }

  /** The limit that has been met, or null to go on. Cheap; called often, from any thread. */
  Limit stopAt();

  /** A step of a solve is done, for a progress bar or a log; ignored by default. */
  default void step(SolveStep step) {}
}
