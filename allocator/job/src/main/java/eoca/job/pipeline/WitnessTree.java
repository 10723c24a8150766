package eoca.job.pipeline;

import eoca.core.Witness;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.QuotaOverride;
import eoca.inputs.campaign.Quotas;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.EtvTable;
import eoca.job.model.ShellWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why there is no allocation, as {@code result.json}, stderr and {@code check} tell it, with the
 * smallest fix as a command that can be pasted.
 */
public final class WitnessTree {
  private WitnessTree() {}

  /**
   * A witness as a JSON tree: {@code kind}, the numbers of its kind, {@code fix[]} {fund, delta,
   * quota}, {@code options} for the command line.
   *
   * @param campaign the campaign before overrides
   * @param overrides the overrides that were given
   */
  public static Map<String, Object> of(
      Witness witness,
      Campaign campaign,
      List<QuotaOverride> overrides,
      ResolvedQuotas quotas,
      EtvTable table) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", witness.kind());
    if (witness instanceof Witness.QuotaSum sum) {
      tree.put("users", sum.users());
      tree.put("quota_sum", sum.quotaSum());
      tree.put(sum.missing() > 0 ? "missing" : "surplus", Math.abs(sum.missing()));
    } else if (witness instanceof Witness.RiskLevel level) {
      tree.put("level", (long) level.level());
      tree.put("demand", level.demand());
      tree.put("supply", level.supply());
    } else if (witness instanceof Witness.LockedUsers locked) {
      tree.put("fund", campaign.funds().get(locked.fund()).id());
      tree.put("locked", locked.locked());
      tree.put("quota", locked.quota());
    } else if (witness instanceof Witness.UnservableUsers users) {
      tree.put("users", users.count());
      tree.put("first_users", users.firstUsers().stream().map(u -> table.userIds().id(u)).toList());
    }
    long[] fixed = quotas.quotas().clone();
    List<Object> fix = new ArrayList<>();
    for (Witness.QuotaChange change : witness.fix()) {
      if (change.fund() < fixed.length) {
        fixed[change.fund()] += change.delta();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("fund", campaign.funds().get(change.fund()).id());
        entry.put("delta", change.delta());
        entry.put("quota", fixed[change.fund()]);
        fix.add(entry);
      }
    }
    tree.put("fix", fix);
    tree.put("options", options(campaign, overrides, quotas, fixed));
    return tree;
  }

  /** {@code --quota} options, the ones given included, that lead to the fixed quotas. */
  private static String options(
      Campaign campaign, List<QuotaOverride> given, ResolvedQuotas quotas, long[] fixed) {
    if (Arrays.equals(fixed, quotas.quotas())) {
      return "";
    }
    Map<String, String> options = new LinkedHashMap<>();
    given.forEach(override -> options.put(override.fund(), override.toString()));
    for (int j = 0; j < fixed.length; j++) {
      if (fixed[j] != quotas.quotas()[j]) {
        String fund = campaign.funds().get(j).id();
        options.put(fund, fund + "=" + fixed[j]);
      }
    }
    if (!leadsTo(fixed, campaign, options, quotas.users())) {
      // Changing one share moves the rounding of the others: then every quota is spelled out.
      for (int j = 0; j < fixed.length; j++) {
        String fund = campaign.funds().get(j).id();
        options.put(fund, fund + "=" + fixed[j]);
      }
    }
    List<String> words = new ArrayList<>();
    options.values().forEach(option -> words.add("--quota " + option));
    return String.join(" ", words);
  }

  private static boolean leadsTo(
      long[] fixed, Campaign campaign, Map<String, String> options, long users) {
    try {
      List<QuotaOverride> overrides = options.values().stream().map(QuotaOverride::parse).toList();
      return Arrays.equals(fixed, Quotas.resolve(campaign, users, overrides).quotas());
    } catch (EocaException e) {
      return false; // a quota beyond what may be written
    }
  }

  /**
   * Adds the command line that does what was asked, with the fix: {@code command}, quoted for a
   * shell. Nothing where quotas alone do not mend it.
   *
   * @param words the command as it was given, which may be a {@code check}
   */
  public static void addCommand(Map<String, Object> tree, List<String> words) {
    String options = (String) tree.get("options");
    if (options.isEmpty() || "unservable_users".equals(tree.get("kind"))) {
      return;
    }
    StringBuilder line = new StringBuilder("eoca");
    boolean named = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--quota")) {
        i++; // and its value
      } else if (!word.startsWith("--quota=")) {
        boolean check = !named && word.equals("check");
        named |= !word.startsWith("-");
        line.append(' ').append(ShellWords.quoted(check ? "run" : word));
      }
    }
    tree.put("command", line.append(' ').append(options).toString());
  }

  /** The failure that a witness stands for. */
  static EocaException failure(Map<String, Object> tree) {
    return new EocaException(
        ExitCode.INFEASIBLE, "no allocation exists: " + message(tree), hint(tree));
  }

  /** One line for people. */
  public static String message(Map<String, Object> tree) {
    Object kind = tree.get("kind");
    if ("quota_sum".equals(kind)) {
      String difference =
          tree.containsKey("missing")
              ? tree.get("missing") + " missing"
              : tree.get("surplus") + " too many";
      return "quotas must add up to the users ("
          + tree.get("users")
          + "): they are "
          + tree.get("quota_sum")
          + ", "
          + difference;
    }
    if ("risk_level".equals(kind)) {
      return "funds of risk "
          + tree.get("level")
          + " and above ask for "
          + tree.get("demand")
          + " users, but only "
          + tree.get("supply")
          + " have a tolerance of at least "
          + tree.get("level");
    }
    if ("locked_users".equals(kind)) {
      return tree.get("locked")
          + " users are locked in "
          + tree.get("fund")
          + ", but its quota is "
          + tree.get("quota");
    }
    return tree.get("users")
        + " users have a tolerance below every fund's risk, such as user "
        + ((List<?>) tree.get("first_users")).get(0);
  }

  /** What to do, for people; several lines if need be. */
  public static String hint(Map<String, Object> tree) {
    String options = (String) tree.get("options");
    if ("unservable_users".equals(tree.get("kind"))) {
      return "Maybe drop these users from the ETV table, or set 'remainder: unassigned' in the"
          + " campaign file"
          + (options.isEmpty() ? "." : ", with " + options);
    }
    return options.isEmpty()
        ? ""
        : "The smallest change that helps: " + tree.getOrDefault("command", options);
  }
}
