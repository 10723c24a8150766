package eoca.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void numbersAreTheShortestThatReadBack() {
    assertThat(Json.number(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(Json.number(12345000)).isEqualTo("12345000.0");
    assertThat(Json.number(1.5e-5)).isEqualTo("0.000015");
    assertThat(Json.number(1e-9)).isEqualTo("1.0E-9");
    assertThat(Json.number(1e300)).isEqualTo("1.0E300");
    assertThat(Json.number(0)).isEqualTo("0.0");
    long seed = Long.getLong("eoca.seed", 7);
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        BigDecimal told = new BigDecimal(Json.number(value)).stripTrailingZeros();
        assertThat(told.doubleValue()).as("-Deoca.seed=%d", seed).isEqualTo(value);
        if (told.precision() > 1) {
          BigDecimal shorter = told.round(new MathContext(told.precision() - 1));
          assertThat(shorter.doubleValue()).as("-Deoca.seed=%d", seed).isNotEqualTo(value);
        }
      }
    }
  }

  @Test
  void infinityIsNoNumber() {
    assertThatThrownBy(() -> Json.number(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Infinity");
  }

  @Test
  void aTreeSurvivesWritingAndReading() throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", "Grüße \"\n\u2028");
    tree.put("long", Long.MAX_VALUE);
    tree.put("double", 0.1);
    tree.put("yes", true);
    tree.put("none", null);
    tree.put("list", Arrays.asList(1L, "two", null, Map.of("deep", -0.0)));
    assertThat(Json.read(Json.pretty(tree))).isEqualTo(tree);
    assertThat(Json.read(Json.line(tree))).isEqualTo(tree);
    assertThat(Json.pretty(tree).chars()).allMatch(c -> c < 128);
    assertThat(Json.line(tree)).doesNotContain("\n");
  }

  @Test
  void brokenTextIsRefused() {
    for (String text :
        new String[] {"", "{", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "nul", "[".repeat(100_000)}) {
      assertThatThrownBy(() -> Json.read(text)).as(text).isInstanceOf(IOException.class);
    }
  }
}
