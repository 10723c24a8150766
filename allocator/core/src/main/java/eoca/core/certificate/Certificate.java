package eoca.core.certificate;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Workers;
import eoca.core.certificate.CertificateReport.FundTotals;
import eoca.core.certificate.Violation.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The certificate: recomputes from the original input, in one pass, whether an allocation keeps
 * every rule, what it is worth, and a bound that no allocation can pass.
 *
 * <p><b>Theorem.</b> For any prices λ, with {@code A(i) = {j : t_i ≥ r_j, d_j > 0}},
 *
 * <pre>
 *   bound(λ) = Σ_i max_{j ∈ A(i)} (ETV_ij − λ_j) + Σ_j d_j·λ_j  ≥  every allocation's Σ ETV.
 * </pre>
 *
 * <p>So an allocation that keeps the rules and reaches the bound is optimal, whoever made it and
 * whatever made the prices. Prices of funds with {@code d_j = 0} cannot matter and are not looked
 * at (an entry price is a statement about such a fund, not a part of the bound).
 *
 * <p><b>Exact, not only accurate.</b> With b(i) an exact argmax of user i, c_j = #{i : b(i) = j},
 *
 * <pre>
 *   bound = Σ_i ETV_i,b(i) + Σ_j (d_j − c_j)·λ_j
 * </pre>
 *
 * <p>where the first sum is over float32 values ({@link ExactSums}) and the second has k terms
 * (BigDecimal). Nothing is rounded before the end: objective, bound and gap are each the exact real
 * number rounded once. Only the argmax has to be exact, and it is: {@link Screen} lets a user pass
 * whose own fund wins by more than any rounding; everyone else is decided by comparing the exact
 * differences {@code ETV_ij − λ_j} as unevaluated sums hi + lo (Knuth's TwoDiff; hi is monotone in
 * the exact value, so hi decides and lo breaks its ties). Ties are worth the same whoever wins.
 *
 * <p><b>Tight levels.</b> Where the open quotas of the funds of risk L or more add up to the free
 * users of tolerance L or more, quotas can only be met if each of those users has such a fund. So
 * the bound stays one with {@code A(i) = {j : g(t_i) ≤ r_j ≤ t_i, d_j > 0}}, g(t) the largest such
 * L ≤ t ({@link TightLevels}), and is never larger: what a user would gain from a fund that no
 * allocation can give counts no more. It is computed only where the first bound does not prove an
 * allocation that keeps the rules, and some user prefers such a fund at the prices; the smaller
 * bound is reported.
 *
 * <p><b>Exchanges.</b> Exact prices may need more digits than a double has: where some differ by
 * 1e20 and others by 1, say, because users would love a fund that others can be spared from even
 * less. Where the bound is no proof, and rounding prices may be all that it lacks, the allocation
 * is proven without prices, if no exchange between users gains anything ({@link Exchanges}).
 *
 * <p><b>Pinned users.</b> Where some users are not for a strategy to choose for ({@link
 * eoca.core.Pins}), A(i) of a locked user is the one fund, and a user of the control group is not
 * in any sum: the bound is one on every allocation that leaves them where they are. That they are
 * there is checked. It knows nothing of how a strategy is kept away from them.
 *
 * <p><b>Cost.</b> One pass: every value and tolerance is copied once; time O(k) a user; for tight
 * levels another one over the tolerances and one over everything, and one for exchanges. No memory
 * per user; O(k) per thread. The result is the same for any number of threads, as exact sums have
 * no order and violations are listed by user.
 */
public final class Certificate {
  /** Violations that are listed; the others are only counted. */
  public static final int MAX_VIOLATIONS = 1000;

  private Certificate() {}

  /**
   * Certifies an allocation.
   *
   * @param instance the problem, as the solver was given it
   * @param assignment one fund a user; may be wrong in any way
   * @param prices λ_j in money, {@code double[k]}, finite where {@code d_j > 0}; null for the
   *     row-max bound (all 0)
   * @param workers the threads to use
   * @return what was found; a wrong allocation is an answer, not an exception
   * @throws IllegalArgumentException if the assignment is of another number of users, or prices are
   *     of another length or not finite
   */
  public static CertificateReport certify(
      Instance instance, Assignment assignment, double[] prices, Workers workers) {
    return certify(instance, assignment, prices, workers, Screen.best());
  }

