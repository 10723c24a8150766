package eoca.inputs.features;

/**
 * Rows read, and rows that are sound but of no use.
 *
 * @param users rows of users
 * @param funds rows of funds
 * @param samples rows of samples
 * @param samplesOutside samples whose date is in no split
 * @param behaviours rows of behaviours
 * @param behavioursOfOthers events of users that are not in the users table
 * @param edges rows of edges
 * @param edgesOfOthers edges of users that are not in the users table
 */
public record TableCounts(
    long users,
    long funds,
    long samples,
    long samplesOutside,
    long behaviours,
    long behavioursOfOthers,
    long edges,
    long edgesOfOthers) {}
