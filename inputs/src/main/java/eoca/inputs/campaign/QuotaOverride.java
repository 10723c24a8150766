package eoca.inputs.campaign;

import eoca.inputs.error.EocaException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * One {@code --quota fund=…} of the command line: a quota that takes the place of the one in the
 * campaign file.
 *
 * @param fund the fund's id
 * @param change what becomes of its quota
 */
public record QuotaOverride(String fund, Change change) {

  /** The forms of an override: a closed set. */
  public sealed interface Change {}

  /** {@code fund=N}, {@code fund=p%}, {@code fund=rest}: as if the file said so. */
  public record Set(Quota quota) implements Change {}

  /** {@code fund=+n}, {@code fund=-n}: the fund's resolved quota plus so many users. */
  public record AddUsers(long users) implements Change {}

  /**
   * {@code fund=+p%}, {@code fund=-p%}: the fund's resolved quota changed by so many percent of
   * itself; the change is rounded half up (away from zero).
   */
  public record AddPercent(BigDecimal percent) implements Change {}

  /**
   * Reads an override.
   *
   * @param text {@code fund=N}, {@code fund=p%}, {@code fund=+n}, {@code fund=-n}, {@code
   *     fund=+p%}, {@code fund=-p%} or {@code fund=rest}
   * @throws EocaException exit 2 if it is none of them
   */
  public static QuotaOverride parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw EocaException.usage(
          "--quota expects fund=quota, found (" + text + ")", "Maybe --quota bond=+5%.");
    }
    String fund = text.substring(0, equals);
    String value = text.substring(equals + 1);
    Optional<Change> change = change(value);
    if (change.isEmpty()) {
      throw EocaException.usage(
          "--quota " + fund + " expects N, p%, +n, -n, +p%, -p% or rest, found (" + value + ")",
          QuotaText.hint(value));
    }
    return new QuotaOverride(fund, change.get());
  }

  private static Optional<Change> change(String value) {
    if (!value.startsWith("+") && !value.startsWith("-")) {
      return QuotaText.parse(value).map(Set::new);
    }
    boolean minus = value.startsWith("-");
    String amount = value.substring(1);
    if (amount.endsWith("%")) {
      return QuotaText.percent(amount.substring(0, amount.length() - 1))
          .map(p -> new AddPercent(minus ? p.negate() : p));
    }
    return QuotaText.users(amount).map(n -> new AddUsers(minus ? -n : n));
  }

  /** The override as one writes it. */
  @Override
  public String toString() {
    String value;
    if (change instanceof AddUsers add) {
      value = (add.users() < 0 ? "" : "+") + add.users();
    } else if (change instanceof AddPercent add) {
      value = (add.percent().signum() < 0 ? "" : "+") + add.percent().toPlainString() + "%";
    } else {
      value = ((Set) change).quota().toString();
    }
    return fund + "=" + value;
  }
}
