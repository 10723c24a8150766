package eoca.core.certificate;

/** {@link Screen} in plain Java. */
final class ScalarScreen implements Screen {
  private static final float WHOLE = 0x1p23f;

  @Override
  public void doubtful(
      Market market,
      float[][] tiles,
      byte[] assigned,
      int offset,
      byte[] tolerances,
      int length,
      long[] doubtful) {
    int[] funds = market.funds();
    float[] risks = market.risks();
    float[] prices = market.prices();
    float slack = market.slack();
    java.util.Arrays.fill(doubtful, 0, (length + 63) >>> 6, 0L);
    for (int u = 0; u < length; u++) {
      int fund = assigned[offset + u] & 0xFF;
      float tolerance = tolerances[u];
      float own = Float.NaN;
      float other = NOBODY;
      float broken = 0;
      for (int c = 0; c < funds.length; c++) {
        float value = tiles[funds[c]][u] - prices[c];
        broken += value * 0f; // NaN for anything that is not finite
        if (tolerance >= risks[c]) {
          if (funds[c] == fund) {
            own = value;
          } else if (value > other) {
            other = value;
          }
        }
      }
      float doubt = slack + (Math.abs(own) + Math.abs(other)) * RELATIVE;
      if (!(own - other > doubt && broken == 0)) {
        doubtful[u >>> 6] |= 1L << u;
      }
    }
  }

  @Override
  public boolean whole(float[] values, int length) {
    for (int u = 0; u < length; u++) {
      float magnitude = Math.min(Math.abs(values[u]), WHOLE);
      if ((magnitude + WHOLE) - WHOLE != magnitude) {
        return false;
      }
    }
    return true;
  }
}
