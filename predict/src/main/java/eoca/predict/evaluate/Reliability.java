package eoca.predict.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The reliability curve: samples by ascending p in bins of equal size, mean p beside the share of
 * conversions.
 */
public final class Reliability {
  private Reliability() {}

  /** One bin. */
  public record Bin(int samples, double meanP, double rate) {}

  /** At most {@code bins} bins; fewer with fewer samples. */
  public static List<Bin> of(Scored scored, int bins) {
    int n = scored.size();
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      // p is in [0, 1], so its bits as a float order it; the position breaks ties and comes back.
      keys[i] = (long) Float.floatToIntBits((float) scored.p()[i]) << 32 | i;
    }
    Arrays.sort(keys);
    List<Bin> curve = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      int from = (int) ((long) n * bin / bins);
      int to = (int) ((long) n * (bin + 1) / bins);
      double p = 0;
      double conversions = 0;
      for (int at = from; at < to; at++) {
        int i = (int) keys[at];
        p += scored.p()[i];
        conversions += scored.conversion()[i];
      }
      if (to > from) {
        curve.add(new Bin(to - from, p / (to - from), conversions / (to - from)));
      }
    }
    return List.copyOf(curve);
  }
}
