package eoca.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.testing.Seeds;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final int LENGTH = 200;

  @Test
  void theVectorFormIsChosenWhereTheModuleIs() throws ReflectiveOperationException {
    // the module's tests run with --add-modules jdk.incubator.vector, their compiler does not
    Object species =
        Class.forName("jdk.incubator.vector.FloatVector").getField("SPECIES_PREFERRED").get(null);
    int lanes =
        (int)
            Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("length").invoke(species);
    String expected = lanes >= Screen.BLOCK ? "VectorScreen" : "ScalarScreen";
    assertThat(Screen.best().getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void bothFormsGiveTheSameBitsAndCertainUsersAreCertain() {
    Screen scalar = new ScalarScreen();
    Screen best = Screen.best();
    Seeds.run(
        0,
        400,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int k = 1 + random.nextInt(random.nextInt(10) == 0 ? 255 : 9);
          float[][] tiles = new float[k][LENGTH];
          for (float[] tile : tiles) {
            for (int u = 0; u < LENGTH; u++) {
              tile[u] = value(random, (int) (seed % 5));
            }
          }
          byte[] assigned = new byte[LENGTH + 8];
          byte[] tolerances = new byte[LENGTH];
          for (int u = 0; u < LENGTH; u++) {
            assigned[8 + u] = (byte) random.nextInt(Math.min(256, k + 1));
            tolerances[u] = (byte) random.nextInt(4);
          }
          int[] funds = new int[k];
          float[] risks = new float[k];
          float[] prices = new float[k];
          for (int j = 0; j < k; j++) {
            funds[j] = j;
            risks[j] = random.nextInt(4);
            prices[j] = value(random, (int) (seed % 3));
          }
          Screen.Market market =
              new Screen.Market(funds, risks, prices, random.nextInt(2) * 0x1p-30f);
          int length = random.nextBoolean() ? LENGTH : random.nextInt(LENGTH);
          long[] expected = new long[4];
          long[] actual = new long[4];
          scalar.doubtful(market, tiles, assigned, 8, tolerances, length, expected);
          best.doubtful(market, tiles, assigned, 8, tolerances, length, actual);
          assertThat(actual).isEqualTo(expected);
          assertThat(best.whole(tiles[0], length)).isEqualTo(scalar.whole(tiles[0], length));
          for (int u = 0; u < length; u++) {
            if ((expected[u >>> 6] >>> u & 1) == 0) {
              assertStrictlyBest(market, tiles, assigned[8 + u] & 0xFF, tolerances[u], u);
            }
          }
        });
  }

  private static float value(SplittableRandom random, int kind) {
    return switch (kind) {
      case 0 -> random.nextInt(5);
      case 1 -> (float) (100 * random.nextDouble());
      case 2 -> (float) (StrictMath.pow(10, 60 * random.nextDouble() - 30) - 1e-3);
      case 3 -> Float.intBitsToFloat(random.nextInt());
      default -> 7f;
    };
  }

  private static void assertStrictlyBest(
      Screen.Market market, float[][] tiles, int own, byte tolerance, int u) {
    BigDecimal mine = new BigDecimal(tiles[own][u]).subtract(new BigDecimal(market.prices()[own]));
    for (int j : market.funds()) {
      if (j != own && tolerance >= market.risks()[j]) {
        BigDecimal other = new BigDecimal(tiles[j][u]).subtract(new BigDecimal(market.prices()[j]));
        assertThat(other).isLessThan(mine);
      }
    }
  }

  @Test
  void wholeNumbersOfEverySize() {
    for (Screen screen : new Screen[] {new ScalarScreen(), Screen.best()}) {
      float[] whole = {0, -0f, 1, -3, 1e30f, 8388607, -8388609, 16777215, 4194305, 3, 2, 1};
      assertThat(screen.whole(whole, whole.length)).isTrue();
      for (float broken : new float[] {0.5f, -4194303.5f, 1e-40f, 8388607.5f, Float.NaN}) {
        for (int at : new int[] {0, 7, 9}) {
          float[] values = whole.clone();
          values[at] = broken;
          assertThat(screen.whole(values, values.length)).isFalse();
          assertThat(screen.whole(values, at)).isTrue();
        }
      }
    }
  }
}
