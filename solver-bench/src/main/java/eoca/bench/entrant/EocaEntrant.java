package eoca.bench.entrant;

import eoca.core.Allocator;
import eoca.core.Outcome;
import eoca.core.StopSignal;

/** One of this project's strategies. */
final class EocaEntrant implements Entrant {
  private final String id;
  private final String label;
  private final boolean exact;
  private final Allocator allocator;

  EocaEntrant(String id, String label, boolean exact, Allocator allocator) {
    this.id = id;
    this.label = label;
    this.exact = exact;
    this.allocator = allocator;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Family family() {
    return Family.EOCA;
  }

  @Override
  public boolean exact() {
    return exact;
  }

  @Override
  public String version() {
    return "eoca";
  }

  @Override
  public boolean java() {
    return true;
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public Answer solve(Problem problem) {
    long deadline = System.nanoTime() + (long) (problem.limitSeconds() * 1e9);
    StopSignal stop = () -> System.nanoTime() - deadline > 0 ? StopSignal.Limit.SECONDS : null;
    Outcome outcome = allocator.allocate(problem.instance(), problem.workers(), stop);
    if (outcome instanceof Outcome.Solved solved) {
      return new Answer(solved.assignment(), solved.prices(), exact, 0, "", solved.statistics());
    }
    if (outcome instanceof Outcome.Stopped stopped) {
      return new Answer(
          stopped.best(),
          stopped.prices(),
          false,
          0,
          "stopped at " + stopped.limit(),
          stopped.statistics());
    }
    return Answer.none("infeasible");
  }
}
