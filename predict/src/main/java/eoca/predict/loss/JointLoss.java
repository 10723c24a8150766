package eoca.predict.loss;

import java.util.List;

/**
 * A model's loss over a batch: the weighted mean of its terms, with the gradient by every output.
 * Samples fold in order, so the value does not depend on anything but its arguments.
 *
 * <p>Time: a few dozen exp and log a sample; no allocation a sample.
 *
 * @param layout the model's outputs
 * @param terms the summands
 */
public record JointLoss(HeadLayout layout, List<Weighted> terms) {

  /** A term and its weight in the sum, > 0. */
  public record Weighted(LossTerm term, double weight) {}

  /**
   * Labels of a batch.
   *
   * @param click 0 or 1; null without click labels
   * @param conversion 0 or 1
   * @param logAmount v = log(amount + 1), 0 without conversion
   * @param weight sample weights ≥ 0, or null for 1
   */
  public record Labels(byte[] click, byte[] conversion, float[] logAmount, float[] weight) {}

  /**
   * Mean loss of a batch: Σ weight·loss / n.
   *
   * @param outputs {@code [n × width]}, row by row
   * @param gradient receives the derivative of the mean by each output, same shape; null if not
   *     wanted
   */
  public double mean(float[] outputs, Labels labels, float[] gradient) {
    int n = labels.conversion().length;
    double sum = 0;
    Point point = new Point();
    for (int row = 0; row < n; row++) {
      layout.fill(point, outputs, row);
      boolean clicked = labels.click() != null && labels.click()[row] != 0;
      point.labels(clicked, labels.conversion()[row] != 0, labels.logAmount()[row]);
      double weight = (labels.weight() == null ? 1 : labels.weight()[row]) / n;
      if (gradient != null) {
        clear(gradient, row);
      }
      for (Weighted weighted : terms) {
        double factor = weight * weighted.weight();
        sum += factor * weighted.term().add(point);
        if (gradient != null) {
          collect(point, gradient, row, factor);
        }
        point.clearGradient();
      }
    }
    return sum;
  }

  private void clear(float[] gradient, int row) {
    for (int column = 0; column < layout.width(); column++) {
      gradient[row * layout.width() + column] = 0;
    }
  }

  private void collect(Point point, float[] gradient, int row, double factor) {
    int at = row * layout.width();
    for (int column = 0; column < layout.width(); column++) {
      double slope =
          switch (layout.heads().get(column)) {
            case CLICK -> point.clickGradient();
            case CONVERSION -> point.conversionGradient();
            case MU -> point.muGradient();
            case SIGMA -> point.sigmaGradient();
            case VALUE -> point.valueGradient();
          };
      gradient[at + column] += (float) (factor * slope);
    }
  }
}
