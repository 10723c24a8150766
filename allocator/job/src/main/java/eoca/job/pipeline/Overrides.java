package eoca.job.pipeline;

import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.Quota;
import eoca.inputs.campaign.QuotaOverride;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code --quota} options before anything else is touched. */
public final class Overrides {
  private Overrides() {}

  /**
   * The overrides.
   *
   * @throws EocaException USAGE for everything wrong that can be seen without the users
   */
  public static List<QuotaOverride> parse(Campaign campaign, List<String> texts) {
    List<String> ids = campaign.funds().stream().map(Fund::id).toList();
    List<QuotaOverride> overrides = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    boolean rest = false;
    for (String text : texts) {
      QuotaOverride override = QuotaOverride.parse(text);
      if (!ids.contains(override.fund())) {
        throw EocaException.usage(
            "--quota names an unknown fund (" + override.fund() + ")",
            Suggestions.maybe(override.fund(), ids));
      }
      if (!seen.add(override.fund())) {
        throw EocaException.usage(
            "--quota is given twice for one fund (" + override.fund() + ")",
            "Maybe keep one of them.");
      }
      boolean makesRest =
          override.change() instanceof QuotaOverride.Set set && set.quota() instanceof Quota.Rest;
      if (rest && makesRest) {
        throw EocaException.usage(
            "--quota makes two funds rest (" + text + " is the second)",
            "At most one fund takes what the others leave.");
      }
      rest |= makesRest;
      overrides.add(override);
    }
    return overrides;
  }
}
