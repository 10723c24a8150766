package eoca.predict.loss;

/**
 * One sample's outputs and labels, and the gradient of its loss: a mutable scratch object that a
 * batch loop fills again and again, so that no sample allocates.
 *
 * <p>The probability p of click and conversion (pCTCVR) is given by logits: either its own, or,
 * with a product head (ESMM), p = σ(click)·σ(conversion | click). Terms see log p and log(1 − p)
 * and add their derivative with respect to logit(p); {@link #clickGradient} and {@link
 * #conversionGradient} hand it on.
 */
public final class Point {
  // Outputs.
  private boolean product;
  private double clickLogit;
  private double logP;
  private double logQ;
  private double mu;
  private double sigma;
  private double value;

  // Labels.
  private boolean clicked;
  private boolean converted;
  private double logAmount;

  // Gradient.
  private double byLogit;
  private double byClickLogit;
  private double byMu;
  private double bySigma;
  private double byValue;

  // Of the product head: d logit(p) / d logit of each factor.
  private double logitByClick;
  private double logitByConversion;

  /** A probability with a logit of its own; a click logit beside it is a task of its own. */
  public void direct(double click, double logit) {
    product = false;
    clickLogit = click;
    logP = LogSpace.logSigmoid(logit);
    logQ = LogSpace.logSigmoid(-logit);
    clearGradient();
  }

  /**
   * The product head: 1 − p = (1 − a) + a·(1 − b) for factors a and b; d logit(p) / d logit(a) = (1
   * − a) / (1 − p), and likewise for b, both at most 1.
   */
  public void product(double click, double conversion) {
    product = true;
    clickLogit = click;
    double logA = LogSpace.logSigmoid(click);
    double logNotA = LogSpace.logSigmoid(-click);
    double logNotB = LogSpace.logSigmoid(-conversion);
    logP = logA + LogSpace.logSigmoid(conversion);
    logQ =
        logP < -1
            ? StrictMath.log1p(-StrictMath.exp(logP))
            : LogSpace.logAdd(logNotA, logA + logNotB);
    logitByClick = StrictMath.exp(logNotA - logQ);
    logitByConversion = StrictMath.exp(logNotB - logQ);
    clearGradient();
  }

  /**
   * The amount's outputs: log-normal parameters (sigma > 0) and a plain value; unused ones are 0.
   */
  public void amount(double newMu, double newSigma, double newValue) {
    mu = newMu;
    sigma = newSigma;
    value = newValue;
  }

  /** The labels; {@code logAmount} is v = log(amount + 1), 0 without conversion. */
  public void labels(boolean newClicked, boolean newConverted, double newLogAmount) {
    clicked = newClicked;
    converted = newConverted;
    logAmount = newLogAmount;
  }

  void clearGradient() {
    byLogit = 0;
    byClickLogit = 0;
    byMu = 0;
    bySigma = 0;
    byValue = 0;
  }

  /** log p of click and conversion. */
  public double logP() {
    return logP;
  }

  /** log(1 − p). */
  public double logQ() {
    return logQ;
  }

  /** p of click and conversion. */
  public double p() {
    return StrictMath.exp(logP);
  }

  double clickLogit() {
    return clickLogit;
  }

  /** Location of the log amount given conversion. */
  public double mu() {
    return mu;
  }

  /** Standard deviation of the log amount given conversion, > 0. */
  public double sigma() {
    return sigma;
  }

  double value() {
    return value;
  }

  boolean clicked() {
    return clicked;
  }

  boolean converted() {
    return converted;
  }

  double logAmount() {
    return logAmount;
  }

  void addByLogit(double gradient) {
    byLogit += gradient;
  }

  void addByClickLogit(double gradient) {
    byClickLogit += gradient;
  }

  void addByMu(double gradient) {
    byMu += gradient;
  }

  void addBySigma(double gradient) {
    bySigma += gradient;
  }

  void addByValue(double gradient) {
    byValue += gradient;
  }

  /** Derivative of the loss with respect to the click logit. */
  public double clickGradient() {
    return byClickLogit + (product ? byLogit * logitByClick : 0);
  }

  /** Derivative of the loss with respect to the conversion logit. */
  public double conversionGradient() {
    return product ? byLogit * logitByConversion : byLogit;
  }

  /** Derivative of the loss with respect to mu. */
  public double muGradient() {
    return byMu;
  }

  /** Derivative of the loss with respect to sigma. */
  public double sigmaGradient() {
    return bySigma;
  }

  /** Derivative of the loss with respect to the plain value. */
  public double valueGradient() {
    return byValue;
  }
}
