package eoca.core.heuristic;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.testing.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TopThreeTest {
  @Test
  void theVectorFormIsUsedHere() {
    // the tests run with the module; a JVM without it falls back to the scalar form
    assertThat(TopThree.best().getClass().getSimpleName()).isEqualTo("VectorTopThree");
  }

  @Test
  void bothFormsGiveTheSameBits() {
    TopThree scalar = new ScalarTopThree();
    TopThree best = TopThree.best();
    Seeds.run(
        0,
        3_000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int users = 64;
          float[][] values = new float[1 + random.nextInt(random.nextBoolean() ? 4 : 40)][users];
          for (float[] column : values) {
            for (int i = 0; i < users; i++) {
              column[i] =
                  random.nextBoolean() ? random.nextInt(5) - 2 : (float) random.nextGaussian();
              column[i] = random.nextInt(9) == 0 ? -0f : column[i];
            }
          }
          TopThree.Funds funds = funds(values.length, random);
          float[] classes = new float[users];
          for (int i = 0; i < users; i++) {
            classes[i] = random.nextInt(4);
          }
          TopThree.Best expected = new TopThree.Best(users);
          TopThree.Best actual = new TopThree.Best(users);
          scalar.find(values, funds, classes, users, expected);
          best.find(values, funds, classes, users, actual);
          assertThat(actual.funds).isEqualTo(expected.funds);
          assertThat(actual.value1).isEqualTo(expected.value1);
          assertThat(actual.value2).isEqualTo(expected.value2);
          assertThat(actual.value3).isEqualTo(expected.value3);
        });
  }

  /** Fund 0 is for everybody, so that everybody has one. */
  private static TopThree.Funds funds(int count, SplittableRandom random) {
    float[] id = new float[count];
    float[] from = new float[count];
    float[] to = new float[count];
    boolean[] everybody = new boolean[count];
    for (int x = 0; x < count; x++) {
      id[x] = 3 * x + random.nextInt(3);
      everybody[x] = x == 0 || random.nextInt(3) == 0;
      from[x] = everybody[x] ? 0 : random.nextInt(4);
      to[x] = everybody[x] ? 4 : from[x] + random.nextInt(4);
    }
    return new TopThree.Funds(id, 255, from, to, everybody);
  }
}
