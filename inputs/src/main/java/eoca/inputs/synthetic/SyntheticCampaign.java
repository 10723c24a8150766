package eoca.inputs.synthetic;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.Quota;
import eoca.inputs.campaign.Remainder;
import eoca.inputs.campaign.Strategy;
import eoca.inputs.internal.Crew;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A synthetic campaign: risks, quotas and, for any stretch of users, tolerances and values.
 *
 * <p>Every number is a function of (seed, user, fund), so stretches can be filled in any order and
 * by any number of threads at once, and nothing is stored: memory does not depend on N.
 *
 * <p>With u the user's, μ the fund's and z the pair's standard normal effect, the score is s =
 * 0.8·u + 0.7·μ + 0.6·z and the log-normal value exp(2 + s). The fund effects know nothing of the
 * quotas, so what users would take by themselves is not what the quotas ask for.
 */
public final class SyntheticCampaign {
  /** Distinct rows of {@link Regime#TIED}, at most. */
  public static final int TIED_PROFILES = 32;

  private static final int USER_STREAM = 0x100;
  private static final int TOLERANCE_STREAM = 0x101;
  private static final int FUND_STREAM = 0x102;
  private static final int ZERO_STREAM = 0x103;
  private static final int PROFILE_STREAM = 0x104;
  private static final int PAIR_STREAM = 0x1000;
  private static final int ZERO_PAIR_STREAM = 0x2000;
  private static final double CAP = 1e12;
  private static final float[] FEW = {0, 1, 2, 5, 10};

  private final SyntheticSpec spec;
  private final QuotaPlan plan;
  private final Permutation toleranceRank;
  private final double[] fundEffect;

  /** Plans a campaign; nothing is generated yet. */
  public SyntheticCampaign(SyntheticSpec spec) {
    this.spec = spec;
    this.plan = new QuotaPlan(spec);
    this.toleranceRank = new Permutation(key(TOLERANCE_STREAM), Math.max(1, spec.users()));
    this.fundEffect = new double[spec.funds()];
    for (int j = 0; j < fundEffect.length; j++) {
      fundEffect[j] = 0.7 * CounterRandom.normal(key(FUND_STREAM), j);
    }
  }

  /** What was asked for. */
  public SyntheticSpec spec() {
    return spec;
  }

  /** The funds' risks, ascending from 1, one a fund. */
  public int[] risks() {
    return plan.risks.clone();
  }

  /** The funds' quotas, which sum to N. */
  public long[] quotas() {
    return plan.quotas.clone();
  }

  /** The funds' ids: {@code fund-1} … */
  public List<String> fundIds() {
    List<String> ids = new ArrayList<>();
    for (int j = 1; j <= spec.funds(); j++) {
      ids.add("fund-" + j);
    }
    return ids;
  }

  /** The user id of a user, distinct: from 1 in input order. */
  public long userId(int user) {
    return user + 1L;
  }

  /**
   * Fills in a stretch of users. Safe for concurrent calls.
   *
   * @param fromUser first user, {@code 0 ≤ fromUser}, {@code fromUser + length ≤ N}
   * @param length number of users
   * @param etv receives {@code float32[fund][to + 0..length)}
   * @param tolerance receives tolerances at {@code [to..to + length)}
   * @param to where in the arrays to begin
   */
  public void fill(int fromUser, int length, float[][] etv, byte[] tolerance, int to) {
    fillTolerance(fromUser, length, tolerance, to);
    double[] userEffect = new double[length];
    fillUserEffects(fromUser, length, userEffect);
    for (int j = 0; j < spec.funds(); j++) {
      fillFund(j, fromUser, length, userEffect, etv[j], to);
    }
  }

  /** The whole campaign in memory, filled by a number of threads, which never changes it. */
  public SyntheticColumns columns(int threads) {
    int stretch = 1 << 14;
    int n = spec.users();
    float[][] etv = new float[spec.funds()][n];
    byte[] tolerance = new byte[n];
    int tasks = (int) ((n + stretch - 1L) / stretch);
    try (Crew crew = new Crew("eoca-generate", threads)) {
      crew.run(
          tasks,
          t -> {
            int from = t * stretch;
            fill(from, Math.min(stretch, n - from), etv, tolerance, from);
          });
    }
    return new SyntheticColumns(etv, tolerance);
  }

