package eoca.core.certificate;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Stay;
import eoca.core.Workers;
import java.math.BigDecimal;

/**
 * The certificate where moving users costs: with {@code w_ij = ETV_ij + c·[j is the former fund of
 * i]},
 *
 * <pre>
 *   bound(λ) = Σ_i max_{j ∈ A(i)} (w_ij − λ_j) + Σ_j d_j·λ_j − c·(users)  ≥  every Σ ETV − c·moved.
 * </pre>
 *
 * <p>Exact as {@link Certificate}: the argmax of each user is decided in doubles where it wins by
 * more than any rounding, else in BigDecimal; its value goes into exact sums of floats, costs and
 * prices are multiplied by exact counts. Nothing is rounded before the end.
 *
 * <p>Where this does not prove the allocation, tight levels are looked at as there: the bound
 * within them is a bound too, and the smaller one is reported. Where rounding the prices may be all
 * that a proof lacks, exchanges are looked at as there, moving costs included ({@link Exchanges}).
 *
 * <p>Beside {@link Certificate}, which must have found that the allocation keeps the rules. One
 * pass, two more for tight levels and one for exchanges, O(k) a user, no memory per user; the same
 * for any number of threads.
 */
public final class StayCertificate {
  private static final int TILE = 512;
  private static final double ROUNDING = 0x1p-50;

  private final Instance instance;
  private final Stay stay;
  private final double[] prices;
  private final TightLevels tight;

  private StayCertificate(Instance instance, Stay stay, double[] prices, TightLevels tight) {
    this.tight = tight;
    this.instance = instance;
    this.stay = stay;
    this.prices = prices.clone();
  }

  /**
   * Certifies a valid allocation.
   *
   * @param prices λ_j in money, one a fund, finite where there is a quota
   */
  public static StayReport certify(
      Instance instance, Assignment assignment, Stay stay, double[] prices, Workers workers) {
    long moved = stay.moved(assignment);
    StayCertificate byRisk = new StayCertificate(instance, stay, prices, null);
    StayReport plain = byRisk.report(byRisk.pass(assignment, workers), moved);
    StayReport least = plain;
    TightLevels levels = plain.optimal() ? null : TightLevels.of(instance, workers);
    if (levels != null && levels.any()) {
      StayCertificate byLevel = new StayCertificate(instance, stay, prices, levels);
      StayReport within = byLevel.report(byLevel.pass(assignment, workers), moved);
      least = within.absoluteGap() < plain.absoluteGap() ? within : plain;
    }
    return !least.settled(CertificateReport.OPTIMAL_GAP)
            && Exchanges.mayHelp(instance, prices, least.absoluteGap())
            && Exchanges.gainNothing(instance, assignment, stay, workers)
        ? new StayReport(moved, plain.objective(), plain.objective(), 0, 0, false, true)
        : least;
  }

  private Part pass(Assignment assignment, Workers workers) {
    Part[] parts = new Part[workers.threads()];
    int k = instance.funds();
    workers.run(
        Shards.count(instance.users()),
        (shard, slot) -> {
          if (parts[slot] == null) {
            parts[slot] = new Part(k);
          }
          shard(parts[slot], assignment, shard);
        });
    Part all = new Part(k);
    for (Part part : parts) { // exact sums and whole numbers: any order gives the same
      if (part != null) {
        all.add(part);
      }
    }
    return all;
  }

  private StayReport report(Part all, long moved) {
    BigDecimal cost = new BigDecimal(stay.cost());
    BigDecimal objective = all.sums.total(0).subtract(cost.multiply(BigDecimal.valueOf(moved)));
    BigDecimal gap = all.sums.total(1).add(cost.multiply(BigDecimal.valueOf(all.stays)));
    for (int j = 0; j < prices.length; j++) {
      if (all.preferred[j] != 0) {
        gap =
            gap.subtract(new BigDecimal(prices[j]).multiply(BigDecimal.valueOf(all.preferred[j])));
      }
    }
    BigDecimal bound = objective.add(gap);
    BigDecimal scale = bound.abs().max(all.sums.magnitude(0));
    return new StayReport(
        moved,
        objective.doubleValue(),
        bound.doubleValue(),
        gap.doubleValue(),
        gap.signum() == 0 ? 0 : gap.doubleValue() / scale.doubleValue(),
        tight != null,
        false);
  }

