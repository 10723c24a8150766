package eoca.inputs.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers and text, compared with the platform's slow and trusted ways. */
class NumbersTest {
  private static float parse(FloatParser p, String text) {
    byte[] b = ("x" + text + "y").getBytes(StandardCharsets.ISO_8859_1);
    return p.parse(b, 1, b.length - 1);
  }

  @Test
  void decimalsRoundOnceLikeParseFloat() {
    FloatParser p = new FloatParser();
    for (long seed : Seeds.list(20)) {
      Random r = Seeds.random(seed);
      for (int i = 0; i < 2000; i++) {
        String text = decimal(r);
        float expected = Float.parseFloat(text);
        float found = parse(p, text);
        if (Float.isInfinite(expected)) {
          assertThat(p.status())
              .as("%s, seed %d", text, seed)
              .isEqualTo(FloatParser.Status.OVERFLOW);
        } else {
          assertThat(p.status()).as("%s, seed %d", text, seed).isEqualTo(FloatParser.Status.NUMBER);
          assertThat(Float.floatToRawIntBits(found))
              .as("%s, seed %d", text, seed)
              .isEqualTo(Float.floatToRawIntBits(expected));
        }
      }
    }
  }

  /**
   * Short and long decimals, doubles, and exact middles between floats with a digit more or less.
   */
  private static String decimal(Random r) {
    String sign = r.nextInt(4) == 0 ? (r.nextBoolean() ? "-" : "+") : "";
    return sign
        + switch (r.nextInt(6)) {
          case 0 -> r.nextInt(100_000) + "." + r.nextInt(1_000_000);
          case 1 -> Double.toString(Math.abs(r.nextGaussian()));
          case 2 -> middle(r);
          case 3 -> new BigInteger(1 + r.nextInt(140), r) + (r.nextBoolean() ? "" : ".");
          case 4 -> "." + r.nextInt(1000) + "e" + (r.nextInt(100) - 50);
          default ->
              new BigDecimal(new BigInteger(70, r), r.nextInt(60))
                  .round(new MathContext(1 + r.nextInt(20), RoundingMode.HALF_EVEN))
                  .toString();
        };
  }

  private static String middle(Random r) {
    float f = Math.abs(Float.intBitsToFloat(r.nextInt()));
    if (!Float.isFinite(f) || f == Float.MAX_VALUE) {
      return "1";
    }
    BigDecimal middle =
        new BigDecimal(f).add(new BigDecimal(Math.nextUp(f))).divide(BigDecimal.valueOf(2));
    String text = r.nextBoolean() ? middle.toString() : middle.toPlainString();
    boolean exact = r.nextBoolean() || text.indexOf('E') >= 0;
    return exact ? text : text + (text.contains(".") ? "1" : ".01");
  }

  @Test
  void whatIsNotANumberIsSaid() {
    FloatParser p = new FloatParser();
    for (String text :
        List.of(
            "", "-", ".", "1e", "1e+", "e5", "1.2.3", "1f", "0x1p3", " 1", "1 ", "1,5", "--1",
            "1_000", "١", "NaNa", "1d", "1e5.5")) {
      parse(p, text);
      assertThat(p.status()).as(text).isEqualTo(FloatParser.Status.TEXT);
    }
    for (String text : List.of("NaN", "nan", "-nan")) {
      parse(p, text);
      assertThat(p.status()).as(text).isEqualTo(FloatParser.Status.NAN);
    }
    for (String text : List.of("inf", "-Infinity", "+INF")) {
      parse(p, text);
      assertThat(p.status()).as(text).isEqualTo(FloatParser.Status.INFINITE);
    }
    for (String text :
        List.of("1e39", "-3.5e38", "1e999999999999", "340282356779733661637539395458142568448")) {
      parse(p, text);
      assertThat(p.status()).as(text).isEqualTo(FloatParser.Status.OVERFLOW);
    }
    assertThat(parse(p, "1e-999999999999")).isZero();
    assertThat(Float.floatToRawIntBits(parse(p, "-0"))).isEqualTo(0x8000_0000);
    assertThat(parse(p, "0".repeat(10_000) + "1." + "0".repeat(10_000))).isEqualTo(1f);
  }

