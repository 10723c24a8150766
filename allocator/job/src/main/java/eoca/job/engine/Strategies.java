package eoca.job.engine;

import eoca.core.Allocator;
import eoca.core.exact.ExactAllocator;
import eoca.core.heuristic.HeuristicAllocator;
import eoca.core.manual.ManualAllocator;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.campaign.Strategy;

/** The engine's algorithms by the names of campaign files. */
public final class Strategies {
  private Strategies() {}

  /**
   * The allocator of a strategy; the manual one fills the funds in the campaign's order.
   *
   * @param warm prices that the exact one tries first, or null
   */
  public static Allocator allocator(Strategy strategy, ResolvedQuotas quotas, double[] warm) {
    return switch (strategy) {
      case EXACT -> warm == null ? new ExactAllocator() : new ExactAllocator().startingFrom(warm);
      case HEURISTIC -> new HeuristicAllocator();
      case MANUAL -> new ManualAllocator(quotas.enginePriorityOrder());
    };
  }
}
