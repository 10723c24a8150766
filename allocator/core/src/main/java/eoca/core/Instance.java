package eoca.core;

import java.util.Arrays;

/**
 * One allocation problem:
 *
 * <pre>
 * max Σ X_ij·ETV_ij   s.t.  each user exactly one fund;  fund j exactly d_j users;  X_ij = 1 ⇒ t_i ≥ r_j
 * </pre>
 *
 * <p>Users and funds are indices; names live outside the engine. Where a campaign leaves users
 * unassigned, the last fund is a <em>pseudo-fund</em> of risk 0 whose column is all zero; it is a
 * fund like any other to every algorithm, except that the manual strategy fills it last and its
 * reported price is 0.
 *
 * <p>Immutable; the columns behind the seams must not change while an instance is in use.
 */
public final class Instance {
  /** Largest number of users: user indices are {@code int}. */
  public static final int MAX_USERS = Integer.MAX_VALUE;

  /**
   * Largest number of funds, the pseudo-fund included: an assignment keeps one unsigned byte a
   * user.
   */
  public static final int MAX_FUNDS = 255;

  /** Largest risk and tolerance. */
  public static final int MAX_RISK = 63;

  private final int users;
  private final int funds;
  private final EtvColumns etv;
  private final ToleranceColumn tolerances;
  private final byte[] risks;
  private final long[] quotas;
  private final boolean pseudoFund;
  private final Pins pins;

  /**
   * Checks and takes an instance; arrays are copied.
   *
   * @param users number of users N, {@code 0 ≤ N ≤ MAX_USERS}
   * @param etv the value columns, one a fund, in money
   * @param tolerances the users' tolerances, 0..63
   * @param risks {@code r_j}, 0..63, one a fund (length k, {@code 1 ≤ k ≤ MAX_FUNDS})
   * @param quotas {@code d_j ≥ 0}, one a fund; their sum need not be N (feasibility says so)
   * @param pseudoFund whether the last fund stands for "no fund"; its risk must be 0
   * @throws IllegalArgumentException if a number is out of its range or lengths differ
   */
  public Instance(
      int users,
      EtvColumns etv,
      ToleranceColumn tolerances,
      int[] risks,
      long[] quotas,
      boolean pseudoFund) {
    this(users, etv, tolerances, risks, quotas, pseudoFund, null);
  }

  private Instance(
      int users,
      EtvColumns etv,
      ToleranceColumn tolerances,
      int[] risks,
      long[] quotas,
      boolean pseudoFund,
      Pins pins) {
    if (users < 0) {
      throw new IllegalArgumentException("users (" + users + ") must be 0.." + MAX_USERS);
    }
    if (risks.length < 1 || risks.length > MAX_FUNDS) {
      throw new IllegalArgumentException("funds (" + risks.length + ") must be 1.." + MAX_FUNDS);
    }
    if (quotas.length != risks.length) {
      throw new IllegalArgumentException(
          "quotas (" + quotas.length + ") must be one a fund (" + risks.length + ")");
    }
    this.users = users;
    this.funds = risks.length;
    this.etv = etv;
    this.tolerances = tolerances;
    this.risks = new byte[funds];
    for (int j = 0; j < funds; j++) {
      if (risks[j] < 0 || risks[j] > MAX_RISK) {
        throw new IllegalArgumentException(
            "risk of fund " + j + " (" + risks[j] + ") must be 0.." + MAX_RISK);
      }
      if (quotas[j] < 0) {
        throw new IllegalArgumentException(
            "quota of fund " + j + " (" + quotas[j] + ") must not be negative");
      }
      this.risks[j] = (byte) risks[j];
    }
    if (pseudoFund && risks[funds - 1] != 0) {
      throw new IllegalArgumentException(
          "risk of the pseudo-fund (" + risks[funds - 1] + ") must be 0");
    }
    this.quotas = quotas.clone();
    this.pseudoFund = pseudoFund;
    this.pins = pins;
  }

  /** The number of users N. */
  public int users() {
    return users;
  }

  /** The number of funds k, the pseudo-fund included. */
  public int funds() {
    return funds;
  }

  /** The value columns. */
  public EtvColumns etv() {
    return etv;
  }

  /** The tolerance column. */
  public ToleranceColumn tolerances() {
    return tolerances;
  }

  /** The risk {@code r_j} of a fund, 0..63. */
  public int risk(int fund) {
    return risks[fund];
  }

  /** The quota {@code d_j} of a fund, in users. */
  public long quota(int fund) {
    return quotas[fund];
  }

  /** A copy of all quotas, {@code long[k]}. */
  public long[] quotas() {
    return quotas.clone();
  }

  /** Whether the last fund stands for "no fund". */
  public boolean hasPseudoFund() {
    return pseudoFund;
  }

  /** Whose fund is not for a strategy to choose, or null where everybody's is. */
  public Pins pins() {
    return pins;
  }

  /**
   * How many free users a fund takes: its quota, less the users locked in it; 0 where more are
   * locked than the quota holds.
   */
  public long openQuota(int fund) {
    return pins == null ? quotas[fund] : Math.max(0, quotas[fund] - pins.locked(fund));
  }

  /** The same instance with other quotas (same length, each ≥ 0). */
  public Instance withQuotas(long[] newQuotas) {
    return new Instance(users, etv, tolerances, copyOfRisks(), newQuotas, pseudoFund, pins);
  }

  /**
   * The same instance, some of whose users are pinned. Quotas count locked users and do not count
   * the control group.
   *
   * @param newPins of as many users, or null for none
   * @throws IllegalArgumentException if they are of another number of users
   */
  public Instance withPins(Pins newPins) {
    if (newPins != null && newPins.users() != users) {
      throw new IllegalArgumentException(
          "users of the pins (" + newPins.users() + ") must be the instance's (" + users + ")");
    }
    return new Instance(users, etv, tolerances, copyOfRisks(), quotas, pseudoFund, newPins);
  }

  private int[] copyOfRisks() {
    int[] r = new int[funds];
    Arrays.setAll(r, j -> risks[j]);
    return r;
  }
}
