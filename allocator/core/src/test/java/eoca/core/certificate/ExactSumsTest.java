package eoca.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.testing.Seeds;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactSumsTest {
  @Test
  void anyFloatsSumExactly() {
    Seeds.run(
        0,
        300,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          ExactSums sums = new ExactSums(2);
          BigDecimal total = BigDecimal.ZERO;
          BigDecimal magnitude = BigDecimal.ZERO;
          for (int i = 0; i < 500; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (!Float.isFinite(value)) {
              continue;
            }
            sums.add(1, value);
            sums.add(0, -0f);
            total = total.add(new BigDecimal(value));
            magnitude = magnitude.add(new BigDecimal(value).abs());
            if (random.nextInt(50) == 0) {
              sums.carry();
            }
          }
          sums.carry();
          assertThat(sums.total(1)).isEqualByComparingTo(total);
          assertThat(sums.magnitude(1)).isEqualByComparingTo(magnitude);
          assertThat(sums.total(0)).isEqualByComparingTo(BigDecimal.ZERO);
        });
  }

  @Test
  void theLargestValuesDoNotOverflowBetweenCarries() {
    ExactSums sums = new ExactSums(1);
    float awkward = 0x1.fffffep111f; // shift 15: the largest addend of a word
    for (int i = 0; i < ExactSums.MAX_ADDITIONS; i++) {
      sums.add(0, awkward);
    }
    sums.carry();
    BigDecimal expected =
        new BigDecimal(awkward).multiply(BigDecimal.valueOf(ExactSums.MAX_ADDITIONS));
    assertThat(sums.total(0)).isEqualByComparingTo(expected);
    ExactSums twice = new ExactSums(1);
    twice.addAll(sums);
    twice.addAll(sums);
    assertThat(twice.total(0)).isEqualByComparingTo(expected.add(expected));
  }

  @Test
  void theExtremesOfFloat32() {
    ExactSums sums = new ExactSums(1);
    sums.add(0, Float.MIN_VALUE);
    sums.add(0, Float.MAX_VALUE);
    sums.add(0, -Float.MIN_NORMAL);
    sums.carry();
    assertThat(sums.total(0))
        .isEqualByComparingTo(
            new BigDecimal(Float.MIN_VALUE)
                .add(new BigDecimal(Float.MAX_VALUE))
                .subtract(new BigDecimal(Float.MIN_NORMAL)));
  }
}
