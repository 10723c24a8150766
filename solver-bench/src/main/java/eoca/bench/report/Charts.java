package eoca.bench.report;

import eoca.bench.entrant.Entrant;
import eoca.bench.passes.PassRecord;
import eoca.bench.race.InstanceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The data of the report's charts, as the page's script reads it. */
final class Charts {
  /** Percent from which a line on a chart can't be told from 100. */
  private static final double LOOKS_OPTIMAL = 99.999;

  /**
   * One chart.
   *
   * @param id element id
   * @param title what a screen reader is told
   * @param kind {@code lines} (numeric x, log axis) or {@code bars} (categories)
   * @param categories names on the x axis of bars
   * @param yName name of the y axis
   * @param logY whether y is logarithmic
   * @param unit {@code s}, {@code %}, {@code ×}, {@code MiB} or {@code passes}
   * @param series the series
   */
  record Chart(
      String id,
      String title,
      String kind,
      List<String> categories,
      String yName,
      boolean logY,
      String unit,
      List<Series> series) {}

  /**
   * One series.
   *
   * @param name label
   * @param family for the line style
   * @param ours whether to draw it strongly
   * @param points x, y, and for times the least and the most, for speed-ups 1 where it is at least
   *     that
   */
  record Series(String name, String family, boolean ours, List<List<Double>> points) {}

  private Charts() {}

  /** A value of a cell, or none. */
  private interface Value {
    Optional<List<Double>> of(Cell cell);
  }

  static List<Chart> of(Board board) {
    List<Chart> charts = new ArrayList<>();
    if (board.ofRegimes()) {
      charts.add(regimes(board));
      return charts;
    }
    for (int k : board.instances().stream().map(InstanceKey::funds).distinct().toList()) {
      List<InstanceKey> keys = board.instances(k);
      String id = board.name() + "-" + k;
      String of = " against number of users, " + Names.values(keys.get(0)) + ", k = " + k;
      if (keys.size() < 2) {
        continue;
      }
      charts.add(
          lines(
              board,
              keys,
              id + "-time",
              "Wall time" + of,
              "seconds",
              true,
              "s",
              board.entrants(),
              cell -> Optional.of(List.of(cell.median(), cell.least(), cell.most()))));
      charts.add(
          lines(
              board,
              keys,
              id + "-objective",
              "Objective as % of the optimum" + of + " (entrants not listed reached 100 %)",
              "% of optimum",
              false,
              "%",
              belowOptimum(board, keys),
              cell -> Optional.of(List.of(board.percent(cell)))));
      if (board.hasMip()) {
        charts.add(
            lines(
                board,
                keys,
                id + "-speed-up",
                "Times faster than the fastest integer program"
                    + of
                    + " (arrows: at least, as none finished)",
                "times faster",
                true,
                "×",
                board.entrants().stream().filter(e -> !Names.mip(e)).toList(),
                cell -> Optional.of(speedUp(board, cell))));
      }
      charts.add(
          lines(
              board,
              keys,
              id + "-memory",
              "Peak resident memory" + of,
              "MiB",
              true,
              "MiB",
              board.entrants(),
              cell ->
                  cell.peakBytes() == 0
                      ? Optional.empty()
                      : Optional.of(List.of(cell.peakBytes() / (double) (1 << 20)))));
    }
    return charts;
  }

  /** Ours, and whoever was below the optimum anywhere. */
  private static List<String> belowOptimum(Board board, List<InstanceKey> keys) {
    return board.entrants().stream()
        .filter(
            entrant ->
                entrant.equals("exact")
                    || keys.stream()
                        .flatMap(key -> board.solved(entrant, key).stream())
                        .anyMatch(cell -> board.percent(cell) < LOOKS_OPTIMAL))
        .toList();
  }

  /** Times faster, then 1 where that is a lower bound. */
  private static List<Double> speedUp(Board board, Cell cell) {
    boolean atLeast = board.fastestMip(cell.instance()).isEmpty();
    return List.of(board.speedUp(cell), atLeast ? 1.0 : 0.0);
  }

  private static Chart lines(
      Board board,
      List<InstanceKey> keys,
      String id,
      String title,
      String yName,
      boolean logY,
      String unit,
      List<String> entrants,
      Value value) {
    List<Series> series = new ArrayList<>();
    for (String entrant : entrants) {
      List<List<Double>> points = new ArrayList<>();
      for (InstanceKey key : keys) {
        board
            .solved(entrant, key)
            .flatMap(value::of)
            .ifPresent(
                y -> {
                  List<Double> point = new ArrayList<>(List.of((double) key.users()));
                  point.addAll(y);
                  points.add(point);
                });
      }
      if (!points.isEmpty()) {
        series.add(series(entrant, points));
      }
    }
    return new Chart(id, title, "lines", List.of(), yName, logY, unit, series);
  }

  private static Series series(String entrant, List<List<Double>> points) {
    Entrant.Family family = Names.family(entrant);
    return new Series(Names.label(entrant), family.label(), family == Entrant.Family.EOCA, points);
  }

  private static Chart regimes(Board board) {
    List<String> categories = board.instances().stream().map(InstanceKey::regime).toList();
    List<Series> series = new ArrayList<>();
    for (String entrant : board.entrants()) {
      List<List<Double>> points = new ArrayList<>();
      for (int i = 0; i < categories.size(); i++) {
        Optional<Cell> cell = board.solved(entrant, board.instances().get(i));
        if (cell.isPresent()) {
          points.add(List.of((double) i, cell.get().median()));
        }
      }
      series.add(series(entrant, points));
    }
    InstanceKey any = board.instances().get(0);
    String title =
        "Wall time by regime, " + Names.count(any.users()) + " users, k = " + any.funds();
    return new Chart(
        board.name() + "-time", title, "bars", categories, "seconds", true, "s", series);
  }

  static Optional<Chart> passes(List<PassRecord> records) {
    List<PassRecord> exact = records.stream().filter(p -> p.what().equals("exact")).toList();
    if (exact.isEmpty()) {
      return Optional.empty();
    }
    List<String> categories =
        exact.stream()
            .map(
                p ->
                    p.instance().regime()
                        + " "
                        + Names.shortCount(p.instance().users())
                        + " × "
                        + p.instance().funds()
                        + (p.vector() ? "" : " scalar"))
            .toList();
    List<Series> series = new ArrayList<>();
    for (String what : List.of("exact", "certificate", "heuristic", "heuristic-literal")) {
      List<List<Double>> points = new ArrayList<>();
      for (int i = 0; i < exact.size(); i++) {
        PassRecord at = exact.get(i);
        int x = i;
        records.stream()
            .filter(
                p ->
                    p.what().equals(what)
                        && p.instance().equals(at.instance())
                        && p.threads() == at.threads()
                        && p.vector() == at.vector())
            .findFirst()
            .ifPresent(p -> points.add(List.of((double) x, p.passes())));
      }
      String label = what.equals("certificate") ? "certificate" : Names.label(what);
      series.add(new Series(label, Entrant.Family.EOCA.label(), true, points));
    }
    return Optional.of(
        new Chart(
            "passes",
            "Multiples of one streaming pass",
            "bars",
            categories,
            "passes",
            true,
            "passes",
            series));
  }
}
