package eoca.core.certificate;

/**
 * One broken rule, located.
 *
 * @param user user index, or −1 where the rule is about a fund as a whole
 * @param fund fund index as found in the assignment, or −1 where the user has none
 * @param rule what is broken
 * @param expected what the rule asks for: tolerance at least (RISK), quota (QUOTA), the fund
 *     (LOCKED), else 0
 * @param found what was found instead: the user's tolerance (RISK), users assigned (QUOTA), the
 *     fund (LOCKED), else 0
 */
public record Violation(int user, int fund, Rule rule, long expected, long found) {

  /** The rules of an allocation, in the order in which violations of one user are listed. */
  public enum Rule {
    /** A user of the control group has no fund. */
    CONTROL,
    /** A locked user has the fund that is given. */
    LOCKED,
    /** Every user has a fund. */
    UNASSIGNED,
    /** The fund exists. */
    FUND_OUT_OF_RANGE,
    /** The user's tolerance is at least the fund's risk. */
    RISK,
    /** At least one fund with a quota is open to the user's tolerance. */
    NO_FUND_ALLOWED,
    /** Values are finite numbers. */
    NOT_FINITE,
    /** The fund has exactly its quota of users. */
    QUOTA
  }

  /** One line for a person; users and funds by index, as the engine knows no names. */
  public String describe() {
    return switch (rule) {
      case CONTROL -> "user " + user + " is in the control group and has fund " + fund;
      case LOCKED -> "user " + user + " is locked in fund " + expected + " and has fund " + found;
      case UNASSIGNED -> "user " + user + " has no fund";
      case FUND_OUT_OF_RANGE -> "user " + user + " has a fund that does not exist (" + fund + ")";
      case RISK ->
          "user " + user + " of tolerance " + found + " has fund " + fund + " of risk " + expected;
      case NO_FUND_ALLOWED -> "user " + user + " may have no fund that has a quota";
      case NOT_FINITE -> "the value of user " + user + " in fund " + fund + " is not finite";
      case QUOTA -> "fund " + fund + " has " + found + " users, its quota is " + expected;
    };
  }
}
