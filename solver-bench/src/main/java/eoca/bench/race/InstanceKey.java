package eoca.bench.race;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * An instance by name, small enough to be sent to another process: a seeded one, or a campaign
 * file.
 *
 * @param regime how values and quotas behave, lower case with dashes; or {@code campaign:} and the
 *     path of a campaign file
 * @param users N
 * @param funds k
 * @param levels distinct risks
 * @param seed the generator's seed
 */
public record InstanceKey(String regime, int users, int funds, int levels, long seed) {
  private static final String CAMPAIGN = "campaign:";

  /** A campaign file as an instance. */
  static InstanceKey campaign(String file, int users, int funds) {
    return new InstanceKey(CAMPAIGN + file, users, funds, 0, 0);
  }

  /** The campaign file, or null where the instance is a seeded one. */
  @JsonIgnore
  String campaignFile() {
    return regime.startsWith(CAMPAIGN) ? regime.substring(CAMPAIGN.length()) : null;
  }

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
