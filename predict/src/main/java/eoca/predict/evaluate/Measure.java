package eoca.predict.evaluate;

/** What is measured. Formulas are in {@link Measures}. */
public enum Measure {
  /** Area under the ROC curve of p. */
  AUC("auc", true, Needs.PROBABILITY),
  /** Mean negative log-likelihood of the conversion. */
  LOG_LOSS("log_loss", false, Needs.PROBABILITY),
  /** Σ p / Σ conversions. */
  CALIBRATION("calibration", null, Needs.PROBABILITY),
  /** Mean squared error of the log amount, over all samples. */
  MSE_LOG("mse_log", false, Needs.AMOUNT),
  /** Mean absolute error of the log amount, over all samples. */
  MAE_LOG("mae_log", false, Needs.AMOUNT),
  /** Mean squared error of money: ETV against amount. */
  MSE_MONEY("mse_money", false, Needs.AMOUNT),
  /** Mean absolute error of money. */
  MAE_MONEY("mae_money", false, Needs.AMOUNT),
  /** Σ ETV / Σ amount. */
  ETV_CALIBRATION("etv_calibration", null, Needs.AMOUNT),
  /** Gini of amounts in the order of ETV over Gini in their own order. */
  GINI("gini", true, Needs.NOTHING),
  /** Rank correlation of ETV and amount. */
  SPEARMAN("spearman", true, Needs.NOTHING),
  /** Total hit conversions (equation 15). */
  THC("thc", true, Needs.NOTHING),
  /** Total hit amount (equation 16). */
  THA("tha", true, Needs.NOTHING);

  /** What a model must predict. */
  private enum Needs {
    NOTHING,
    PROBABILITY,
    AMOUNT
  }

  private final String key;
  private final Boolean higherIsBetter;
  private final Needs needs;

  Measure(String key, Boolean higherIsBetter, Needs needs) {
    this.key = key;
    this.higherIsBetter = higherIsBetter;
    this.needs = needs;
  }

  /** Its name in files and tables. */
  public String key() {
    return key;
  }

  /** Whether higher is better; null where 1 is best. */
  public Boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Whether a model with these predictions has it. */
  public boolean applies(Scored scored) {
    return switch (needs) {
      case NOTHING -> true;
      case PROBABILITY -> scored.p() != null;
      case AMOUNT -> scored.logValue() != null;
    };
  }
}
