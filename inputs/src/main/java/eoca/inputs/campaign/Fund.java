package eoca.inputs.campaign;

/**
 * One fund of a campaign.
 *
 * @param id {@code [a-z0-9][a-z0-9_-]*}, unique in the campaign
 * @param name what people read; the id if the file has none
 * @param risk {@code r_j}, 0..63
 * @param quota as the file states it
 * @param priority rank in the manual strategy, small first; the file position (from 1) if the file
 *     has none
 * @param column the ETV table's column of this fund
 */
public record Fund(String id, String name, int risk, Quota quota, int priority, String column) {}