  /** The campaign file's content. */
  public Campaign campaign(Path file, String etvPath) {
    List<Fund> funds = new ArrayList<>();
    for (String id : fundIds()) {
      int j = funds.size();
      funds.add(
          new Fund(
              id,
              "Fund " + (j + 1),
              plan.risks[j],
              new Quota.Users(plan.quotas[j]),
              OptionalInt.empty(),
              id));
    }
    return new Campaign(
        file,
        "synthetic-" + spec.regime().id(),
        "",
        funds,
        new Campaign.EtvLocation(
            etvPath, Campaign.EtvLocation.DEFAULT_USER, Campaign.EtvLocation.DEFAULT_TOLERANCE),
        Strategy.DEFAULT,
        Remainder.ERROR,
        OutputFormat.ARROW,
        Campaign.Limits.NONE);
  }

  private long key(int stream) {
    return CounterRandom.key(spec.seed(), stream);
  }

  void fillTolerance(int fromUser, int length, byte[] tolerance, int to) {
    for (int i = 0; i < length; i++) {
      long rank = toleranceRank.apply(fromUser + i);
      int level = 1;
      while (level < spec.levels() && rank < plan.supply[level + 1]) {
        level++;
      }
      tolerance[to + i] = (byte) level;
    }
  }

  /** The row that a user's values are drawn as: the user, except in {@link Regime#TIED}. */
  private long row(int user) {
    return spec.regime() == Regime.TIED
        ? CounterRandom.bits(key(PROFILE_STREAM), user) & (TIED_PROFILES - 1)
        : user;
  }

  /** 0.8·u of a stretch; NaN marks the users who are all zero in {@link Regime#ZEROS}. */
  void fillUserEffects(int fromUser, int length, double[] effect) {
    if (spec.regime() == Regime.CONSTANT || spec.regime() == Regime.HEAVY_TAIL) {
      return; // these regimes have none
    }
    long key = key(USER_STREAM);
    for (int i = 0; i < length; i++) {
      effect[i] = 0.8 * CounterRandom.normal(key, row(fromUser + i));
    }
    if (spec.regime() == Regime.ZEROS) {
      long zero = key(ZERO_STREAM);
      for (int i = 0; i < length; i++) {
        effect[i] = CounterRandom.uniform(zero, fromUser + i) < 0.3 ? Double.NaN : effect[i];
      }
    }
  }

  /** One fund's values of a stretch, given its user effects. */
  void fillFund(int fund, int fromUser, int length, double[] userEffect, float[] out, int to) {
    long pair = key(PAIR_STREAM + fund);
    double fixed = fundEffect[fund];
    switch (spec.regime()) {
      case LOGNORMAL, TIGHT_RISK, ONE_HOT_QUOTA -> {
        for (int i = 0; i < length; i++) {
          double s = userEffect[i] + fixed + 0.6 * CounterRandom.normal(pair, fromUser + i);
          out[to + i] = (float) CounterRandom.exp(2 + s);
        }
      }
      case HEAVY_TAIL -> {
        for (int i = 0; i < length; i++) {
          double log = -CounterRandom.log(CounterRandom.uniform(pair, fromUser + i)) / 1.1;
          out[to + i] = (float) Math.min(CAP, CounterRandom.exp(log + fixed));
        }
      }
      case CONSTANT -> Arrays.fill(out, to, to + length, 1f);
      case ZEROS -> {
        long zero = key(ZERO_PAIR_STREAM + fund);
        for (int i = 0; i < length; i++) {
          double s = userEffect[i] + fixed + 0.6 * CounterRandom.normal(pair, fromUser + i);
          boolean none = Double.isNaN(s) || CounterRandom.bits(zero, fromUser + i) < 0;
          out[to + i] = none ? 0f : (float) CounterRandom.exp(2 + s);
        }
      }
      case FEW_VALUES, INTEGER, NEGATIVE, TIED -> {
        for (int i = 0; i < length; i++) {
          double z = 0.6 * CounterRandom.normal(pair, row(fromUser + i));
          out[to + i] = ofScore(userEffect[i] + fixed + z);
        }
      }
    }
  }

  private float ofScore(double s) {
    return switch (spec.regime()) {
      case FEW_VALUES -> FEW[(int) Math.max(0, Math.min(FEW.length - 1, Math.floor(s + 2.5)))];
      case INTEGER -> (float) Math.rint(Math.max(0, Math.min(1000, 500 + 180 * s)));
      case NEGATIVE -> (float) (10 * s);
      default -> (float) CounterRandom.exp(2 + s);
    };
  }
}
