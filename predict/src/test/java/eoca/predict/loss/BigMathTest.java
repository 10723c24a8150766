package eoca.predict.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The judge is judged by published constants and by its own identities. */
class BigMathTest {
  @Test
  void constants() {
    assertThat(BigMath.exp(BigDecimal.ONE).toPlainString())
        .startsWith("2.71828182845904523536028747135266249775724709369995957496696762772407663035");
    assertThat(BigMath.log(BigDecimal.valueOf(2)).toPlainString())
        .startsWith("0.69314718055994530941723212145817656807550013436025525412068000949339362196");
    assertThat(BigMath.density(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ONE).toPlainString())
        .startsWith("0.39894228040143267793994605993438186847585863116493465766592582967065792589");
    assertThat(BigMath.cumulative(BigDecimal.ONE).doubleValue())
        .isCloseTo(0.8413447460685429, within(1e-16));
  }

  @Test
  void bothFormsOfTheTailAgree() {
    BigDecimal below = new BigDecimal("-7.9999999999999999999999999999999999999999");
    BigDecimal ratio =
        BigMath.cumulative(below).divide(BigMath.cumulative(BigDecimal.valueOf(-8)), BigMath.MC);
    assertThat(ratio.subtract(BigDecimal.ONE).abs()).isLessThan(new BigDecimal("1e-38"));
    assertThat(
            BigMath.log(BigMath.exp(new BigDecimal("-1234.5"))).add(new BigDecimal("1234.5")).abs())
        .isLessThan(new BigDecimal("1e-80"));
  }
}
