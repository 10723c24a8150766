package eoca.inputs.features;

import java.util.Arrays;

/** Scales numbers: a fitted {@link Feature.Scaling}. NaN (missing) stays NaN. */
public sealed interface NumberScaler {
  /** The scaled value, within ±10, or NaN for NaN. */
  float scale(double value);

  /**
   * (x − mean) / sd, clipped.
   *
   * @param log whether x is first replaced by sign(x)·log(1 + |x|)
   * @param mean of the training split (after log)
   * @param sd of the training split (after log), population form, > 0; 1 where it was 0 or unknown
   */
  record Standard(boolean log, double mean, double sd) implements NumberScaler {
    private static final double CLIP = 10;

    @Override
    public float scale(double value) {
      double x = log ? Math.copySign(Math.log1p(Math.abs(value)), value) : value;
      return (float) Math.max(-CLIP, Math.min(CLIP, (x - mean) / sd));
    }
  }

  /**
   * Position among the training split's quantiles, −1..1.
   *
   * @param quantiles ascending, equally spaced in probability, from least to greatest; empty if the
   *     training split had no value (everything is then 0)
   */
  record Quantile(double[] quantiles) implements NumberScaler {
    @Override
    public float scale(double value) {
      int last = quantiles.length - 1;
      if (Double.isNaN(value)) {
        return Float.NaN;
      }
      if (last < 1) {
        return 0;
      }
      int found = Arrays.binarySearch(quantiles, value);
      double position;
      if (found >= 0) {
        int low = found;
        int high = found;
        while (low > 0 && quantiles[low - 1] == value) {
          low--;
        }
        while (high < last && quantiles[high + 1] == value) {
          high++;
        }
        position = (low + high) / 2.0;
      } else {
        int above = -found - 1;
        if (above == 0) {
          position = 0;
        } else if (above > last) {
          position = last;
        } else {
          double below = quantiles[above - 1];
          position = above - 1 + (value - below) / (quantiles[above] - below);
        }
      }
      return (float) (2 * position / last - 1);
    }
  }
}