  @Test
  void shortestDecimalGivesTheFloatBackAndNoShorterOneDoes() {
    for (long seed : Seeds.list(10)) {
      Random r = Seeds.random(seed);
      for (int i = 0; i < 800; i++) {
        float v =
            switch (r.nextInt(4)) {
              case 0 -> Float.intBitsToFloat(r.nextInt());
              case 1 -> (float) Math.exp(3 * r.nextGaussian());
              case 2 -> r.nextInt(100_000) / 100f;
              default -> Math.scalb(1f, r.nextInt(250) - 126); // an uneven neighbourhood
            };
        if (Float.isFinite(v)) {
          checkShortest(v, seed);
        }
      }
    }
    for (float v :
        new float[] {
          0f,
          Float.MIN_VALUE,
          Float.MAX_VALUE,
          Float.MIN_NORMAL,
          1e7f,
          9999999f,
          1e-3f,
          16777216f,
          0.1f,
          1.17549435e-38f,
          9.8607613e-32f,
          2e-44f,
          9.8e-45f,
          33554432f,
          1e-6f
        }) {
      checkShortest(v, 0);
      checkShortest(-v, 0);
    }
    assertThat(ShortFloat.toString(12.5f)).isEqualTo("12.5");
    assertThat(ShortFloat.toString(3f)).isEqualTo("3");
    assertThat(ShortFloat.toString(-0f)).isEqualTo("-0");
    assertThat(ShortFloat.toString(0.001f)).isEqualTo("0.001");
    assertThat(ShortFloat.toString(2e10f)).isEqualTo("2e10");
    assertThat(ShortFloat.toString(1.5e-7f)).isEqualTo("1.5e-7");
    assertThat(ShortFloat.toString(Float.MIN_VALUE)).isEqualTo("1e-45");
  }

  private static void checkShortest(float v, long seed) {
    String text = ShortFloat.toString(v);
    assertThat(text.length()).isLessThanOrEqualTo(ShortFloat.MAX);
    assertThat(Float.floatToRawIntBits(Float.parseFloat(text)))
        .as("%s, seed %d", text, seed)
        .isEqualTo(Float.floatToRawIntBits(v));
    int digits = Math.max(1, new BigDecimal(text).stripTrailingZeros().precision());
    BigDecimal exact = new BigDecimal(v);
    for (int n = 1; n < digits; n++) {
      for (RoundingMode mode : List.of(RoundingMode.FLOOR, RoundingMode.CEILING)) {
        float shorter = Float.parseFloat(exact.round(new MathContext(n, mode)).toString());
        if (shorter == v) {
          assertThat(n).as("%s has a shorter form, seed %d", text, seed).isEqualTo(digits);
        }
      }
    }
  }

  @Test
  void wholeNumbersAreWrittenAndKnown() {
    Random r = Seeds.random(1);
    byte[] b = new byte[Digits.MAX];
    for (int i = 0; i < 100_000; i++) {
      long v =
          i == 0
              ? Long.MIN_VALUE
              : i == 1 ? Long.MAX_VALUE : i < 1000 ? i - 500 : r.nextLong() >> r.nextInt(64);
      int n = Digits.write(v, b, 0);
      assertThat(new String(b, 0, n, StandardCharsets.US_ASCII)).isEqualTo(Long.toString(v));
      assertThat(Digits.isCanonical(b, 0, n)).isTrue();
      assertThat(Digits.parse(b, 0, n)).isEqualTo(v);
    }
    for (String no :
        List.of(
            "",
            "-",
            "-0",
            "00",
            "01",
            "+1",
            "1 ",
            " 1",
            "1.0",
            "1e3",
            "9223372036854775808",
            "-9223372036854775809",
            "10000000000000000000",
            "99999999999999999999",
            "a",
            "-01")) {
      byte[] t = no.getBytes(StandardCharsets.US_ASCII);
      assertThat(Digits.isCanonical(t, 0, t.length)).as(no).isFalse();
    }
  }

  @Test
  void utf8IsJudgedLikeThePlatformDoes() {
    Random r = Seeds.random(2);
    for (int i = 0; i < 200_000; i++) {
      byte[] b = new byte[r.nextInt(7)];
      for (int k = 0; k < b.length; k++) {
        int kind = r.nextInt(3);
        b[k] =
            (byte)
                (kind == 0
                    ? r.nextInt(128)
                    : kind == 1 ? 0x80 + r.nextInt(64) : 0xC0 + r.nextInt(64));
      }
      boolean valid = true;
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(b));
      } catch (CharacterCodingException e) {
        valid = false;
      }
      assertThat(Utf8.isValid(b, 0, b.length))
          .as(java.util.HexFormat.of().formatHex(b))
          .isEqualTo(valid);
    }
  }
}
