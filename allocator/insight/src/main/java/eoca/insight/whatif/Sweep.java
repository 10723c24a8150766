package eoca.insight.whatif;

import eoca.inputs.campaign.QuotaOverride;
import eoca.inputs.error.EocaException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of quotas of one fund: {@code bond=-20%..+20%/9} is nine evenly spaced points, both ends
 * included. The ends are of one form: {@code N}, {@code p%}, {@code ±n} or {@code ±p%}.
 *
 * @param fund the fund
 * @param from its first quota, as one writes it
 * @param to its last
 * @param quotas {@code --quota} texts, in order
 */
public record Sweep(String fund, String from, String to, List<String> quotas) {
  /** Most points of a sweep. */
  static final int MOST_POINTS = 1001;

  private static final Pattern FORM =
      Pattern.compile(
          "([^=]+)=([+-]?)(NUMBER)(%?)\\.\\.([+-]?)(NUMBER)(%?)/([0-9]{1,5})"
              .replace("NUMBER", "[0-9]{1,16}(?:\\.[0-9]{1,9})?"));

  private static final String HINT = "Maybe --sweep bond=-20%..+20%/9.";

  /**
   * Reads a sweep.
   *
   * @throws EocaException USAGE if it is none
   */
  public static Sweep parse(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      throw EocaException.usage("--sweep expects fund=from..to/points, found (" + text + ")", HINT);
    }
    String fund = found.group(1);
    boolean relative = !found.group(2).isEmpty() || !found.group(5).isEmpty();
    boolean percent = !found.group(4).isEmpty();
    if (percent != !found.group(7).isEmpty()) {
      throw EocaException.usage(
          "--sweep expects both ends as users or both as percent, found (" + text + ")", HINT);
    }
    BigDecimal from = new BigDecimal(found.group(2) + found.group(3));
    BigDecimal to = new BigDecimal(found.group(5) + found.group(6));
    int points = Integer.parseInt(found.group(8));
    if (points < 2 || points > MOST_POINTS) {
      throw EocaException.usage(
          "--sweep expects 2 to " + MOST_POINTS + " points, found (" + points + ")", HINT);
    }
    List<String> quotas = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      BigDecimal step =
          to.subtract(from)
              .multiply(BigDecimal.valueOf(i))
              .divide(BigDecimal.valueOf(points - 1L), 12, RoundingMode.HALF_EVEN);
      BigDecimal value = from.add(step).setScale(percent ? 9 : 0, RoundingMode.HALF_UP);
      quotas.add(fund + "=" + shown(value, relative, percent));
    }
    quotas.forEach(QuotaOverride::parse);
    return new Sweep(
        fund, shown(from, relative, percent), shown(to, relative, percent), List.copyOf(quotas));
  }

  private static String shown(BigDecimal value, boolean relative, boolean percent) {
    String number = value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    return (relative && value.signum() >= 0 ? "+" : "") + number + (percent ? "%" : "");
  }
}
