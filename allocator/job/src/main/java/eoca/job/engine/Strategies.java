package eoca.job.engine;

import eoca.core.Allocator;
import eoca.core.FreeUsers;
import eoca.core.Stay;
import eoca.core.exact.ExactAllocator;
import eoca.core.heuristic.HeuristicAllocator;
import eoca.core.manual.ManualAllocator;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.campaign.Strategy;

/** The engine's algorithms by the names of campaign files. */
public final class Strategies {
  private Strategies() {}

  /**
   * The allocator of a strategy, for instances with and without pinned users; the manual one fills
   * the funds in the campaign's order.
   *
   * @param warm what the exact one tries first, or null
   * @param stay what moving users costs the exact one, or null
   */
  public static Allocator allocator(
      Strategy strategy, ResolvedQuotas quotas, WarmStart warm, Stay stay) {
    return FreeUsers.around(mine -> free(strategy, quotas, warm, mine), stay);
  }

  private static Allocator free(
      Strategy strategy, ResolvedQuotas quotas, WarmStart warm, Stay stay) {
    return switch (strategy) {
      case EXACT -> {
        ExactAllocator exact = new ExactAllocator().staying(stay);
        long[] change = warm == null ? null : warm.change(quotas);
        yield warm == null
            ? exact
            : change == null
                ? exact.startingFrom(warm.prices())
                : exact.startingFrom(warm.prices(), change);
      }
      case HEURISTIC -> new HeuristicAllocator();
      case MANUAL -> new ManualAllocator(quotas.enginePriorityOrder());
    };
  }
}
