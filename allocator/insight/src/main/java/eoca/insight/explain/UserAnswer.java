package eoca.insight.explain;

import eoca.core.Pins;
import eoca.core.certificate.TightLevels;
import eoca.inputs.campaign.Fund;
import eoca.inputs.error.EocaException;
import eoca.insight.run.LoadedRun;
import eoca.job.cli.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Why a user got a fund. At the run's prices every fund j is worth {@code ETV_ij − λ_j} to the
 * plan; in an optimal plan the user's fund is worth most among those the user may have, and the
 * distance to another is how far that one's price would have to fall.
 *
 * @param runId the run
 * @param campaign its campaign's name
 * @param strategy how it was made
 * @param user id
 * @param tolerance {@code t_i}
 * @param fund index of the user's fund in {@link #options}, or −1 for none
 * @param priced whether the run has prices
 * @param rounded whether they are too far apart for doubles, so that what they say is rounded
 * @param options every fund, in campaign order
 * @param pin why no strategy chose for the user
 */
public record UserAnswer(
    String runId,
    String campaign,
    String strategy,
    String user,
    int tolerance,
    int fund,
    boolean priced,
    boolean rounded,
    List<Option> options,
    Pin pin) {

  /** What is said where prices are too far apart for doubles. */
  static final String ROUNDED =
      "The run's prices are too far apart for double precision: differences between them are"
          + " rounded. The allocation is proven optimal without them.";

  /** Whether a strategy chose the user's fund. */
  public enum Pin {
    /** It did. */
    FREE,
    /** The user was shown the fund before. */
    LOCKED,
    /** The user is in the control group. */
    CONTROL
  }

  /**
   * One fund as this user sees it.
   *
   * @param fund the fund
   * @param quota its quota in the run
   * @param allowed whether the user may have it: tolerance at least its risk, quota above 0, and no
   *     better at the prices although the user is needed at a risk level above it
   * @param etv the user's ETV
   * @param price λ_j, or 0 where there are none
   */
  public record Option(Fund fund, long quota, boolean allowed, float etv, double price) {
    /** What it is worth to the plan. */
    public double value() {
      return etv - price;
    }
  }

  /**
   * Explains.
   *
   * @throws EocaException USAGE if the run has no such user
   */
  public static UserAnswer of(LoadedRun run, String id) {
    int user = run.table().userIds().find(id);
    if (user < 0) {
      throw EocaException.usage(
          "the run has no user (" + id + ")", "Maybe check the id: case and zeros count.");
    }
    byte[] tolerance = new byte[1];
    run.table().copyTolerance(user, tolerance, 1);
    double[] prices = run.prices();
    float[] etv = new float[1];
    List<Option> options = new ArrayList<>();
    List<Fund> funds = run.campaign().funds();
    for (int j = 0; j < funds.size(); j++) {
      run.table().copyEtv(j, user, etv, 1);
      long quota = run.quotas().quotas()[j];
      boolean allowed = tolerance[0] >= funds.get(j).risk() && quota > 0;
      options.add(new Option(funds.get(j), quota, allowed, etv[0], prices == null ? 0 : prices[j]));
    }
    int fund = run.assignment().fund(user);
    Pins pins = run.participants().pins();
    if (pins == null || pins.isFree(user)) {
      outOfReach(run, tolerance[0], fund, options);
    }
    Pin pin =
        pins == null || pins.isFree(user)
            ? Pin.FREE
            : pins.isControl(user) ? Pin.CONTROL : Pin.LOCKED;
    return new UserAnswer(
        run.manifest().runId(),
        run.campaign().name(),
        run.campaign().strategy().id(),
        id,
        tolerance[0],
        fund < funds.size() ? fund : -1,
        prices != null,
        run.pricesRounded(),
        options,
        pin);
  }

  /**
   * Disallows lower funds that look better at the prices although every user of that tolerance is
   * needed above them: prices need not say so, as no quota can change hands there.
   */
  private static void outOfReach(LoadedRun run, int tolerance, int fund, List<Option> options) {
    double own = fund < options.size() ? options.get(fund).value() : 0;
    if (run.prices() == null
        || options.stream().noneMatch(option -> option.allowed() && option.value() > own)) {
      return;
    }
    int floor = TightLevels.of(run.instance(), run.workers()).floor(tolerance);
    options.replaceAll(
        option ->
            option.value() > own && option.fund().risk() < floor
                ? new Option(option.fund(), option.quota(), false, option.etv(), option.price())
                : option);
  }

  /** What the user's own fund (or having none) is worth to the plan. */
  private double ownValue() {
    return fund < 0 ? 0 : options.get(fund).value();
  }

  /** The best other fund that the user may have, or −1. */
  private int next() {
    int best = -1;
    for (int j = 0; j < options.size(); j++) {
      boolean candidate = j != fund && options.get(j).allowed();
      if (candidate && (best < 0 || options.get(j).value() > options.get(best).value())) {
        best = j;
      }
    }
    return best;
  }

  /** Distance to the best other fund, or null where there is none or no prices. */
  public Double margin() {
    int next = next();
    return !priced || next < 0 ? null : (Double) (ownValue() - options.get(next).value());
  }

  /** In words, one sentence a line. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (pin == Pin.CONTROL) {
      words.add(
          "User "
              + user
              + " (tolerance "
              + tolerance
              + ") is in the control group: chosen by a hash of the id and the seed, so no fund.");
      return words;
    }
    if (fund < 0) {
      words.add("User " + user + " (tolerance " + tolerance + ") got no fund.");
    } else {
      Option own = options.get(fund);
      words.add(
          String.format(
              Locale.ROOT,
              "User %s (tolerance %d) got %s with an ETV of %s.",
              user,
              tolerance,
              own.fund().id(),
              money(own.etv())));
    }
    if (pin == Pin.LOCKED) {
      words.add(
          "The user is locked: the fund was shown before, so the user keeps it whatever it is"
              + " worth.");
      if (priced && margin() != null) {
        Option next = options.get(next());
        words.add(
            String.format(
                Locale.ROOT,
                "To the plan, %s would be worth %s %s.",
                next.fund().id(),
                money(Math.abs(margin())),
                margin() >= 0 ? "less" : "more"));
      }
      return words;
    }
    if (!priced) {
      words.add("The run has no prices (it was certified by row-max), so there is no more to say.");
      return words;
    }
    Double margin = margin();
    if (margin == null) {
      words.add("It is the only fund that the user may have.");
    } else {
      Option next = options.get(next());
      String worth =
          String.format(
              Locale.ROOT,
              "At the run's prices that is worth %s to the plan, %s %s than %s",
              money(ownValue()),
              money(Math.abs(margin)),
              margin >= 0 ? "more" : "less",
              next.fund().id());
      words.add(
          margin >= 0
              ? worth + ", the next best."
              : worth + (rounded ? "." : ": the " + strategy + " strategy is not optimal here."));
    }
    if (rounded) {
      words.add(ROUNDED);
    }
    for (int j = 0; j < options.size(); j++) {
      if (j != fund) {
        words.add(other(options.get(j)));
      }
    }
    return words;
  }

  private String other(Option option) {
    String id = option.fund().id();
    if (option.quota() == 0) {
      return "Nobody gets " + id + ": its quota is 0.";
    }
    if (!option.allowed() && option.fund().risk() <= tolerance) {
      return "Cannot have "
          + id
          + " at these quotas: all users of that tolerance are needed at a higher risk.";
    }
    if (!option.allowed()) {
      return "May not have "
          + id
          + ": its risk ("
          + option.fund().risk()
          + ") is above the tolerance.";
    }
    double fall = ownValue() - option.value();
    if (fall <= 0) {
      return fall == 0
          ? "Would do as well with " + id + ": the two are worth the same."
          : "Would be worth " + money(-fall) + " more to the plan with " + id + ".";
    }
    return String.format(
        Locale.ROOT,
        "Would get %s if its price fell by %s (from %s to %s).",
        id,
        money(fall),
        money(option.price()),
        money(option.price() - fall));
  }

  private static String money(double amount) {
    return TextTable.money(amount);
  }

  /** For a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    words().forEach(line -> text.append(line).append('\n'));
    TextTable table = new TextTable("lrrrrl", "fund", "risk", "ETV", "price", "ETV - price", "");
    for (int j = 0; j < options.size(); j++) {
      Option option = options.get(j);
      table.row(
          option.fund().id(),
          Integer.toString(option.fund().risk()),
          money(option.etv()),
          priced ? money(option.price()) : "-",
          priced ? money(option.value()) : "-",
          j == fund
              ? pin == Pin.LOCKED ? "<- this one, locked" : "<- this one"
              : option.allowed() ? "" : "not allowed");
    }
    return text.append('\n').append(table).toString();
  }

  /** As a JSON tree; docs/reference/insight.md has the keys. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run_id", runId);
    tree.put("campaign", campaign);
    tree.put("user", user);
    tree.put("tolerance", (long) tolerance);
    tree.put("fund", fund < 0 ? null : options.get(fund).fund().id());
    tree.put("locked", pin == Pin.LOCKED);
    tree.put("control", pin == Pin.CONTROL);
    tree.put("etv", fund < 0 ? null : (Object) (double) options.get(fund).etv());
    tree.put("value", priced ? (Object) ownValue() : null);
    tree.put("margin", margin());
    int next = next();
    tree.put("next_fund", next < 0 || !priced ? null : options.get(next).fund().id());
    List<Object> list = new ArrayList<>();
    for (int j = 0; j < options.size(); j++) {
      Option option = options.get(j);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", option.fund().id());
      entry.put("risk", (long) option.fund().risk());
      entry.put("allowed", option.allowed());
      entry.put("etv", (double) option.etv());
      entry.put("price", priced ? (Object) option.price() : null);
      entry.put("value", priced ? (Object) option.value() : null);
      entry.put(
          "price_fall",
          priced && option.allowed() && j != fund
              ? (Object) Math.max(0, ownValue() - option.value())
              : null);
      list.add(entry);
    }
    tree.put("funds", list);
    tree.put("words", words());
    return tree;
  }
}
