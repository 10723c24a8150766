package eoca.predict.loss;

/** The outputs a model may have. */
public enum Head {
  /** Logit of a click. */
  CLICK,
  /** Logit of a conversion: given a click with a product head, else of click and conversion. */
  CONVERSION,
  /** Mean of the log amount, given conversion. */
  MU,
  /** Standard deviation of the log amount, given conversion; > 0. */
  SIGMA,
  /** A plain prediction of v = log(amount + 1). */
  VALUE
}
