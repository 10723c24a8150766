package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.EtvColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.heuristic.HeuristicAllocator;

/**
 * A feasible allocation for a solve that is stopped: the guarded heuristic on values minus the best
 * prices known. At prices near the optimum nearly everybody's best fund has room, so it takes a
 * round or two and ends near the optimum; the certificate says how near.
 */
final class Reserve {
  private Reserve() {}

  /** Allocates; the heuristic is not stopped. */
  static Assignment allocate(Instance instance, double[] prices, Workers workers) {
    float[] price = new float[prices.length];
    int[] risks = new int[prices.length];
    for (int j = 0; j < price.length; j++) {
      price[j] = (float) prices[j];
      risks[j] = instance.risk(j);
    }
    EtvColumns adjusted =
        (fund, from, tile, length) -> {
          instance.etv().copy(fund, from, tile, length);
          for (int i = 0; i < length; i++) {
            float u = tile[i] - price[fund];
            tile[i] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, u));
          }
        };
    Instance priced =
        new Instance(
            instance.users(),
            adjusted,
            instance.tolerances(),
            risks,
            instance.quotas(),
            instance.hasPseudoFund());
    Outcome outcome = new HeuristicAllocator().allocate(priced, workers, StopSignal.NEVER);
    return ((Outcome.Solved) outcome).assignment();
  }
}
