package eoca.inputs.campaign;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The three forms of a quota as text, the same in a campaign file and on the command line. */
final class QuotaText {
  /** What a quota must look like, for messages. */
  static final String EXPECTED = "a whole number of users, a share such as 30%, or rest";

  private static final Pattern USERS = Pattern.compile("0|[1-9][0-9]{0,15}");
  private static final Pattern PERCENT = Pattern.compile("(0|[1-9][0-9]{0,6})(\\.[0-9]{1,18})?");

  private QuotaText() {}

  /** The quota that a text states, or empty. */
  static Optional<Quota> parse(String text) {
    if (text.equals("rest")) {
      return Optional.of(new Quota.Rest());
    }
    if (text.endsWith("%")) {
      return percent(text.substring(0, text.length() - 1)).map(Quota.Share::new);
    }
    return users(text).map(Quota.Users::new);
  }

  /** A whole number of users 0..{@link Quota#MAX_USERS}, or empty. */
  static Optional<Long> users(String text) {
    if (!USERS.matcher(text).matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(text);
    return count > Quota.MAX_USERS ? Optional.empty() : Optional.of(count);
  }

  /** A percentage 0..{@link Quota#MAX_PERCENT} without its sign, or empty. */
  static Optional<BigDecimal> percent(String text) {
    if (!PERCENT.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal percent = new BigDecimal(text);
    return percent.compareTo(Quota.MAX_PERCENT) > 0 ? Optional.empty() : Optional.of(percent);
  }

  /** What the writer of an unusable quota may have meant ("Maybe …"), or empty. */
  static String hint(String text) {
    String bare = text.strip().toLowerCase(Locale.ROOT);
    if (bare.startsWith("-")) {
      return "";
    }
    String compact = bare.replaceAll("[\\s_',]", "").replaceFirst("^\\+", "");
    compact = compact.replaceFirst("^0+(?=[0-9])", "").replaceFirst("^\\.", "0.");
    compact = compact.replaceFirst("^([0-9]+)\\.0+$", "$1");
    if (!compact.equals(text) && parse(compact).isPresent()) {
      return "Maybe " + compact + ".";
    }
    if (compact.matches("[0-9]+") || compact.matches("[0-9.]+%")) {
      return "At most " + Quota.MAX_USERS + " users or " + Quota.MAX_PERCENT + "%.";
    }
    if (compact.matches("0\\.[0-9]{1,18}")) {
      BigDecimal share = new BigDecimal(compact).movePointRight(2).stripTrailingZeros();
      return "Maybe " + share.toPlainString() + "%.";
    }
    if (compact.matches("remainder|remaining|reset|rset|\\*|restt")) {
      return "Maybe rest.";
    }
    return "";
  }
}
