package eoca.job.engine;

import eoca.inputs.campaign.ResolvedQuotas;

/**
 * What an earlier solve of the same data leaves for the next.
 *
 * @param prices of the earlier solve, one a fund of its instance
 * @param quotas that they belong to, the same; null where other users are locked now
 */
public record WarmStart(double[] prices, long[] quotas) {

  /** What a fund's quota grew by, one a fund; null where that is not known. */
  long[] change(ResolvedQuotas now) {
    long[] wanted = now.engineQuotas();
    if (quotas == null || quotas.length != wanted.length) {
      return null;
    }
    for (int j = 0; j < wanted.length; j++) {
      wanted[j] -= quotas[j];
    }
    return wanted;
  }
}
