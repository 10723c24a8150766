package eoca.bench.report;

import eoca.bench.entrant.Entrants;
import eoca.bench.race.InstanceKey;
import eoca.bench.race.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The results of one race file: entrants (in the report's order) by instances (by size). */
final class Board {
  private final String name;
  private final List<InstanceKey> instances;
  private final List<String> entrants;
  private final Map<InstanceKey, Map<String, Cell>> cells = new LinkedHashMap<>();
  private final List<Measurement> measurements;

  Board(String name, List<Measurement> measurements) {
    this.name = name;
    this.measurements = List.copyOf(measurements);
    Map<InstanceKey, Map<String, List<Measurement>>> grouped = new LinkedHashMap<>();
    for (Measurement m : measurements) {
      grouped
          .computeIfAbsent(m.instance(), key -> new LinkedHashMap<>())
          .computeIfAbsent(m.entrant(), key -> new ArrayList<>())
          .add(m);
    }
    grouped.forEach(
        (instance, byEntrant) -> {
          Map<String, Cell> row = new LinkedHashMap<>();
          byEntrant.forEach((entrant, rounds) -> row.put(entrant, Cell.of(rounds)));
          cells.put(instance, row);
        });
    this.instances =
        cells.keySet().stream()
            .sorted(
                Comparator.comparingInt(InstanceKey::funds)
                    .thenComparing(InstanceKey::regime)
                    .thenComparingInt(InstanceKey::users))
            .toList();
    List<String> order = Entrants.ids();
    this.entrants =
        cells.values().stream()
            .flatMap(row -> row.keySet().stream())
            .distinct()
            .sorted(
                Comparator.comparingInt(
                        (String id) -> order.contains(id) ? order.indexOf(id) : order.size())
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
  }

  String name() {
    return name;
  }

  List<InstanceKey> instances() {
    return instances;
  }

  List<String> entrants() {
    return entrants;
  }

  List<Measurement> measurements() {
    return measurements;
  }

  /** Seconds that were allowed a solve. */
  double limitSeconds() {
    return measurements.get(0).limitSeconds();
  }

  Optional<Cell> cell(String entrant, InstanceKey instance) {
    return Optional.ofNullable(cells.get(instance).get(entrant));
  }

  Optional<Cell> solved(String entrant, InstanceKey instance) {
    return cell(entrant, instance).filter(Cell::solved);
  }

  List<Cell> all() {
    return cells.values().stream().flatMap(row -> row.values().stream()).toList();
  }

  /** The best objective anybody found: the optimum, where an exact entrant finished. */
  OptionalDouble best(InstanceKey instance) {
    return cells.get(instance).values().stream()
        .filter(Cell::solved)
        .mapToDouble(cell -> cell.first().objective())
        .max();
  }

  /** Objective of a cell as a share of the best, in percent. */
  double percent(Cell cell) {
    double best = best(cell.instance()).orElse(Double.NaN);
    return best == 0 ? 100 : 100 * (1 - (best - cell.first().objective()) / Math.abs(best));
  }

  /** The fastest integer-programming solver that finished with the optimum: what IP means here. */
  Optional<Cell> fastestMip(InstanceKey instance) {
    return cells.get(instance).values().stream()
        .filter(cell -> Names.mip(cell.entrant()))
        .filter(cell -> cell.solved() && cell.first().claim())
        .min(Comparator.comparingDouble(Cell::median));
  }

  /**
   * How many times faster a cell is than the fastest integer program; where none finished, than the
   * limit that they met.
   */
  double speedUp(Cell cell) {
    return fastestMip(cell.instance()).map(Cell::median).orElse(limitSeconds()) / cell.median();
  }

  /** Whether an integer program was tried on an instance at all, be it on a smaller one. */
  boolean hasMip() {
    return entrants.stream().anyMatch(Names::mip);
  }

  /** Whether it has several regimes at one size rather than several sizes. */
  boolean ofRegimes() {
    return instances.stream().map(InstanceKey::regime).distinct().count() > 1;
  }

  /** The board restricted to one number of funds. */
  List<InstanceKey> instances(int funds) {
    return instances.stream().filter(key -> key.funds() == funds).toList();
  }
}
