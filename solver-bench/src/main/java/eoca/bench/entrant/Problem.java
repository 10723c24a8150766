package eoca.bench.entrant;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Workers;

/**
 * What every entrant is given: the same instance, threads and time.
 *
 * @param instance the instance; its columns are {@link HeapColumns}
 * @param workers the threads of Java entrants
 * @param threads how many threads native entrants may use
 * @param limitSeconds time allowed for one solve; the race kills the process soon after
 */
public record Problem(Instance instance, Workers workers, int threads, double limitSeconds) {

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
