package eoca.bench.report;

import eoca.bench.passes.PassRecord;
import eoca.bench.race.InstanceKey;
import eoca.bench.race.Machine;
import eoca.bench.race.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables of the report and of the docs, from results alone. */
final class Tables {
  private static final String NONE = "–";

  private static final String SCALING_NOTE =
      "Measured: the certificate's gap on the original values. At most: users / scale, half a unit"
          + " a user in either direction. The records have the unit, 2^-bits, as"
          + " scale bits.";

  private Tables() {}

  /** Every table, in the order of the report. */
  static List<Table> all(Results results) {
    List<Table> tables = new ArrayList<>();
    results.board("figure6").ifPresent(board -> tables.add(againstIp(board)));
    for (Board board : results.boards()) {
      tables.addAll(of(board));
    }
    if (!results.passes().isEmpty()) {
      tables.add(passes(results.passes()));
      tenMillion(results.passes()).ifPresent(tables::add);
    }
    if (!results.kernels().isEmpty()) {
      tables.add(kernels(results.kernels()));
    }
    return tables;
  }

  /** Time, objective and memory of a race. */
  static List<Table> of(Board board) {
    List<Table> tables = new ArrayList<>();
    if (board.ofRegimes()) {
      tables.add(regimes(board));
      return tables;
    }
    if (board.instances().size() == 1) {
      tables.add(single(board));
      return tables;
    }
    List<Integer> funds = board.instances().stream().map(InstanceKey::funds).distinct().toList();
    for (int k : funds) {
      List<InstanceKey> keys = board.instances(k);
      String suffix = funds.size() > 1 ? "-" + k : "";
      String of = ", " + Names.values(keys.get(0)) + ", k = " + k;
      tables.add(
          grid(
                  board,
                  keys,
                  board.name() + suffix + "-time",
                  "Median wall time" + of,
                  (b, cell) -> time(cell) + spread(cell))
              .withNote(timeNote(board)));
      tables.add(
          grid(
              board,
              keys,
              board.name() + suffix + "-objective",
              "Objective as % of the optimum" + of,
              (b, cell) -> cell.solved() ? Names.percent(b.percent(cell)) : NONE));
      tables.add(
          grid(
              board,
              keys,
              board.name() + suffix + "-gap",
              "Certified relative gap" + of,
              (b, cell) -> cell.solved() ? Names.gap(cell.first().relativeGap()) : NONE));
      tables.add(
          grid(
              board,
              keys,
              board.name() + suffix + "-memory",
              "Peak resident memory of the process" + of,
              (b, cell) -> cell.solved() ? Names.mebibytes(cell.peakBytes()) : NONE));
      scaling(board, keys, board.name() + suffix + "-scaling", of).ifPresent(tables::add);
    }
    return tables;
  }

