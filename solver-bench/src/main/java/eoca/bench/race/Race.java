package eoca.bench.race;

import eoca.bench.race.Measurement.Ending;
import eoca.inputs.error.EocaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a plan: rounds over instances over entrants, each in a process of its own. Entrants take
 * turns (the order is rotated from instance to instance and round to round), so that a machine that
 * gets slower is slower for all. What the result file already holds is not measured again.
 *
 * <p>An entrant that met a limit on one size is not started on larger ones of the same kind; a
 * record says so.
 */
public final class Race {
  /** Most measured solves a process, and seconds after which no further one is begun. */
  private static final int SOLVES = 5;

  private static final double BUDGET_SECONDS = 2;

  /** Solves that are not measured, of Java entrants. */
  private static final double WARM_UP_SECONDS = 1.5;

  /**
   * From this size both are four times as long: the first solve of 10 million users took 1.5 s, the
   * third 0.29 s, as the compiler was still at work.
   */
  private static final int LARGE_USERS = 1_000_000;

  /** Measurements that took longer are not repeated in later rounds. */
  private static final double REPEATED_SECONDS = 15;

  /** Hears how the race goes. */
  public interface Listener {
    /** A measurement begins: {@code number} of at most {@code total}. */
    void begins(int number, int total, String entrant, InstanceKey instance, int round);

    /** A measurement ended (or was found in the result file). */
    void ended(Measurement measurement);
  }

  private final RacePlan plan;
  private final ResultFile results;
  private final Listener listener;
  private final List<Measurement> measured;

  /**
   * A race over a plan whose results go to a file.
   *
   * @throws EocaException of USAGE if the file has results of this plan under other limits
   */
  public Race(RacePlan plan, ResultFile results, Listener listener) {
    this.plan = plan;
    this.results = results;
    this.listener = listener;
    results.repair();
    this.measured = new ArrayList<>(results.read());
    measured.stream()
        .filter(m -> plan.includes(m) && !plan.sameSetting(m))
        .findFirst()
        .ifPresent(m -> refuse(results, m));
  }

  private static void refuse(ResultFile results, Measurement other) {
    throw EocaException.usage(
        String.format(
            Locale.ROOT,
            "The results (%s) are of another setting (%d threads, %.0f s, %d MiB).",
            results.path(),
            other.threads(),
            other.limitSeconds(),
            other.memoryLimitBytes() >> 20),
        "Maybe give the same --threads, --limit and --memory, measure again with --fresh, or choose"
            + " another --out.");
  }

  /**
   * Runs what is left to run.
   *
   * @return every measurement of the plan, earlier ones included
   * @throws InterruptedException if the thread is interrupted; the child is killed
   */
  public List<Measurement> run() throws InterruptedException {
    Machine machine = Machine.here();
    String commit = Machine.commit();
    int total = plan.rounds() * plan.instances().size() * plan.entrants().size();
    int number = 0;
    for (int round = 0; round < plan.rounds(); round++) {
      for (int i = 0; i < plan.instances().size(); i++) {
        InstanceKey instance = plan.instances().get(i);
        for (int e = 0; e < plan.entrants().size(); e++) {
          int turn = (e + i + round) % plan.entrants().size();
          String entrant = plan.entrants().get(turn);
          number++;
          if (find(entrant, instance, round).isPresent() || tooSlowToRepeat(entrant, instance)) {
            continue;
          }
          listener.begins(number, total, entrant, instance, round);
          Measurement measurement = measure(entrant, instance, round, machine, commit);
          results.append(measurement);
          measured.add(measurement);
          listener.ended(measurement);
        }
      }
    }
    return measured.stream().filter(plan::includes).toList();
  }

  private Measurement measure(
      String entrant, InstanceKey instance, int round, Machine machine, String commit)
      throws InterruptedException {
    Optional<Measurement> met = limitMet(entrant, instance);
    if (met.isPresent()) {
      String ending = met.get().outcome().solved() ? "time limit" : met.get().outcome().label();
      String why = ending + " at " + met.get().instance().users() + " users";
      return new Measurement(
          entrant,
          met.get().version(),
          instance,
          round,
          plan.threads(),
          plan.limitSeconds(),
          plan.memoryLimitBytes(),
          Ending.SKIPPED,
          false,
          null,
          null,
          null,
          null,
          0,
          List.of(),
          List.of(),
          0,
          0,
          0,
          why,
          Map.of(),
          machine,
          commit);
    }
    double longer = instance.users() >= LARGE_USERS ? 4 : 1;
    ChildRequest request =
        new ChildRequest(
            entrant,
            instance,
            plan.threads(),
            plan.limitSeconds(),
            WARM_UP_SECONDS * longer,
            SOLVES,
            BUDGET_SECONDS * longer,
            true);
    return new ChildProcess(request, round, plan.memoryLimitBytes()).run(machine, commit);
  }

  private Optional<Measurement> find(String entrant, InstanceKey instance, int round) {
    return measured.stream()
        .filter(m -> m.entrant().equals(entrant) && m.instance().equals(instance))
        .filter(m -> m.round() == round)
        .findFirst();
  }

  private boolean tooSlowToRepeat(String entrant, InstanceKey instance) {
    return measured.stream()
        .filter(m -> m.entrant().equals(entrant) && m.instance().equals(instance))
        .anyMatch(m -> !m.outcome().solved() || m.medianSeconds() > REPEATED_SECONDS);
  }

  /** An earlier measurement on a smaller instance of the kind that ended at a limit. */
  private Optional<Measurement> limitMet(String entrant, InstanceKey instance) {
    return measured.stream()
        .filter(m -> m.entrant().equals(entrant))
        .filter(m -> m.instance().kind().equals(instance.kind()))
        .filter(m -> m.instance().users() < instance.users())
        .filter(Race::metALimit)
        .findFirst();
  }

  private static boolean metALimit(Measurement m) {
    return m.outcome() == Ending.TIME_OUT
        || m.outcome() == Ending.OUT_OF_MEMORY
        || (m.outcome().solved() && m.medianSeconds() >= 0.95 * m.limitSeconds());
  }
}
