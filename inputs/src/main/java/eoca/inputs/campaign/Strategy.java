package eoca.inputs.campaign;

import java.util.Locale;

/** The allocation strategies a campaign may ask for. */
public enum Strategy {
  /** The optimum, certified. */
  EXACT,
  /** The paper's Algorithm 1 with the risk guard. */
  HEURISTIC,
  /** Funds in priority order, best users first. */
  MANUAL;

  /** What a campaign file that names no strategy gets. */
  public static final Strategy DEFAULT = EXACT;

  /**
   * The name in files and on the command line: {@code exact}, {@code heuristic}, {@code manual}.
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
