package eoca.inputs.etv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.internal.LeakCheck;
import eoca.inputs.internal.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns of every type, rounded once; the oracle is BigDecimal. */
@ExtendWith(LeakCheck.class)
class ColumnTypesTest {
  private static final int ROWS = 3000;

  @TempDir Path dir;

  /** How a vector takes a random value, and what that value is exactly. */
  interface Filler {
    BigDecimal set(FieldVector v, int i, Random r);
  }

  private static BigDecimal of(long v) {
    return BigDecimal.valueOf(v);
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        number(
            "int8",
            a -> new TinyIntVector("c", a),
            (v, i, r) -> {
              byte x = (byte) r.nextInt();
              ((TinyIntVector) v).setSafe(i, x);
              return of(x);
            }),
        number(
            "int16",
            a -> new SmallIntVector("c", a),
            (v, i, r) -> {
              short x = (short) r.nextInt();
              ((SmallIntVector) v).setSafe(i, x);
              return of(x);
            }),
        number(
            "int32",
            a -> new IntVector("c", a),
            (v, i, r) -> {
              int x = r.nextInt();
              ((IntVector) v).setSafe(i, x);
              return of(x);
            }),
        number(
            "int64",
            a -> new BigIntVector("c", a),
            (v, i, r) -> {
              long x = r.nextLong() >> r.nextInt(64);
              ((BigIntVector) v).setSafe(i, x);
              return of(x);
            }),
        number(
            "uint8",
            a -> new UInt1Vector("c", a),
            (v, i, r) -> {
              int x = r.nextInt(256);
              ((UInt1Vector) v).setSafe(i, x);
              return of(x);
            }),
        number(
            "uint16",
            a -> new UInt2Vector("c", a),
            (v, i, r) -> {
              int x = r.nextInt(65536);
              ((UInt2Vector) v).setSafe(i, x);
              return of(x);
            }),
        number(
            "uint32",
            a -> new UInt4Vector("c", a),
            (v, i, r) -> {
              int x = r.nextInt();
              ((UInt4Vector) v).setSafe(i, x);
              return of(x & 0xFFFF_FFFFL);
            }),
        number(
            "uint64",
            a -> new UInt8Vector("c", a),
            (v, i, r) -> {
              long x = r.nextLong() >>> r.nextInt(64);
              ((UInt8Vector) v).setSafe(i, x);
              return new BigDecimal(new BigInteger(Long.toUnsignedString(x)));
            }),
        number(
            "float16",
            a -> new Float2Vector("c", a),
            (v, i, r) -> {
              float x = (r.nextInt(4096) - 2048) / 64f;
              ((Float2Vector) v).setSafeWithPossibleTruncate(i, x);
              return new BigDecimal(x);
            }),
        number(
            "float64",
            a -> new Float8Vector("c", a),
            (v, i, r) -> {
              double x = r.nextGaussian() * Math.scalb(1.0, r.nextInt(250) - 126);
              x = r.nextInt(4) == 0 ? ((double) (float) x + Math.nextUp((float) x)) / 2 : x;
              ((Float8Vector) v).setSafe(i, x);
              return new BigDecimal(x);
            }),
        number(
            "decimal128",
            a -> new DecimalVector("c", a, 38, 6),
            (v, i, r) -> {
              BigDecimal x = new BigDecimal(new BigInteger(1 + r.nextInt(120), r), 6);
              x = r.nextBoolean() ? x : x.negate();
              ((DecimalVector) v).setSafe(i, x);
              return x;
            }),
        number(
            "decimal256",
            a -> new Decimal256Vector("c", a, 60, 30),
            (v, i, r) -> {
              BigDecimal x = new BigDecimal(new BigInteger(1 + r.nextInt(190), r), 30);
              ((Decimal256Vector) v).setSafe(i, x);
              return x;
            }));
  }

  private static Arguments number(
      String name, Function<BufferAllocator, FieldVector> vector, Filler filler) {
    return Arguments.of(name, vector, filler);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbers")
  void etvOfAnyTypeIsRoundedOnce(
      String type, Function<BufferAllocator, FieldVector> vector, Filler filler) throws Exception {
    Random r = Seeds.random(type.hashCode());
    float[] expected = new float[ROWS];
    write(
        a -> new BigIntVector("user_id", a),
        a -> new TinyIntVector("tolerance", a),
        vector,
        (v, i, at) -> {
          switch (v.getName()) {
            case "user_id" -> ((BigIntVector) v).setSafe(at, i);
            case "tolerance" -> ((TinyIntVector) v).setSafe(at, 1);
            default -> expected[i] = Float.parseFloat(filler.set(v, at, r).toString());
          }
        });
    try (EtvTable t = EtvTables.open(request())) {
      float[] found = new float[ROWS];
      t.copyEtv(0, 0, found, ROWS);
      assertThat(found).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbers")
  void tolerancesOfAnyTypeMustBeWholeAndSmall(
      String type, Function<BufferAllocator, FieldVector> vector, Filler filler) throws Exception {
    Random r = Seeds.random(type.hashCode());
    List<Long> bad = new ArrayList<>();
    write(
        a -> new BigIntVector("user_id", a),
        vector,
        a -> new Float4Vector("f0", a),
        (v, i, at) -> {
          switch (v.getName()) {
            case "user_id" -> ((BigIntVector) v).setSafe(at, i);
            case "f0" -> ((Float4Vector) v).setSafe(at, 1);
            default -> {
              BigDecimal x = filler.set(v, at, r);
              boolean whole = x.stripTrailingZeros().scale() <= 0;
              if (!whole || x.signum() < 0 || x.compareTo(of(63)) > 0) {
                bad.add(i + 1L);
              }
            }
          }
        });
    EtvRequest request =
        new EtvRequest(
            dir,
            "t.arrow",
            "user_id",
            "c",
            List.of(new EtvRequest.FundColumn("a", "f0")),
            dir,
            3,
            EtvRequest.MIN_MEMORY_BYTES,
            eoca.inputs.Progress.NONE);
    assertThat(bad).isNotEmpty();
    assertThatThrownBy(() -> EtvTables.open(request).close())
        .isInstanceOfSatisfying(
            EocaException.class,
            e -> {
              assertThat(e.defects()).extracting(Defect::row).isEqualTo(bad);
              assertThat(e.defects()).extracting(Defect::column).containsOnly("c");
            });
  }

  static Stream<Arguments> ids() {
    return Stream.of(
        id(
            "int8",
            a -> new TinyIntVector("user_id", a),
            100,
            (v, i) -> ((TinyIntVector) v).setSafe(i, i - 50)),
        id(
            "int32",
            a -> new IntVector("user_id", a),
            ROWS,
            (v, i) -> ((IntVector) v).setSafe(i, -i)),
        id(
            "uint8",
            a -> new UInt1Vector("user_id", a),
            256,
            (v, i) -> ((UInt1Vector) v).setSafe(i, i)),
        id(
            "uint64",
            a -> new UInt8Vector("user_id", a),
            ROWS,
            (v, i) -> ((UInt8Vector) v).setSafe(i, Long.MAX_VALUE - i)),
        id(
            "largeutf8",
            a -> new LargeVarCharVector("user_id", a),
            ROWS,
            (v, i) -> ((LargeVarCharVector) v).setSafe(i, text(i))),
        id(
            "utf8view",
            a -> new ViewVarCharVector("user_id", a),
            ROWS,
            (v, i) -> ((ViewVarCharVector) v).setSafe(i, text(i))));
  }

  /** Sets row i of a vector. */
  interface Row {
    void set(FieldVector v, int i);
  }

  private static Arguments id(
      String name, Function<BufferAllocator, FieldVector> vector, int rows, Row setter) {
    return Arguments.of(name, vector, rows, setter);
  }

  private static byte[] text(int i) {
    return ("u" + i + "é".repeat(i % 20)).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ids")
  void idsOfAnyType(
      String type, Function<BufferAllocator, FieldVector> vector, int rows, Row setter)
      throws Exception {
    try (BufferAllocator a = new RootAllocator(1 << 28)) {
      Tables.arrow(
          dir.resolve("t.arrow"),
          List.of(vector.apply(a), new TinyIntVector("tolerance", a), new Float4Vector("c", a)),
          rows,
          rows,
          false,
          (v, i, at) -> {
            switch (v.getName()) {
              case "user_id" -> setter.set(v, at);
              case "tolerance" -> ((TinyIntVector) v).setSafe(at, 1);
              default -> ((Float4Vector) v).setSafe(at, 1);
            }
          });
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      expected.add(
          switch (type) {
            case "int8" -> Integer.toString(i - 50);
            case "int32" -> Integer.toString(-i);
            case "uint8" -> Integer.toString(i);
            case "uint64" -> Long.toString(Long.MAX_VALUE - i);
            default -> new String(text(i), StandardCharsets.UTF_8);
          });
    }
    try (EtvTable t = EtvTables.open(request())) {
      assertThat(TableAssert.ids(t.userIds(), rows)).isEqualTo(expected);
      assertThat(t.userIds().find(expected.get(rows - 1))).isEqualTo(rows - 1);
    }
  }

  private EtvRequest request() {
    return new EtvRequest(
        dir,
        "t.arrow",
        "user_id",
        "tolerance",
        List.of(new EtvRequest.FundColumn("a", "c")),
        dir,
        3,
        EtvRequest.MIN_MEMORY_BYTES,
        eoca.inputs.Progress.NONE);
  }

  private void write(
      Function<BufferAllocator, FieldVector> user,
      Function<BufferAllocator, FieldVector> tolerance,
      Function<BufferAllocator, FieldVector> etv,
      Tables.Setter setter)
      throws Exception {
    try (BufferAllocator a = new RootAllocator(1 << 28)) {
      Tables.arrow(
          dir.resolve("t.arrow"),
          List.of(user.apply(a), tolerance.apply(a), etv.apply(a)),
          ROWS,
          1000,
          false,
          setter);
    }
  }

  @Test
  void unusedColumnsMayBeOfAnyType() throws Exception {
    Tables.sql(
        "COPY (SELECT {'a': range, 'b': [range]} AS s, 'u' || range AS user_id, (range % 64)::UTINYINT AS"
            + " tolerance, DATE '2026-01-01' AS d, range::DECIMAL(20,3) / 4 AS f0, range::HUGEINT AS h,"
            + " [range, NULL] AS l, MAP {'k': range} AS m, NULL AS n, true AS flag"
            + " FROM range(5000)) TO '"
            + dir.resolve("t.parquet")
            + "' (FORMAT parquet)");
    try (EtvTable t = EtvTables.open(Tables.request(dir, "t.parquet", 1, 2))) {
      assertThat(t.users()).isEqualTo(5000);
      float[] one = new float[1];
      t.copyEtv(0, 4999, one, 1);
      assertThat(one[0]).isEqualTo(4999 / 4f);
    }
    try (BufferAllocator a = new RootAllocator(1 << 28)) {
      Tables.arrow(
          dir.resolve("t.arrow"),
          List.of(
              new BitVector("flag", a),
              new ViewVarCharVector("v", a),
              new VarCharVector("s", a),
              new BigIntVector("user_id", a),
              new TinyIntVector("tolerance", a),
              new Float4Vector("c", a)),
          100,
          40,
          false,
          (v, i, at) -> {
            switch (v.getName()) {
              case "user_id" -> ((BigIntVector) v).setSafe(at, i);
              case "tolerance" -> ((TinyIntVector) v).setSafe(at, 1);
              case "c" -> ((Float4Vector) v).setSafe(at, i);
              case "v" ->
                  ((ViewVarCharVector) v)
                      .setSafe(
                          at, ("long enough for a buffer " + i).getBytes(StandardCharsets.UTF_8));
              default -> {}
            }
          });
    }
    try (EtvTable t = EtvTables.open(request())) {
      float[] one = new float[1];
      t.copyEtv(0, 99, one, 1);
      assertThat(one[0]).isEqualTo(99f);
    }
  }
}
