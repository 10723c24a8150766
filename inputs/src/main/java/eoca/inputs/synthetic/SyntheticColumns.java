package eoca.inputs.synthetic;

/**
 * A synthetic campaign's data in memory.
 *
 * @param etv {@code float32[fund][user]}
 * @param tolerance {@code int8[user]}
 */
public record SyntheticColumns(float[][] etv, byte[] tolerance) {}