  /** What whole numbers cost the solvers that take nothing else. */
  private static Optional<Table> scaling(
      Board board, List<InstanceKey> keys, String name, String of) {
    Table all =
        grid(
            board,
            keys,
            name,
            "Loss of rounding to whole numbers, relative: measured, at most" + of,
            (b, cell) -> cell.solved() ? loss(cell.first()) : NONE);
    List<List<String>> rows =
        all.rows().stream()
            .filter(row -> row.stream().anyMatch(cell -> cell.contains(" of ")))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new Table(name, all.caption(), all.header(), rows, SCALING_NOTE));
  }

  private static String loss(Measurement m) {
    Long bits = m.statistics().get("scale bits");
    if (bits == null || !m.claim()) {
      return NONE;
    }
    double objective = Math.abs(m.objective());
    return Names.gap(m.absoluteGap() / objective) + " of " + Names.gap(m.tolerance() / objective);
  }

  /** One instance: an entrant a row. */
  private static Table single(Board board) {
    InstanceKey key = board.instances().get(0);
    List<List<String>> rows = new ArrayList<>();
    for (String entrant : board.entrants()) {
      Cell cell = board.cell(entrant, key).orElseThrow();
      boolean solved = cell.solved();
      rows.add(
          List.of(
              Names.label(entrant),
              time(cell) + spread(cell),
              solved ? Names.percent(board.percent(cell)) : NONE,
              solved ? Names.gap(cell.first().relativeGap()) : NONE,
              cell.peakBytes() == 0 ? NONE : Names.mebibytes(cell.peakBytes()),
              cell.anonymousBytes() == 0 ? NONE : Names.mebibytes(cell.anonymousBytes()),
              cell.outcome().label()));
    }
    return new Table(
        board.name(),
        Names.values(key) + ", " + Names.count(key.users()) + " users, k = " + key.funds(),
        List.of(
            "",
            "median time",
            "% of optimum",
            "gap",
            "peak memory",
            "without mapped files",
            "outcome"),
        rows,
        timeNote(board));
  }

  /** What a cell shows. */
  private interface Show {
    String show(Board board, Cell cell);
  }

  private static Table grid(
      Board board, List<InstanceKey> keys, String name, String caption, Show show) {
    List<String> header = new ArrayList<>(List.of(""));
    keys.forEach(key -> header.add(Names.count(key.users()) + " users"));
    List<List<String>> rows = new ArrayList<>();
    for (String entrant : board.entrants()) {
      List<String> row = new ArrayList<>(List.of(Names.label(entrant)));
      boolean any = false;
      for (InstanceKey key : keys) {
        Optional<Cell> cell = board.cell(entrant, key);
        row.add(cell.map(c -> show.show(board, c)).orElse(NONE));
        any |= cell.isPresent();
      }
      if (any) {
        rows.add(row);
      }
    }
    return new Table(name, caption, header, rows, "");
  }

  private static String timeNote(Board board) {
    return String.format(
        Locale.ROOT,
        "± is half the distance between the quartiles of the measured solves; > %s s: killed at the"
            + " limit; (unproven): an allocation at the limit, often the hint it was given; –:"
            + " not started, as a smaller instance met a limit.",
        Names.significant(board.limitSeconds()));
  }

  /** Such as {@code ± 4 %}, where there are enough solves to say. */
  private static String spread(Cell cell) {
    double spread = cell.spread();
    return cell.solved() && !Double.isNaN(spread)
        ? String.format(Locale.ROOT, " ± %.0f %%", 100 * spread)
        : "";
  }

  private static String time(Cell cell) {
    return switch (cell.outcome()) {
      case OPTIMAL, FEASIBLE -> {
        boolean unproven =
            cell.median() >= 0.95 * cell.first().limitSeconds() && !cell.first().claim();
        yield Names.seconds(cell.median()) + (unproven ? " (unproven)" : "");
      }
      case TIME_OUT -> "> " + Names.significant(cell.first().limitSeconds()) + " s";
      case OUT_OF_MEMORY -> "> memory";
      case ERROR -> "failed";
      case SKIPPED -> NONE;
    };
  }

  /** The paper's question: share of the optimum and speed-up over the integer program. */
  private static Table againstIp(Board board) {
    List<List<String>> rows = new ArrayList<>();
    for (InstanceKey key : board.instances()) {
      Optional<Cell> ip = board.fastestMip(key);
      List<String> row = new ArrayList<>();
      row.add(Names.count(key.users()));
      row.add(
          ip.map(c -> Names.seconds(c.median()))
              .orElse("> " + Names.significant(board.limitSeconds()) + " s"));
      row.add(ip.map(c -> Names.label(c.entrant()).replace("OR-Tools ", "")).orElse(NONE));
      for (String entrant : List.of("exact", "heuristic", "manual")) {
        Optional<Cell> cell = board.solved(entrant, key);
        row.add(cell.map(c -> Names.percent(board.percent(c))).orElse(NONE));
        row.add(cell.map(c -> speedUp(ip, board, c)).orElse(NONE));
      }
      rows.add(row);
    }
    return new Table(
        "figure6",
        "The paper's Figure 6: k = "
            + board.instances().get(0).funds()
            + ", integer programming against ours",
        List.of(
            "users",
            "IP",
            "by",
            "exact, %",
            "× faster",
            "heuristic, %",
            "× faster",
            "manual, %",
            "× faster"),
        rows,
        "IP is the fastest of SCIP, CBC, HiGHS and CP-SAT that proved the optimum; % is of the"
            + " optimum; where none proved it within the limit, × is a lower bound from the limit.");
  }

  private static String speedUp(Optional<Cell> ip, Board board, Cell cell) {
    return (ip.isPresent() ? "" : "> ") + Names.significant(board.speedUp(cell));
  }

  private static Table regimes(Board board) {
    List<String> header = new ArrayList<>(List.of("regime"));
    for (String entrant : board.entrants()) {
      header.add(Names.label(entrant));
      if (List.of("heuristic", "manual").contains(entrant)) {
        header.add("% of optimum");
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (InstanceKey key : board.instances()) {
      List<String> row = new ArrayList<>(List.of(key.regime()));
      for (String entrant : board.entrants()) {
        Optional<Cell> cell = board.cell(entrant, key);
        row.add(cell.map(Tables::time).orElse(NONE));
        if (List.of("heuristic", "manual").contains(entrant)) {
          row.add(cell.filter(Cell::solved).map(c -> Names.percent(board.percent(c))).orElse(NONE));
        }
      }
      rows.add(row);
    }
    InstanceKey any = board.instances().get(0);
    return new Table(
        board.name(),
        "Every regime at " + Names.count(any.users()) + " × " + any.funds() + ": median wall time",
        header,
        rows,
        "");
  }

  private static Table passes(List<PassRecord> records) {
    List<String> what =
        List.of(
            "exact",
            "exact-again",
            "exact-moved",
            "heuristic",
            "heuristic-literal",
            "manual",
            "certificate",
            "certificate-heuristic");
    Map<String, Map<String, PassRecord>> rows = new LinkedHashMap<>();
    for (PassRecord pass : records) {
      String row =
          String.format(
              Locale.ROOT,
              "%s, %,d × %d, %d threads%s",
              pass.instance().regime(),
              pass.instance().users(),
              pass.instance().funds(),
              pass.threads(),
              pass.vector() ? "" : ", scalar");
      rows.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(pass.what(), pass);
    }
    List<List<String>> cells = new ArrayList<>();
    rows.forEach(
        (label, byWhat) -> {
          List<String> row = new ArrayList<>(List.of(label));
          PassRecord any = byWhat.values().iterator().next();
          row.add(Names.seconds(any.streamSeconds().stream().min(Double::compare).get()));
          for (String w : what) {
            row.add(
                Optional.ofNullable(byWhat.get(w))
                    .map(pass -> Names.significant(pass.passes()))
                    .orElse(NONE));
          }
          row.add(
              Optional.ofNullable(byWhat.get("exact"))
                  .map(pass -> Names.seconds(pass.bestSeconds()))
                  .orElse(NONE));
          row.add(
              Optional.ofNullable(byWhat.get("exact"))
                  .map(pass -> Names.gap(pass.relativeGap()))
                  .orElse(NONE));
          cells.add(row);
        });
    return new Table(
        "passes",
        "Multiples of one streaming pass over the same columns",
        List.of(
            "instance",
            "one pass",
            "exact",
            "again, warm",
            "quotas ± 5 %, warm",
            "heuristic",
            "as printed",
            "manual",
            "certificate",
            "certificate of the heuristic",
            "exact, time",
            "exact, gap"),
        cells,
        "");
  }

  /** Ten million users and eight funds in one glance, for the README. */
  private static Optional<Table> tenMillion(List<PassRecord> records) {
    List<PassRecord> ten =
        records.stream()
            .filter(p -> p.instance().equals(new InstanceKey("lognormal", 10_000_000, 8, 4, 1)))
            .filter(PassRecord::vector)
            .toList();
    if (ten.isEmpty()) {
      return Optional.empty();
    }
    int threads = ten.get(0).threads();
    double optimum =
        ten.stream()
            .filter(p -> p.objective() != null)
            .mapToDouble(PassRecord::objective)
            .max()
            .orElse(Double.NaN);
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("exact", "`exact`: the optimum");
    labels.put("heuristic", "`heuristic`: rounds without sorting");
    labels.put("heuristic-literal", "the heuristic as printed, sorting");
    labels.put("manual", "`manual`");
    labels.put("certificate", "the certificate that checks an allocation");
    List<List<String>> rows = new ArrayList<>();
    labels.forEach(
        (what, label) ->
            ten.stream()
                .filter(p -> p.what().equals(what) && p.threads() == threads)
                .findFirst()
                .ifPresent(
                    p ->
                        rows.add(
                            List.of(
                                label,
                                Names.seconds(p.bestSeconds()),
                                Names.significant(p.passes()),
                                p.objective() == null
                                    ? ""
                                    : Names.percent(100 * p.objective() / optimum) + " %"))));
    return Optional.of(
        new Table(
            "ten-million",
            "Ten million users, eight funds",
            List.of(
                "", "time on " + threads + " threads", "passes over the data", "of the optimum"),
            rows,
            ""));
  }

  private static Table kernels(List<Results.KernelScore> scores) {
    List<List<String>> rows = new ArrayList<>();
    for (Results.KernelScore score : scores) {
      rows.add(
          List.of(
              score.benchmark(),
              Names.significant(score.score()),
              Double.isNaN(score.error()) ? NONE : "± " + Names.significant(score.error())));
    }
    return new Table(
        "kernels", "Kernel benchmarks (JMH)", List.of("kernel", "µs", "99.9 %"), rows, "");
  }

  /** Where and of what the results were measured: one line a distinct setting. */
  static List<String> settings(Results results) {
    Set<String> lines = new LinkedHashSet<>();
    for (Board board : results.boards()) {
      Map<String, Set<String>> entrants = new LinkedHashMap<>();
      for (Measurement m : board.measurements()) {
        entrants
            .computeIfAbsent(setting(board, m), line -> new LinkedHashSet<>())
            .add(Names.label(m.entrant()));
      }
      entrants.forEach(
          (line, who) ->
              lines.add(entrants.size() == 1 ? line : line + ": " + String.join(", ", who)));
    }
    for (PassRecord pass : results.passes()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "passes: %d threads; %s; sources %s",
              pass.threads(),
              machine(pass.machine()),
              pass.commit()));
    }
    return List.copyOf(lines);
  }

  private static String setting(Board board, Measurement m) {
    return String.format(
        Locale.ROOT,
        "race %s: %d threads, %s s a solve, %s a process; %s; sources %s",
        board.name(),
        m.threads(),
        Names.significant(m.limitSeconds()),
        Names.mebibytes(m.memoryLimitBytes()),
        machine(m.machine()),
        m.commit());
  }

  private static String machine(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %d GiB, %s, %s",
        machine.cpu(),
        machine.cores(),
        Math.round(machine.memoryBytes() / (double) (1L << 30)),
        machine.os(),
        machine.jdk());
  }

  /** Versions of the software that raced. */
  static List<String> versions(Results results) {
    Set<String> versions = new LinkedHashSet<>();
    for (Board board : results.boards()) {
      for (Cell cell : board.all()) {
        String version = cell.first().version();
        if (!version.isEmpty() && !version.equals("eoca")) {
          versions.add(Names.label(cell.entrant()) + ": " + version);
        }
      }
    }
    return List.copyOf(versions);
  }
}
