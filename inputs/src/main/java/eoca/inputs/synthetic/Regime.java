package eoca.inputs.synthetic;

import java.util.Locale;

/** How the values and quotas of a synthetic campaign behave. */
public enum Regime {
  /** User, fund and pair effects, all log-normal: what a model's scores look like. */
  LOGNORMAL("user, fund and pair effects, all log-normal"),
  /** Pareto with exponent 1.1 up to 1e12: a few users carry most of the value. */
  HEAVY_TAIL("Pareto values: a few users carry most of the value"),
  /** Every value is the same. */
  CONSTANT("every value is the same"),
  /** Five distinct values: 0, 1, 2, 5, 10. */
  FEW_VALUES("five distinct values"),
  /** Whole numbers 0..1000. */
  INTEGER("whole numbers 0..1000"),
  /** Three users in ten are all zero, and half of the other cells. */
  ZEROS("three users in ten are all zero, and half of the other cells"),
  /** Normal values, half of them negative. */
  NEGATIVE("values of both signs"),
  /** {@link SyntheticCampaign#TIED_PROFILES} distinct users at most, each many times. */
  TIED("at most 32 distinct rows, each many times"),
  /** Log-normal values; every risk level is exhausted: all slacks are 0. */
  TIGHT_RISK("log-normal values; every risk level's slack is 0"),
  /** Log-normal values; one fund takes about 99.9 % of the users. */
  ONE_HOT_QUOTA("log-normal values; one fund takes about 99.9 % of the users");

  private final String summary;

  Regime(String summary) {
    this.summary = summary;
  }

  /** The name on the command line, such as {@code heavy-tail}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One line about it. */
  public String summary() {
    return summary;
  }
}
