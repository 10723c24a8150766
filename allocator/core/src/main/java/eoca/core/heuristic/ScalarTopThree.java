package eoca.core.heuristic;

/** {@link TopThree} one user at a time. */
final class ScalarTopThree implements TopThree {
  @Override
  public void find(float[][] values, Funds funds, float[] userClass, int users, Best best) {
    float[] from = funds.from();
    float[] to = funds.to();
    for (int i = 0; i < users; i++) {
      float value1 = Float.NEGATIVE_INFINITY;
      float value2 = Float.NEGATIVE_INFINITY;
      float value3 = Float.NEGATIVE_INFINITY;
      int fund1 = -1;
      int fund2 = -1;
      int fund3 = -1;
      for (int x = 0; x < from.length; x++) {
        float value = values[x][i];
        if (value > value3 && from[x] <= userClass[i] && userClass[i] < to[x]) {
          if (value > value2) {
            value3 = value2;
            fund3 = fund2;
            if (value > value1) {
              value2 = value1;
              fund2 = fund1;
              value1 = value;
              fund1 = x;
            } else {
              value2 = value;
              fund2 = x;
            }
          } else {
            value3 = value;
            fund3 = x;
          }
        }
      }
      best.funds[i] = id(funds, fund1) + 256 * id(funds, fund2) + 65536 * id(funds, fund3);
      best.value1[i] = value1;
      best.value2[i] = fund2 < 0 ? 0 : value2;
      best.value3[i] = fund3 < 0 ? 0 : value3;
    }
  }

  private static float id(Funds funds, int fund) {
    return fund < 0 ? funds.missing() : funds.id()[fund];
  }
}