  static CertificateReport certify(
      Instance instance, Assignment assignment, double[] prices, Workers workers, Screen screen) {
    if (assignment.users() != instance.users()) {
      throw new IllegalArgumentException(
          "users of the assignment ("
              + assignment.users()
              + ") must be the instance's ("
              + instance.users()
              + ")");
    }
    double[] lambda = checked(instance, prices);
    ShardAudit all = audit(instance, assignment, lambda, null, workers, screen);
    BoundSource source = prices == null ? BoundSource.ROW_MAX : BoundSource.PRICES;
    CertificateReport plain = report(instance, lambda, source, all);
    if (prices == null || !plain.valid()) {
      return plain;
    }
    CertificateReport least = plain;
    if (!plain.optimal()) {
      TightLevels tight = TightLevels.of(instance, workers);
      if (tight.forbid(all.lowestPreferred())) {
        ShardAudit within = audit(instance, assignment, lambda, tight, workers, screen);
        CertificateReport levels = report(instance, lambda, source, within);
        least = levels.absoluteGap() < plain.absoluteGap() ? levels : plain;
      }
    }
    boolean proven = least.optimal() && least.settled(CertificateReport.OPTIMAL_GAP);
    return !proven
            && Exchanges.mayHelp(instance, lambda, least.absoluteGap())
            && Exchanges.gainNothing(instance, assignment, null, workers)
        ? report(instance, lambda, BoundSource.EXCHANGES, all)
        : least;
  }

  /** One pass over everything; {@code tight} is null for the bound by the risk rule alone. */
  private static ShardAudit audit(
      Instance instance,
      Assignment assignment,
      double[] lambda,
      TightLevels tight,
      Workers workers,
      Screen screen) {
    ShardAudit[] slots = new ShardAudit[workers.threads()];
    workers.run(
        Shards.count(instance.users()),
        (shard, slot) -> {
          if (slots[slot] == null) {
            slots[slot] = new ShardAudit(instance, lambda, tight, screen);
          }
          slots[slot].audit(assignment, shard);
        });
    ShardAudit all = new ShardAudit(instance, lambda, tight, screen);
    for (ShardAudit slot : slots) {
      if (slot != null) {
        all.addAll(slot);
      }
    }
    return all;
  }

  private static double[] checked(Instance instance, double[] prices) {
    if (prices == null) {
      return new double[instance.funds()];
    }
    if (prices.length != instance.funds()) {
      throw new IllegalArgumentException(
          "prices (" + prices.length + ") must be one a fund (" + instance.funds() + ")");
    }
    for (int j = 0; j < prices.length; j++) {
      if (instance.openQuota(j) > 0 && !Double.isFinite(prices[j])) {
        throw new IllegalArgumentException(
            "price of fund " + j + " (" + prices[j] + ") must be finite");
      }
    }
    return prices.clone();
  }

  private static CertificateReport report(
      Instance instance, double[] lambda, BoundSource source, ShardAudit audit) {
    int k = instance.funds();
    boolean rowMax = source == BoundSource.ROW_MAX;
    List<Violation> violations = new ArrayList<>();
    long violationCount = audit.violationCount();
    List<FundTotals> funds = new ArrayList<>(k);
    BigDecimal objective = BigDecimal.ZERO;
    BigDecimal magnitude = BigDecimal.ZERO;
    BigDecimal gap = audit.regret();
    for (int j = 0; j < k; j++) {
      long quota = instance.quota(j);
      long assigned = audit.assigned(j);
      BigDecimal total = audit.total(j);
      funds.add(
          new FundTotals(
              j, instance.risk(j), quota, assigned, total.doubleValue(), rowMax ? 0 : lambda[j]));
      objective = objective.add(total);
      magnitude = magnitude.add(audit.magnitude(j));
      if (instance.openQuota(j) > 0) {
        BigDecimal weight = BigDecimal.valueOf(quota - assigned - audit.moved(j));
        gap = gap.add(new BigDecimal(lambda[j]).multiply(weight));
      }
      if (assigned != quota) {
        violationCount++;
        violations.add(new Violation(-1, j, Rule.QUOTA, quota, assigned));
      }
    }
    audit.violations().stream()
        .sorted(
            Comparator.comparingInt(Violation::user)
                .thenComparing(Violation::rule)
                .thenComparingInt(Violation::fund))
        .forEach(violations::add);
    if (source == BoundSource.EXCHANGES) {
      gap = BigDecimal.ZERO;
    }
    BigDecimal bound = objective.add(gap);
    BigDecimal scale = bound.abs().max(magnitude);
    BigDecimal limit = BigDecimal.valueOf(1L << 53);
    return new CertificateReport(
        instance.users(),
        audit.inControl() + (instance.hasPseudoFund() ? audit.assigned(k - 1) : 0),
        objective.doubleValue(),
        bound.doubleValue(),
        source,
        gap.doubleValue(),
        gap.signum() == 0 ? 0 : gap.doubleValue() / scale.doubleValue(),
        audit.whole() && scale.compareTo(limit) < 0,
        funds,
        violationCount,
        violations.subList(0, Math.min(MAX_VIOLATIONS, violations.size())),
        pinned(instance, objective, audit),
        audit.within());
  }

  private static CertificateReport.Pinned pinned(
      Instance instance, BigDecimal objective, ShardAudit audit) {
    if (instance.pins() == null) {
      return null;
    }
    BigDecimal locked = audit.lockedTotal();
    return new CertificateReport.Pinned(
        instance.pins().lockedUsers(),
        locked.doubleValue(),
        objective.subtract(locked).doubleValue(),
        audit.inControl());
  }
}
