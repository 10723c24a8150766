package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.testing.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The kernels in use against the scalar ones, bit for bit. */
class ExactKernelsTest {
  private final Kernels scalar = new ScalarKernels();

  private static Kernels vector() throws ReflectiveOperationException {
    return Class.forName("eoca.core.exact.VectorKernels")
        .asSubclass(Kernels.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  @Test
  void vectorAndScalarKernelsGiveTheSameBits() throws ReflectiveOperationException {
    Kernels vector = vector();
    Seeds.run(
        1,
        2_000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int k = 1 + random.nextInt(random.nextInt(4) == 0 ? 70 : 20);
          int length = 1 + random.nextInt(200);
          int padded = 224;
          float[][] tile = new float[k][padded];
          float[] low = new float[k];
          float[] high = new float[k];
          float[] price = new float[k];
          for (int j = 0; j < k; j++) {
            price[j] = value(random);
            float width = Math.abs(value(random)) * (random.nextInt(3) == 0 ? 0 : 0.01f);
            low[j] = price[j] - width;
            high[j] = random.nextInt(12) == 0 ? Float.POSITIVE_INFINITY : price[j] + width;
            for (int i = 0; i < padded; i++) {
              tile[j][i] = value(random);
            }
          }
          float[] lo = new float[padded];
          float[] hi = new float[padded];
          float[] at = new float[padded];
          boolean blocks = random.nextBoolean();
          int free = blocks || random.nextBoolean() ? random.nextInt(k + 1) : k;
          for (int i = 0; i < padded; i++) {
            hi[i] = Math.max(1, free) + random.nextInt(k - Math.max(1, free) + 1);
            lo[i] = random.nextInt((int) hi[i]);
            at[i] = random.nextInt(4);
          }
          Kernels.Limits limits = new Kernels.Limits(Math.min(free, k), blocks, lo, hi);
          float[] a = new float[padded];
          float[] b = new float[padded];
          scalar.screen(tile, length, low, high, limits, a);
          vector.screen(tile, length, low, high, limits, b);
          same(a, b, length);
          int[][] masks = new int[(k + 31) / 32][padded];
          int[][] vectorMasks = new int[masks.length][padded];
          scalar.likely(tile, length, low, high, limits, masks);
          vector.likely(tile, length, low, high, limits, vectorMasks);
          for (int w = 0; w < masks.length; w++) {
            assertThat(Arrays.copyOf(vectorMasks[w], length))
                .isEqualTo(Arrays.copyOf(masks[w], length));
          }
          for (int i = 0; i < length; i++) {
            int set = 0;
            for (int[] word : masks) {
              set += Integer.bitCount(word[i]);
            }
            assertThat(
                    a[i] < 0 || (set == 1 && (masks[(int) a[i] / 32][i] >>> (int) a[i] & 1) == 1))
                .as("a fixed user has one likely fund")
                .isTrue();
          }
          float[] bound = new float[k * k];
          for (int p = 0; p < bound.length; p++) {
            boolean open = p / k == p % k || random.nextInt(12) == 0;
            bound[p] = open ? Float.POSITIVE_INFINITY : value(random);
          }
          PairScreen pairs = new PairScreen(price, bound);
          scalar.rivals(tile, length, pairs, limits, masks);
          vector.rivals(tile, length, pairs, limits, vectorMasks);
          for (int w = 0; w < masks.length; w++) {
            assertThat(Arrays.copyOf(vectorMasks[w], length))
                .isEqualTo(Arrays.copyOf(masks[w], length));
          }
          scalar.best(tile, length, price, limits, a);
          vector.best(tile, length, price, limits, b);
          same(a, b, length);
          assertThat(vector.gain(tile[0], length, price[0], a, at, 2))
              .isEqualTo(scalar.gain(tile[0], length, price[0], a, at, 2));
          int[] one = {Integer.MAX_VALUE, Integer.MIN_VALUE};
          int[] two = one.clone();
          for (float[] column : tile) {
            scalar.range(column, length, one);
            vector.range(column, length, two);
          }
          assertThat(two).isEqualTo(one);
        });
  }

  private static void same(float[] a, float[] b, int length) {
    assertThat(Arrays.copyOf(b, length)).isEqualTo(Arrays.copyOf(a, length));
  }

  /** Zeros, ties, subnormals, huge and ordinary values of both signs. */
  private static float value(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextBoolean() ? 0f : -0f;
      case 1 -> random.nextInt(4);
      case 2 -> Float.MIN_VALUE * random.nextInt(5000);
      case 3 -> (float) (1e38 * (2 * random.nextDouble() - 1));
      default -> (float) (20 * random.nextDouble() - 5);
    };
  }

  @Test
  void aFixedUserHasTheSameBestFundEverywhereInTheBox() {
    Seeds.run(
        1,
        1_000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int k = 2 + random.nextInt(6);
          float[][] tile = new float[k][16];
          float[] low = new float[k];
          float[] high = new float[k];
          for (int j = 0; j < k; j++) {
            double price = 10 * random.nextDouble();
            low[j] = (float) (price - random.nextDouble());
            high[j] = (float) (price + random.nextDouble());
            for (int i = 0; i < 16; i++) {
              tile[j][i] = (float) (20 * random.nextDouble());
            }
          }
          float[] out = new float[16];
          Kernels.INSTANCE.screen(
              tile, 16, low, high, new Kernels.Limits(k, false, new float[0], new float[0]), out);
          for (int corner = 0; corner < 1 << k; corner++) {
            for (int i = 0; i < 16; i++) {
              int best = 0;
              double most = Double.NEGATIVE_INFINITY;
              for (int j = 0; j < k; j++) {
                double u = (double) tile[j][i] - ((corner >> j & 1) == 0 ? low[j] : high[j]);
                if (u > most) {
                  most = u;
                  best = j;
                }
              }
              if (out[i] >= 0) {
                assertThat((int) out[i]).isEqualTo(best);
              }
            }
          }
        });
  }
}
