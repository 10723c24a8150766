package eoca.inputs.campaign;

import java.util.OptionalInt;

/**
 * One fund of a campaign.
 *
 * @param id {@code [a-z0-9][a-z0-9_-]*}, unique in the campaign
 * @param name what people read; the id if the file has none
 * @param risk {@code r_j}, 0..63
 * @param quota as the file states it
 * @param priority rank in the manual strategy as the file states it, small first; empty if the file
 *     has none (see {@link Campaign#priorityOrder()})
 * @param column the ETV table's column of this fund
 */
public record Fund(
    String id, String name, int risk, Quota quota, OptionalInt priority, String column) {

  /** A fund with the defaults of a file that states nothing more. */
  public static Fund of(String id, int risk, Quota quota) {
    return new Fund(id, id, risk, quota, OptionalInt.empty(), id);
  }

  /** The same fund with another quota. */
  public Fund withQuota(Quota newQuota) {
    return new Fund(id, name, risk, newQuota, priority, column);
  }
}
