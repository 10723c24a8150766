package eoca.inputs.campaign;

/** What to do when there are more users than quota. */
public enum Remainder {
  /** It is infeasible. */
  ERROR,
  /** The users in excess get no fund. */
  UNASSIGNED
}
