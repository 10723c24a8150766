package eoca.inputs.campaign;

import java.util.Arrays;

/**
 * The quotas of a run in whole users. They need not add up to the number of users: feasibility says
 * so.
 *
 * @param campaign the campaign with every quota as a whole number, except that the {@code rest}
 *     fund, if any, keeps {@code rest}: what a manifest records
 * @param users N
 * @param quotas {@code d_j ≥ 0} of the campaign's funds, in file order
 * @param unassigned users who get no fund: the quota of the pseudo-fund; 0 unless the campaign says
 *     {@code remainder: unassigned} and Σ d is less than N
 */
public record ResolvedQuotas(Campaign campaign, long users, long[] quotas, long unassigned) {

  /** Whether the engine gets a pseudo-fund (last index, risk 0, value 0). */
  public boolean hasPseudoFund() {
    return unassigned > 0;
  }

  /** Σ d + unassigned − N: above 0 a surplus of quota, below 0 quota is missing. */
  public long excess() {
    return Arrays.stream(quotas).sum() + unassigned - users;
  }

  /** The quotas as the engine wants them: the pseudo-fund, if any, last. */
  public long[] engineQuotas() {
    long[] all = Arrays.copyOf(quotas, quotas.length + (hasPseudoFund() ? 1 : 0));
    if (hasPseudoFund()) {
      all[quotas.length] = unassigned;
    }
    return all;
  }

  /** The risks as the engine wants them: the pseudo-fund, if any, last with risk 0. */
  public int[] engineRisks() {
    int[] all = new int[quotas.length + (hasPseudoFund() ? 1 : 0)];
    for (int j = 0; j < quotas.length; j++) {
      all[j] = campaign.funds().get(j).risk();
    }
    return all;
  }

  /** The manual strategy's order as the engine wants it: the pseudo-fund, if any, last. */
  public int[] enginePriorityOrder() {
    int[] order = campaign.priorityOrder();
    if (!hasPseudoFund()) {
      return order;
    }
    int[] all = Arrays.copyOf(order, order.length + 1);
    all[order.length] = order.length;
    return all;
  }
}
