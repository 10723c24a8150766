package eoca.core;

/**
 * A strategy: a function of instance, workers and stop signal. Implementations keep no state
 * between calls.
 */
public interface Allocator {
  /**
   * Allocates.
   *
   * @param instance the problem
   * @param workers the threads to use; their number never changes the result
   * @param stop asked between phases
   * @return how it ended; {@link Outcome.Infeasible} where feasibility fails
   */
  Outcome allocate(Instance instance, Workers workers, StopSignal stop);
}
