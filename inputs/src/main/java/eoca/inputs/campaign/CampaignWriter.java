package eoca.inputs.campaign;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign.EtvLocation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes campaigns as YAML in one canonical form: block style, one line a fund, keys in the order
 * of the reference, LF. What it writes, {@link CampaignFile} reads back to an equal campaign.
 */
public final class CampaignWriter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_](?:[A-Za-z0-9._/*%+-]| (?! |$))*");
  private static final Pattern DATES =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /** Plain texts that YAML 1.1 or 1.2 readers take for something else. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private CampaignWriter() {}

  /**
   * The campaign as a person would write it: what has its default value is left out (except the
   * names of the user and tolerance columns).
   */
  public static String brief(Campaign campaign) {
    return write(campaign, false);
  }

  /** The campaign with every key, defaults included: what a manifest records. */
  public static String full(Campaign campaign) {
    return write(campaign, true);
  }

  private static String write(Campaign campaign, boolean full) {
    StringBuilder out = new StringBuilder();
    line(out, "campaign: ", campaign.name());
    if (!campaign.period().isEmpty()) {
      line(out, "period: ", campaign.period());
    }
    out.append("funds:\n");
    for (Fund fund : campaign.funds()) {
      fund(out, fund, full);
    }
    etv(out, campaign, full);
    if (full || campaign.strategy() != Strategy.DEFAULT) {
      line(out, "strategy: ", campaign.strategy().id());
    }
    if (full || campaign.remainder() != Remainder.ERROR) {
      line(out, "remainder: ", campaign.remainder().id());
    }
    if (full || campaign.output() != OutputFormat.ARROW) {
      out.append("output: {format: ").append(campaign.output().id()).append("}\n");
    }
    limits(out, campaign.limits());
    guards(out, campaign.guards());
    pinned(out, campaign, full);
    return out.toString();
  }

  private static void fund(StringBuilder out, Fund fund, boolean full) {
    out.append("  - {id: ").append(scalar(fund.id()));
    if (full || !fund.name().equals(fund.id())) {
      out.append(", name: ").append(scalar(fund.name()));
    }
    out.append(", risk: ").append(fund.risk()).append(", quota: ").append(fund.quota());
    fund.priority().ifPresent(p -> out.append(", priority: ").append(p));
    out.append("}\n");
  }

  private static void etv(StringBuilder out, Campaign campaign, boolean full) {
    EtvLocation etv = campaign.etv();
    line(out, "etv:\n  path: ", etv.path());
    line(out, "  user: ", etv.userColumn());
    line(out, "  tolerance: ", etv.toleranceColumn());
    List<Fund> named =
        campaign.funds().stream().filter(f -> full || !f.column().equals(f.id())).toList();
    if (!named.isEmpty()) {
      out.append("  columns:\n");
      named.forEach(f -> line(out, "    " + scalar(f.id()) + ": ", f.column()));
    }
  }

  private static void limits(StringBuilder out, Campaign.Limits limits) {
    TreeMap<String, String> lines = new TreeMap<>();
    if (limits.seconds() != null) {
      BigDecimal seconds = BigDecimal.valueOf(limits.seconds()).stripTrailingZeros();
      lines.put("seconds", seconds.toPlainString());
    }
    if (limits.memoryBytes() != null) {
      lines.put("memory", memory(limits.memoryBytes()));
    }
    if (!lines.isEmpty()) {
      out.append("limits:\n");
      lines.descendingMap().forEach((k, v) -> out.append("  " + k + ": " + v + "\n"));
    }
  }

  private static void guards(StringBuilder out, PublishGuards guards) {
    Map<String, String> lines = new TreeMap<>();
    percent(lines, "users", guards.users());
    percent(lines, "objective", guards.objective());
    percent(lines, "fund_etv", guards.fundEtv());
    if (guards.tableAgeSeconds() != null) {
      lines.put("table_age", guards.tableAgeSeconds() / 60 + "m");
    }
    if (!lines.isEmpty()) {
      out.append("publish:\n");
      lines.forEach(
          (key, value) -> out.append("  ").append(key).append(": ").append(value).append('\n'));
    }
  }

  private static void pinned(StringBuilder out, Campaign campaign, boolean full) {
    Campaign.Locked locked = campaign.locked();
    if (locked != null) {
      line(out, "locked:\n  path: ", locked.path());
      line(out, "  user: ", locked.userColumn());
      line(out, "  fund: ", locked.fundColumn());
    }
    Campaign.Control control = campaign.control();
    if (control != null) {
      out.append("control: {share: ").append(control.percent().toPlainString()).append("%");
      if (full || control.seed() != Campaign.Control.DEFAULT_SEED) {
        out.append(", seed: ").append(control.seed());
      }
      out.append("}\n");
    }
    if (full || campaign.keep() != KeepInputs.DEFAULT) {
      out.append("keep_inputs: ").append(campaign.keep().id()).append('\n');
    }
  }

  private static void percent(Map<String, String> lines, String key, Double percent) {
    if (percent != null) {
      lines.put(key, BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString() + "%");
    }
  }

  /** Bytes in the largest unit that states them exactly. */
  private static String memory(long bytes) {
    List<String> units = List.of("KiB", "MiB", "GiB", "TiB");
    int unit = 0;
    long amount = bytes / 1024;
    if (bytes % 1024 != 0) {
      return BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(1024)).toPlainString() + "KiB";
    }
    while (unit < 3 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + units.get(unit);
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append(key).append(scalar(value)).append('\n');
  }

  /** A text as a YAML scalar, quoted where a plain one could be misread. */
  private static String scalar(String text) {
    boolean plain =
        DATES.matcher(text).matches()
            || (PLAIN.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT)));
    if (plain) {
      return text;
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
