package eoca.bench.entrant;

/**
 * One way to allocate, as a race sees it. Implementations hold no state between calls and may be
 * killed at any moment: they run in a process of their own.
 */
public interface Entrant {
  /** What kind of method it is, for grouping in the report. */
  enum Family {
    /** This project's strategies. */
    EOCA("eoca"),
    /** Mixed-integer programming: what the paper calls IP. */
    MIP("integer programming"),
    /** Linear programming; the program is integral at its vertices. */
    LP("linear programming"),
    /** Minimum-cost flow on the users × funds graph. */
    FLOW("minimum-cost flow");

    private final String label;

    Family(String label) {
      this.label = label;
    }

    /** The name the report uses. */
    public String label() {
      return label;
    }
  }

  /** Short stable id, {@code [a-z0-9-]+}. */
  String id();

  /** The name the report uses. */
  String label();

  /** Its family. */
  Family family();

  /** Whether it proves optimality (to its stated tolerance) when it finishes. */
  boolean exact();

  /** Name and version of the software behind it. */
  String version();

  /**
   * Whether it runs in Java bytecode and so deserves a warm-up; native code is warm from the start.
   */
  boolean java();

  /** Whether it can start from a feasible allocation, and so gets {@link Problem#hint()}. */
  default boolean wantsHint() {
    return false;
  }

  /**
   * Whether it reads the instance tile by tile, so that a campaign's table may stay mapped; others
   * get it in arrays.
   */
  default boolean streams() {
    return false;
  }

  /** Solves. Time spent here is what the race measures, building the model included. */
  Answer solve(Problem problem) throws Exception;
}
