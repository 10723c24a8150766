package eoca.bench.race;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * One line from child to parent, after {@link #MARK}; anything else on the child's output is a
 * solver talking.
 *
 * @param event what happened
 * @param seconds wall seconds of the solve (SOLVED, WARMED)
 * @param rssBytes resident memory (READY), peak (SOLVED, WARMED)
 * @param text version (READY) or remark (ANSWER, FAILED)
 * @param report the checked answer (ANSWER)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChildMessage(Event event, Double seconds, Long rssBytes, String text, Report report) {
  static final String MARK = "@eoca-race ";

  enum Event {
    /** The instance is in memory. */
    READY,
    /** A solve begins: the clock of the time limit. */
    BEGIN,
    /** A solve that is not measured ended. */
    WARMED,
    /** A measured solve ended. */
    SOLVED,
    /** All solves are done; the answer is being checked. */
    CHECKING,
    /** The answer, checked. */
    ANSWER,
    /** The entrant threw. */
    FAILED,
    /** The heap was too small. */
    OUT_OF_MEMORY
  }

  /**
   * The last answer, checked.
   *
   * @param found whether there is an allocation at all
   * @param outOfTime whether there is none because the time was over
   * @param violations broken rules
   * @param optimal the certificate's verdict
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Report(
      boolean found,
      boolean outOfTime,
      boolean claim,
      double tolerance,
      long violations,
      String firstViolation,
      boolean optimal,
      Double objective,
      Double bound,
      Double absoluteGap,
      Double relativeGap,
      Map<String, Long> statistics) {}
}
