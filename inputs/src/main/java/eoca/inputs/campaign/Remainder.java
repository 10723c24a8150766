package eoca.inputs.campaign;

import java.util.Locale;

/** What to do when there are more users than quota. */
public enum Remainder {
  /** It is infeasible. */
  ERROR,
  /** The users in excess get no fund. */
  UNASSIGNED;

  /** The name in files: {@code error}, {@code unassigned}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
