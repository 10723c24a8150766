package eoca.bench.entrant;

import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.exact.ExactAllocator;
import eoca.core.heuristic.HeuristicAllocator;
import eoca.core.manual.ManualAllocator;
import eoca.core.reference.LiteralHeuristic;
import eoca.inputs.error.EocaException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Everyone who races. */
public final class Entrants {
  private static final List<Entrant> ALL =
      List.of(
          new EocaEntrant("exact", "eoca exact", true, new ExactAllocator()),
          new EocaEntrant("heuristic", "eoca heuristic", false, new HeuristicAllocator()),
          new EocaEntrant(
              "heuristic-literal", "heuristic as printed", false, new LiteralHeuristic()),
          new EocaEntrant("manual", "manual", false, Entrants::manualInFileOrder),
          new MinCostFlowEntrant(),
          new LinearAssignmentEntrant(),
          new JgraphtEntrant(),
          new LinearSolverEntrant(LinearSolverEntrant.Solver.GLOP),
          new LinearSolverEntrant(LinearSolverEntrant.Solver.PDLP),
          new LinearSolverEntrant(LinearSolverEntrant.Solver.CLP),
          new LinearSolverEntrant(LinearSolverEntrant.Solver.HIGHS_LP),
          new OjAlgoEntrant(),
          new LinearSolverEntrant(LinearSolverEntrant.Solver.SCIP),
          new LinearSolverEntrant(LinearSolverEntrant.Solver.CBC),
          new LinearSolverEntrant(LinearSolverEntrant.Solver.HIGHS_MIP),
          new CpSatEntrant());

  private Entrants() {}

  private static Outcome manualInFileOrder(Instance instance, Workers workers, StopSignal stop) {
    int[] order = IntStream.range(0, instance.funds()).toArray();
    return new ManualAllocator(order).allocate(instance, workers, stop);
  }

  /** The built-in ones, in the order of the report. */
  public static List<Entrant> all() {
    return ALL;
  }

  /** Their ids. */
  public static List<String> ids() {
    return ALL.stream().map(Entrant::id).toList();
  }

  /** Entrants that other jars on the class path offer, by {@link ServiceLoader}. */
  private static Stream<Entrant> offered() {
    return ServiceLoader.load(Entrant.class).stream().map(ServiceLoader.Provider::get);
  }

  /**
   * One of them, or one that another jar offers.
   *
   * @throws EocaException of USAGE if there is none of that id
   */
  public static Entrant of(String id) {
    return Stream.concat(ALL.stream(), offered())
        .filter(entrant -> entrant.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                EocaException.usage(
                    "No entrant is called (" + id + ").",
                    "Maybe one of " + String.join(", ", ids()) + "."));
  }
}
