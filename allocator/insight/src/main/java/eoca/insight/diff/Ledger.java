package eoca.insight.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Adds up pairs of rows: users and ETV from each fund of run A to each fund of run B, and the users
 * who gain and lose most. Memory does not grow with the users.
 *
 * <p>Funds are indices of the two runs' common list; {@link #none} stands for "no fund" and {@link
 * #absent} for "not in that run".
 */
final class Ledger {
  /** Users told on either side. */
  static final int TOLD = 10;

  private final int size;
  private final long[] users;
  private final double[] etvA;
  private final double[] etvB;
  private final PriorityQueue<UserChange> gainers =
      new PriorityQueue<>(
          Comparator.comparingDouble(UserChange::change).thenComparing(UserChange::user, later()));
  private final PriorityQueue<UserChange> losers =
      new PriorityQueue<>(
          Comparator.comparingDouble(UserChange::change)
              .reversed()
              .thenComparing(UserChange::user, later()));

  /** A ledger for so many funds in all. */
  Ledger(int funds) {
    this.size = funds + 2;
    this.users = new long[size * size];
    this.etvA = new double[size * size];
    this.etvB = new double[size * size];
  }

  private static Comparator<String> later() {
    return Comparator.reverseOrder();
  }

  /** Index of "no fund". */
  int none() {
    return size - 2;
  }

  /** Index of "not in that run". */
  int absent() {
    return size - 1;
  }

  /** Gives a user's id when asked: most users' are not needed. */
  @FunctionalInterface
  interface Id {
    String text();
  }

  /** Adds a user of both runs; ETV is 0 where there is no fund. */
  void both(int from, int to, float a, float b, Id id) {
    int cell = from * size + to;
    users[cell]++;
    etvA[cell] += a;
    etvB[cell] += b;
    double change = (double) b - a;
    if (change > 0 && (gainers.size() < TOLD || change >= gainers.peek().change())) {
      keep(gainers, new UserChange(id.text(), from, to, a, b));
    } else if (change < 0 && (losers.size() < TOLD || change <= losers.peek().change())) {
      keep(losers, new UserChange(id.text(), from, to, a, b));
    }
  }

  private static void keep(PriorityQueue<UserChange> best, UserChange user) {
    best.add(user);
    if (best.size() > TOLD) {
      best.remove();
    }
  }

  /** Adds a user of run A alone. */
  void onlyA(int from, float a) {
    int cell = from * size + absent();
    users[cell]++;
    etvA[cell] += a;
  }

  /** Adds a user of run B alone. */
  void onlyB(int to, float b) {
    int cell = absent() * size + to;
    users[cell]++;
    etvB[cell] += b;
  }

  /** Users from a fund to a fund. */
  long users(int from, int to) {
    return users[from * size + to];
  }

  /** Their ETV in run A. */
  double etvA(int from, int to) {
    return etvA[from * size + to];
  }

  /** Their ETV in run B. */
  double etvB(int from, int to) {
    return etvB[from * size + to];
  }

  /** Who gains most, most first; equal ones by id. */
  List<UserChange> gainers() {
    return sorted(gainers);
  }

  /** Who loses most, most first; equal ones by id. */
  List<UserChange> losers() {
    return sorted(losers);
  }

  private static List<UserChange> sorted(PriorityQueue<UserChange> best) {
    List<UserChange> list = new ArrayList<>(best);
    list.sort(best.comparator().reversed());
    return list;
  }

  /**
   * One user in both runs.
   *
   * @param user id
   * @param from fund in A
   * @param to fund in B
   * @param a ETV in A
   * @param b ETV in B
   */
  record UserChange(String user, int from, int to, float a, float b) {
    double change() {
      return (double) b - a;
    }
  }
}
