package eoca.bench.entrant;

import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.heuristic.HeuristicAllocator;

/**
 * What every entrant is given: the same instance, threads and time.
 *
 * @param instance the instance; entrants from libraries get one whose columns are {@link
 *     HeapColumns}
 * @param workers the threads of Java entrants
 * @param threads how many threads native entrants may use
 * @param limitSeconds time allowed for one solve; the race kills the process soon after
 * @param hint a good feasible allocation for entrants that want one to start from, else null
 */
public record Problem(
    Instance instance, Workers workers, int threads, double limitSeconds, Assignment hint) {

  /** A problem without a hint. */
  public Problem(Instance instance, Workers workers, int threads, double limitSeconds) {
    this(instance, workers, threads, limitSeconds, null);
  }

  /**
   * The same with the heuristic's allocation as a hint: a solver that can start from a feasible
   * allocation would be given one by whoever uses it in earnest. Making it is not on its clock.
   */
  public Problem withHint() {
    Outcome outcome = new HeuristicAllocator().allocate(instance, workers, StopSignal.NEVER);
    return outcome instanceof Outcome.Solved solved
        ? new Problem(instance, workers, threads, limitSeconds, solved.assignment())
        : this;
  }

  /** The values, {@code float32[k][users]}. */
  public float[][] etv() {
    return ((HeapColumns) instance.etv()).etv();
  }

  /** The tolerances, {@code int8[users]}. */
  public byte[] tolerance() {
    return ((HeapColumns) instance.etv()).tolerance();
  }

  /** Whether a user may have a fund: it has a quota and the user tolerates its risk. */
  public boolean allowed(int user, int fund) {
    return instance.quota(fund) > 0 && tolerance()[user] >= instance.risk(fund);
  }

  /** Largest absolute value. */
  public double largest() {
    float largest = 0;
    for (float[] column : etv()) {
      for (float value : column) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}
