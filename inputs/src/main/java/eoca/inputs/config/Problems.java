package eoca.inputs.config;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the located problems of one YAML file, so that all are told at once. */
public final class Problems {
  /** Problems told at most; a file with more is hardly of its kind. */
  public static final int CAP = 20;

  private record Problem(int line, int column, String text, String hint) {}

  private final String file;
  private final String kind;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * No problem yet.
   *
   * @param file what messages call the file
   * @param kind what it is, such as {@code campaign}
   */
  public Problems(String file, String kind) {
    this.file = file;
    this.kind = kind;
  }

  /**
   * Notes a problem.
   *
   * @param line line from 1, or 0 where the problem is of the whole file
   * @param column column from 1, in characters
   * @param text what was expected and what was found
   * @param hint "Maybe …" or empty
   */
  public void add(int line, int column, String text, String hint) {
    problems.add(new Problem(line, column, text, hint));
  }

  /** Whether nothing was noted. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Throws exit 2 with every problem in file order, if there is any. */
  public void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    if (sorted.size() == 1) {
      throw EocaException.usage(line(sorted.get(0)), sorted.get(0).hint());
    }
    List<Defect> defects = new ArrayList<>();
    for (Problem problem : sorted.subList(0, Math.min(CAP, sorted.size()))) {
      String hint = problem.hint().isEmpty() ? "" : ". " + problem.hint();
      defects.add(new Defect(at(problem), 0, "", "", problem.text() + hint));
    }
    throw EocaException.configuration(
        sorted.size() + " problems in the " + kind + " file, the first: " + line(sorted.get(0)),
        sorted.get(0).hint(),
        defects,
        sorted.size());
  }

  private String line(Problem problem) {
    return at(problem) + ": " + problem.text();
  }

  private String at(Problem problem) {
    return problem.line() == 0 ? file : file + ":" + problem.line() + ":" + problem.column();
  }
}