  /**
   * Sums of some users: sum 0 is Σ ETV of the own fund, sum 1 is Σ (ETV of the best − of the own).
   */
  private static final class Part {
    private final ExactSums sums = new ExactSums(2);

    /** Users who prefer a fund minus users who have it. */
    private final long[] preferred;

    /** Users whose best fund is the former one minus users who have it. */
    private long stays;

    Part(int funds) {
      this.preferred = new long[funds];
    }

    void add(Part other) {
      sums.addAll(other.sums);
      for (int j = 0; j < preferred.length; j++) {
        preferred[j] += other.preferred[j];
      }
      stays += other.stays;
    }
  }

  private void shard(Part part, Assignment assignment, int shard) {
    int k = instance.funds();
    float[][] etv = new float[k][TILE];
    byte[] tolerance = new byte[TILE];
    byte[] own = assignment.shard(shard);
    byte[] former = stay.former().shard(shard);
    int start = Shards.start(shard);
    for (int at = 0; at < own.length; at += TILE) {
      int length = Math.min(TILE, own.length - at);
      instance.tolerances().copy(start + at, tolerance, length);
      for (int j = 0; j < k; j++) {
        instance.etv().copy(j, start + at, etv[j], length);
      }
      for (int i = 0; i < length; i++) {
        if (instance.pins() != null && !instance.pins().isFree(start + at + i)) {
          if (own[at + i] != Assignment.NONE) {
            part.sums.add(0, etv[own[at + i] & 0xFF][i]);
          }
          continue; // no other choice: the same in the objective and in the bound
        }
        user(part, etv, i, tolerance[i], own[at + i] & 0xFF, former[at + i] & 0xFF);
      }
    }
    part.sums.carry();
  }

  private void user(Part part, float[][] etv, int i, int tolerance, int own, int former) {
    part.sums.add(0, etv[own][i]);
    int best = own;
    double most = value(etv[own][i], own, former);
    double error = error(etv[own][i], own);
    for (int j = 0; j < etv.length; j++) {
      if (j == own
          || instance.openQuota(j) == 0
          || tolerance < instance.risk(j)
          || (tight != null && instance.risk(j) < tight.floor(tolerance))) {
        continue;
      }
      double value = value(etv[j][i], j, former);
      double doubt = error + error(etv[j][i], j);
      boolean better =
          Math.abs(value - most) > doubt
              ? value > most
              : exact(etv[j][i], j, former).compareTo(exact(etv[best][i], best, former)) > 0;
      if (better) {
        best = j;
        most = value;
        error = error(etv[j][i], j);
      }
    }
    if (best != own) {
      part.sums.add(1, etv[best][i]);
      part.sums.add(1, -etv[own][i]);
      part.preferred[best]++;
      part.preferred[own]--;
      part.stays += (best == former ? 1 : 0) - (own == former ? 1 : 0);
    }
  }

  private double value(float etv, int fund, int former) {
    return (etv + (fund == former ? (double) stay.cost() : 0)) - prices[fund];
  }

  /** More than the rounding of {@link #value}: two sums of numbers no larger than these. */
  private double error(float etv, int fund) {
    return (Math.abs(etv) + (double) stay.cost() + Math.abs(prices[fund])) * ROUNDING;
  }

  private BigDecimal exact(float etv, int fund, int former) {
    BigDecimal value = new BigDecimal(etv).subtract(new BigDecimal(prices[fund]));
    return fund == former ? value.add(new BigDecimal(stay.cost())) : value;
  }
}
