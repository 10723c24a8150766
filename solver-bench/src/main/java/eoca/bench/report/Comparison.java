package eoca.bench.report;

import eoca.bench.passes.PassRecord;
import eoca.bench.race.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became slower (or faster) than in an earlier set of results. A difference counts only beyond
 * noise: the medians differ by more than 15 % and a tenth of a millisecond, and the two ranges of
 * single runs do not overlap. Only results of the same processor model and number of threads are
 * compared. Passes are ratios of bests, so there 15 % alone decides.
 */
final class Comparison {
  private static final double FACTOR = 1.15;
  private static final double FLOOR_SECONDS = 1e-4;

  /**
   * One change.
   *
   * @param what entrant and instance
   * @param before earlier figure
   * @param after figure now
   * @param slower whether it is for the worse
   */
  record Change(String what, String before, String after, boolean slower) {}

  private Comparison() {}

  static List<Change> changes(Results before, Results after) {
    List<Change> changes = new ArrayList<>();
    for (Board board : after.boards()) {
      Optional<Board> old = before.board(board.name());
      for (Cell cell : board.all()) {
        Optional<Cell> earlier =
            old.filter(b -> b.instances().contains(cell.instance()))
                .flatMap(b -> b.cell(cell.entrant(), cell.instance()));
        earlier
            .filter(e -> sameSetting(e.first(), cell.first()))
            .flatMap(e -> change(e, cell))
            .ifPresent(changes::add);
      }
    }
    for (PassRecord pass : after.passes()) {
      before.passes().stream()
          .filter(
              e ->
                  e.what().equals(pass.what())
                      && e.instance().equals(pass.instance())
                      && e.threads() == pass.threads()
                      && e.vector() == pass.vector()
                      && e.machine().cpu().equals(pass.machine().cpu()))
          .findFirst()
          .flatMap(e -> change(e, pass))
          .ifPresent(changes::add);
    }
    return changes;
  }

  /** Times of other processors, or of another number of threads, say nothing about the software. */
  private static boolean sameSetting(Measurement before, Measurement after) {
    return before.threads() == after.threads()
        && before.machine().cpu().equals(after.machine().cpu());
  }

  private static Optional<Change> change(Cell before, Cell after) {
    String what = Names.label(after.entrant()) + ", " + after.instance().id();
    if (before.solved() != after.solved()) {
      return Optional.of(
          new Change(what, before.outcome().label(), after.outcome().label(), before.solved()));
    }
    if (!after.solved()) {
      return Optional.empty();
    }
    boolean slower =
        after.median() > before.median() * FACTOR
            && after.least() > before.most()
            && after.median() - before.median() > FLOOR_SECONDS;
    boolean faster =
        before.median() > after.median() * FACTOR
            && before.least() > after.most()
            && before.median() - after.median() > FLOOR_SECONDS;
    return slower || faster
        ? Optional.of(
            new Change(what, Names.seconds(before.median()), Names.seconds(after.median()), slower))
        : Optional.empty();
  }

  private static Optional<Change> change(PassRecord before, PassRecord after) {
    boolean slower = after.passes() > before.passes() * FACTOR;
    boolean faster = before.passes() > after.passes() * FACTOR;
    return slower || faster
        ? Optional.of(
            new Change(
                after.what() + ", " + after.instance().id(),
                String.format(Locale.ROOT, "%.1f passes", before.passes()),
                String.format(Locale.ROOT, "%.1f passes", after.passes()),
                slower))
        : Optional.empty();
  }

  static Table table(List<Change> changes) {
    List<List<String>> rows = new ArrayList<>();
    for (Change change : changes) {
      rows.add(
          List.of(
              change.what(),
              change.before(),
              change.after(),
              change.slower() ? "slower" : "faster"));
    }
    return new Table(
        "changes",
        changes.isEmpty()
            ? "Nothing changed beyond noise"
            : "Changes beyond noise since the earlier results",
        List.of("", "before", "now", ""),
        rows,
        "");
  }
}
