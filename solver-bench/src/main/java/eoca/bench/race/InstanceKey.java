package eoca.bench.race;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A seeded instance, small enough to be sent to another process.
 *
 * @param regime how values and quotas behave, lower case with dashes
 * @param users N
 * @param funds k
 * @param levels distinct risks
 * @param seed the generator's seed
 */
public record InstanceKey(String regime, int users, int funds, int levels, long seed) {
  /** Such as {@code lognormal-200000x4-l4-s1}. */
  @JsonIgnore
  public String id() {
    return regime + "-" + users + "x" + funds + "-l" + levels + "-s" + seed;
  }

  /** The same kind at another size. */
  @JsonIgnore
  public String kind() {
    return regime + "-x" + funds + "-l" + levels + "-s" + seed;
  }
}
