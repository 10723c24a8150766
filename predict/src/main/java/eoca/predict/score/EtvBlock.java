package eoca.predict.score;

import eoca.predict.loss.HeadLayout;
import eoca.predict.loss.Point;

/** Turns a model's outputs into clipped float32 ETV, and counts what was clipped. */
final class EtvBlock {
  private final HeadLayout layout;
  private final double cap;
  private final int funds;

  EtvBlock(HeadLayout layout, double cap, int funds) {
    this.layout = layout;
    this.cap = cap;
    this.funds = funds;
  }

  /** What a block came to. */
  static final class Counts {
    final double[] sums;
    long below;
    long above;
    long undefined;

    Counts(int funds) {
      sums = new double[funds];
    }

    void add(Counts other) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += other.sums[j];
      }
      below += other.below;
      above += other.above;
      undefined += other.undefined;
    }
  }

  /**
   * Fills {@code etv[fund][at..at + users]}.
   *
   * @param outputs {@code [users × funds][heads]}
   */
  Counts fill(float[] outputs, int users, float[][] etv, int at) {
    Counts counts = new Counts(funds);
    Point point = new Point();
    for (int i = 0; i < users; i++) {
      for (int j = 0; j < funds; j++) {
        layout.fill(point, outputs, i * funds + j);
        double value = layout.etv(point);
        if (Double.isNaN(value)) {
          counts.undefined++;
        }
        if (value < 0) {
          counts.below++;
          value = 0;
        } else if (value > cap) {
          counts.above++;
          value = cap;
        }
        float rounded = (float) value;
        etv[j][at + i] = rounded;
        counts.sums[j] += rounded;
      }
    }
    return counts;
  }
}
