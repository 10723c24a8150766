package eoca.insight.whatif;

import eoca.core.certificate.CertificateReport;
import eoca.inputs.campaign.ResolvedQuotas;
import java.util.List;
import java.util.Map;

/**
 * What one set of quotas would give.
 *
 * @param overrides the {@code --quota} texts
 * @param quotas resolved, or null where they can't be resolved
 * @param certificate objective, bound and funds, certified; null where there is no allocation
 * @param prices λ_j, one a fund of the instance, or null
 * @param moved users whose fund would not be the run's
 * @param witness why there is no allocation, as in result.json; null where there is one
 * @param problem the same in a line, or empty
 * @param seconds wall time of solving and certifying
 */
public record Point(
    List<String> overrides,
    ResolvedQuotas quotas,
    CertificateReport certificate,
    double[] prices,
    long moved,
    Map<String, Object> witness,
    String problem,
    double seconds) {

  /** Whether an allocation exists. */
  public boolean feasible() {
    return certificate != null;
  }

  /** optimal, feasible or infeasible, as in result.json. */
  public String outcome() {
    return !feasible() ? "infeasible" : certificate.optimal() ? "optimal" : "feasible";
  }
}
