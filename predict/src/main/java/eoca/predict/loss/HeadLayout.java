package eoca.predict.loss;

import java.util.List;

/**
 * Which columns of a model's output matrix mean what, and how they make an expected transaction
 * value.
 *
 * @param heads the columns in order, distinct
 * @param product whether p = σ(click)·σ(conversion), as in ESMM; needs both
 * @param value what the plain value means, if there is one
 */
public record HeadLayout(List<Head> heads, boolean product, ValueMeaning value) {

  /** What a plain value estimates. */
  public enum ValueMeaning {
    /** There is none. */
    NONE,
    /** E[v] over all samples, v = 0 without conversion. */
    ENTIRE_SPACE,
    /** E[v | conversion]. */
    GIVEN_CONVERSION
  }

  /** Checks that the heads make sense together. */
  public HeadLayout {
    heads = List.copyOf(heads);
    if (product && !(heads.contains(Head.CLICK) && heads.contains(Head.CONVERSION))) {
      throw new IllegalArgumentException("product head without click and conversion " + heads);
    }
    if (heads.contains(Head.MU) != heads.contains(Head.SIGMA)) {
      throw new IllegalArgumentException("mu and sigma come together " + heads);
    }
    if (heads.contains(Head.VALUE) != (value != ValueMeaning.NONE)) {
      throw new IllegalArgumentException("value head and its meaning come together " + heads);
    }
  }

  /** Number of columns. */
  public int width() {
    return heads.size();
  }

  /** Column of a head, or −1. */
  public int column(Head head) {
    return heads.indexOf(head);
  }

  /** Whether the model has a probability of click and conversion. */
  public boolean hasProbability() {
    return heads.contains(Head.CONVERSION);
  }

  /** Whether amounts are log-normal given conversion. */
  public boolean isLogNormal() {
    return heads.contains(Head.MU);
  }

  /** Fills a point's outputs from a row of the matrix. */
  public void fill(Point point, float[] outputs, int row) {
    int at = row * width();
    double click = get(Head.CLICK, outputs, at, 0);
    double conversion = get(Head.CONVERSION, outputs, at, 0);
    if (product) {
      point.product(click, conversion);
    } else {
      point.direct(click, conversion);
    }
    point.amount(
        get(Head.MU, outputs, at, 0),
        get(Head.SIGMA, outputs, at, 1),
        get(Head.VALUE, outputs, at, 0));
  }

  private double get(Head head, float[] outputs, int at, double otherwise) {
    int column = column(head);
    return column < 0 ? otherwise : outputs[at + column];
  }

  /**
   * The expected transaction value of a filled point, unclipped: p·(e^(μ + σ²/2) − 1) with a
   * log-normal head (equation 13); p where there is no amount (ESMM, DNN-C: the paper allocates by
   * pCTCVR then); e^value − 1 with a plain value of the entire space, times p with one given
   * conversion. The last two are no expectations of money (the logarithm is not linear) but what
   * such models have to offer.
   */
  public double etv(Point point) {
    if (isLogNormal()) {
      double sigma = point.sigma();
      return LogSpace.timesExpm1(point.logP(), point.mu() + 0.5 * sigma * sigma);
    }
    return switch (value) {
      case NONE -> point.p();
      case ENTIRE_SPACE -> StrictMath.expm1(point.value());
      case GIVEN_CONVERSION -> LogSpace.timesExpm1(point.logP(), point.value());
    };
  }

  /**
   * The expected log amount of a filled point over the entire space, which the paper's MSE and MAE
   * are about: p·μ, the plain value, or p·value; NaN without an amount.
   */
  public double logValue(Point point) {
    if (isLogNormal()) {
      return point.p() * point.mu();
    }
    return switch (value) {
      case NONE -> Double.NaN;
      case ENTIRE_SPACE -> point.value();
      case GIVEN_CONVERSION -> point.p() * point.value();
    };
  }
}
