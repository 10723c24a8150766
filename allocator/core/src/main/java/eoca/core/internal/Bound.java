package eoca.core.internal;

/**
 * A place in the order of users: by descending score, then ascending index. As a cut it lies right
 * behind its user.
 *
 * @param score the user's score
 * @param user the user's index
 */
public record Bound(double score, int user) {
  /** Before everybody. */
  static final Bound TOP = new Bound(Double.POSITIVE_INFINITY, -1);

  /** Behind everybody. */
  static final Bound BOTTOM = new Bound(Double.NEGATIVE_INFINITY, Integer.MAX_VALUE);

  /** Whether a user stands before this cut, this cut's own user included. */
  public boolean covers(double otherScore, int otherUser) {
    return otherScore > score || (otherScore == score && otherUser <= user);
  }
}
