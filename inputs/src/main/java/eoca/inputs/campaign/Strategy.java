package eoca.inputs.campaign;

/** The allocation strategies a campaign may ask for. */
public enum Strategy {
  /** The optimum, certified. */
  EXACT,
  /** The paper's Algorithm 1 with the risk guard. */
  HEURISTIC,
  /** Funds in priority order, best users first. */
  MANUAL
}
