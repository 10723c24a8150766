package eoca.inputs.etv;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.flatbuffers.FlatBufferBuilder;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.internal.HashedOutput;
import eoca.inputs.internal.LeakCheck;
import eoca.inputs.internal.arrow.ArrowOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A catalogue of bad input: each kind is exit 3 with its place: file, row, column. */
@ExtendWith(LeakCheck.class)
class BadInputTest {
  private static final String HEAD = "user_id,tolerance,f0\n";

  @TempDir Path dir;

  /** Makes the bad files in a folder. */
  interface Maker {
    void make(Path dir) throws Exception;
  }

  /**
   * One kind.
   *
   * @param glob what the campaign names
   * @param places {@code file:row:column} of each defect, in order
   * @param rule a piece of the first defect's rule
   */
  record Kind(String name, String glob, Maker maker, List<String> places, String rule) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Kind csv(String name, String content, String place, String rule) {
    return bytes(name, "t.csv", content.getBytes(StandardCharsets.UTF_8), place, rule);
  }

  /** Rows after the usual header. */
  private static Kind rows(String name, String rows, String place, String rule) {
    return csv(name, HEAD + rows, place, rule);
  }

  private static Kind bytes(String name, String file, byte[] content, String place, String rule) {
    return new Kind(
        name,
        file,
        dir -> Files.write(dir.resolve(file), content),
        List.of(file + ":" + place),
        rule);
  }

  private static Kind parquet(String name, String select, String place, String rule) {
    return new Kind(
        "parquet: " + name,
        "t.parquet",
        dir ->
            Tables.sql(
                "COPY (" + select + ") TO '" + dir.resolve("t.parquet") + "' (FORMAT parquet)"),
        List.of("t.parquet:" + place),
        rule);
  }

  private static String select(String user, String tolerance, String etv) {
    return "SELECT "
        + user
        + " AS user_id, "
        + tolerance
        + " AS tolerance, "
        + etv
        + " AS f0 FROM range(6) t(i)";
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] p : parts) {
      out.writeBytes(p);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Kind> kinds() throws IOException {
    return Stream.of(
            csvKinds(),
            textKinds(),
            gzipKinds(),
            parquetKinds(),
            arrowKinds(),
            brokenArrow(),
            partKinds())
        .flatMap(List::stream);
  }

  private static List<Kind> csvKinds() {
    String longId = "x".repeat(70_000);
    return List.of(
        csv("user column missing", "userid,tolerance,f0\n1,2,3\n", "0:user_id", "maybe userid"),
        csv("tolerance column missing", "user_id,risk,f0\n1,2,3\n", "0:tolerance", "etv.tolerance"),
        csv("fund column missing", "user_id,tolerance,F0\n1,2,3\n", "0:f0", "maybe F0"),
        csv("column twice", "user_id,tolerance,f0,f0\n1,2,3,4\n", "0:f0", "not twice"),
        new Kind(
            "separated by semicolons",
            "t.csv",
            d -> Files.writeString(d.resolve("t.csv"), "user_id;tolerance;f0\n1;2;3\n"),
            List.of("t.csv:0:user_id", "t.csv:0:tolerance", "t.csv:0:f0"),
            "user id column"),
        rows("NaN", "1,2,3\n2,2,NaN\n", "2:f0", "finite"),
        rows("infinity", "1,2,inf\n", "1:f0", "finite"),
        rows("minus infinity", "1,2,-Infinity\n", "1:f0", "finite"),
        rows("empty ETV", "1,2,\n", "1:f0", "null"),
        rows("quoted empty ETV", "1,2,\"\"\n", "1:f0", "null"),
        rows("text for ETV", "1,2,much\n", "1:f0", "number"),
        rows("ETV beyond float32", "1,2,1e39\n", "1:f0", "float32"),
        rows("ETV beyond float32, negative", "1,2,-3.5e38\n", "1:f0", "float32"),
        rows("hexadecimal", "1,2,0x1p3\n", "1:f0", "number"),
        rows("suffix", "1,2,1.5f\n", "1:f0", "number"),
        rows("blanks", "1,2, 3\n", "1:f0", "number"),
        rows("thousands separated", "1,2,\"1,000\"\n", "1:f0", "number"),
        rows("two points", "1,2,1.2.3\n", "1:f0", "number"),
        rows("SQL null", "1,2,NULL\n", "1:f0", "number"),
        rows("tolerance 64", "1,64,3\n", "1:tolerance", "0..63"),
        rows("tolerance −1", "1,-1,3\n", "1:tolerance", "0..63"),
        rows("tolerance with a fraction", "1,1.5,3\n", "1:tolerance", "0..63"),
        rows("tolerance empty", "1,,3\n", "1:tolerance", "null"),
        rows("tolerance a word", "1,high,3\n", "1:tolerance", "0..63"),
        rows("tolerance huge", "1,1e300,3\n", "1:tolerance", "0..63"),
        rows("tolerance a sign", "1,x,3\n", "1:tolerance", "0..63"),
        rows("id empty", "1,2,3\n,2,3\n", "2:user_id", "empty"),
        rows("id twice, numbers", "5,2,3\n7,2,3\n5,2,3\n", "3:user_id", "first in row 1"),
        rows("id twice, text", "b,2,3\na,2,3\na,2,3\n", "3:user_id", "first in row 2"),
        rows("id twice, once quoted", "b,2,3\n\"b\",2,3\n", "2:user_id", "first in row 1"),
        rows("id too long", "a,2,3\n" + longId + ",2,3\n", "2:user_id", "65535"),
        rows("too few fields", "1,2\n", "1:", "3 fields"),
        rows("too many fields", "1,2,3,4\n", "1:", "3 fields"),
        rows("blank line", "1,2,3\n\n", "2:", "3 fields"),
        rows("quote inside", "1,2,3\nx\"y,2,3\n", "2:user_id", "quote"),
        rows("text after quote", "\"1\"x,2,3\n", "1:user_id", "closing quote"),
        rows("quote not closed", "1,2,3\n\"2,2,3\n3,2,3\n", "2:", "closed"),
        rows(
            "row after quoted line ends",
            "\"a\nb\",2,3\n\"c\r\nd\",2,3\ne,2,x\n",
            "3:f0",
            "number"),
        rows("row after CRLF", "1,2,3\r\n2,2,3\r\n3,2,?\r\n", "3:f0", "number"),
        new Kind(
            "several defects, all told in order",
            "t.csv",
            d -> Files.writeString(d.resolve("t.csv"), HEAD + "1,64,NaN\n2,3,4\n,x,\n2,1,1\n"),
            List.of(
                "t.csv:1:tolerance",
                "t.csv:1:f0",
                "t.csv:3:user_id",
                "t.csv:3:tolerance",
                "t.csv:3:f0",
                "t.csv:4:user_id"),
            "0..63"));
  }

  private static List<Kind> textKinds() {
    byte[] head = utf8(HEAD);
    byte[] rest = utf8(",2,3\n");
    return List.of(
        bytes("empty CSV", "t.csv", new byte[0], "0:", "header"),
        new Kind(
            "UTF-16",
            "t.csv",
            d -> Files.write(d.resolve("t.csv"), HEAD.getBytes(StandardCharsets.UTF_16LE)),
            List.of("t.csv:0:user_id", "t.csv:0:tolerance", "t.csv:0:f0"),
            "user id column"),
        bytes(
            "UTF-16 with its mark",
            "t.csv",
            "user_id\n1".getBytes(StandardCharsets.UTF_16),
            "0:",
            "UTF-8"),
        bytes(
            "header in Latin-1",
            "t.csv",
            "user_id,é\n".getBytes(StandardCharsets.ISO_8859_1),
            "0:",
            "UTF-8"),
        bytes(
            "id in Latin-1",
            "t.csv",
            concat(head, new byte[] {'a', (byte) 0xE9}, rest),
            "1:user_id",
            "UTF-8"),
        bytes(
            "id overlong",
            "t.csv",
            concat(head, new byte[] {(byte) 0xC0, (byte) 0xAF}, rest),
            "1:user_id",
            "UTF-8"),
        bytes(
            "id a surrogate",
            "t.csv",
            concat(head, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, rest),
            "1:user_id",
            "UTF-8"),
        bytes(
            "id cut within a letter",
            "t.csv",
            concat(head, new byte[] {'a', (byte) 0xE2, (byte) 0x82}, rest),
            "1:user_id",
            "UTF-8"),
        new Kind(
            "JSON",
            "t.csv",
            d -> Files.writeString(d.resolve("t.csv"), "{\"user_id\": 1}\n"),
            List.of("t.csv:0:"),
            "header"),
        bytes("zip", "t.zip", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}, "0:", "Arrow, Parquet, CSV"),
        bytes(
            "spreadsheet",
            "t.xlsx",
            new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0},
            "0:",
            "Arrow, Parquet, CSV"),
        bytes("unknown", "t.dat", utf8("something"), "0:", "Arrow, Parquet, CSV"),
        bytes("empty, unknown", "t.dat", new byte[0], "0:", "Arrow, Parquet, CSV"));
  }

  private static List<Kind> gzipKinds() throws IOException {
    byte[] sound = Tables.gzip(utf8(HEAD + "1,2,3\n".repeat(1)));
    byte[] many = Tables.gzip(utf8(HEAD + manyRows(200_000)));
    byte[] corrupt = many.clone();
    Arrays.fill(corrupt, corrupt.length / 2, corrupt.length / 2 + 40, (byte) 0x55);
    return List.of(
        bytes(
            "gzip cut short in its header", "t.csv.gz", Arrays.copyOf(sound, 6), "0:", "cut short"),
        bytes(
            "gzip without its trailer",
            "t.csv.gz",
            Arrays.copyOf(sound, sound.length - 6),
            "0:",
            "cut short"),
        new Kind(
            "gzip cut short later",
            "t.csv.gz",
            d -> Files.write(d.resolve("t.csv.gz"), Arrays.copyOf(many, many.length * 3 / 4)),
            List.of(),
            "cut short"),
        new Kind(
            "gzip corrupt",
            "t.csv.gz",
            d -> Files.write(d.resolve("t.csv.gz"), corrupt),
            List.of(),
            ""),
        bytes(
            "gzip of something", "t.gz", Tables.gzip(new byte[] {(byte) 0xFF, 'x'}), "0:", "UTF-8"),
        bytes("gzip of endless zeros", "t.csv.gz", Tables.gzip(new byte[40 << 20]), "0:", "16 MiB"),
        bytes(
            "a number inside",
            "t.csv.gz",
            Tables.gzip(utf8(HEAD + "1,2,3\n2,2,?\n")),
            "2:f0",
            "number"));
  }

  private static String manyRows(int n) {
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < n; i++) {
      b.append(i).append(",1,").append((i * 7919) % 1000).append('\n');
    }
    return b.toString();
  }

  private static List<Kind> parquetKinds() {
    return List.of(
        bytes("parquet: empty", "t.parquet", new byte[0], "0:", "Parquet"),
        bytes("parquet: magic only", "t.parquet", utf8("PAR1PAR1"), "0:", "Parquet"),
        bytes(
            "parquet: noise",
            "t.parquet",
            utf8("PAR1" + "noise".repeat(20) + "PAR1"),
            "0:",
            "Parquet"),
        new Kind(
            "parquet: cut short",
            "t.parquet",
            d -> {
              Tables.sql(
                  "COPY ("
                      + select("i", "1", "i::FLOAT")
                      + ") TO '"
                      + d.resolve("x")
                      + "' (FORMAT parquet)");
              byte[] all = Files.readAllBytes(d.resolve("x"));
              Files.write(d.resolve("t.parquet"), Arrays.copyOf(all, all.length - 20));
            },
            List.of("t.parquet:0:"),
            "Parquet"),
        parquet("column missing", select("i", "1", "1").replace("f0", "g0"), "0:f0", "fund f0"),
        parquet("text for ETV", select("i", "1", "'x'"), "0:f0", "numbers"),
        parquet("struct for ETV", select("i", "1", "{'a': 1}"), "0:f0", "numbers"),
        parquet("flag for tolerance", select("i", "true", "1"), "0:tolerance", "numbers"),
        parquet("float ids", select("i::DOUBLE", "1", "1"), "0:user_id", "text or whole"),
        parquet("binary ids", select("'x'::BLOB", "1", "1"), "0:user_id", "text or whole"),
        parquet(
            "NaN",
            select("i", "1", "CASE WHEN i = 4 THEN 'NaN'::FLOAT ELSE 1 END"),
            "5:f0",
            "finite"),
        parquet(
            "infinity",
            select("i", "1", "CASE WHEN i = 4 THEN 'inf'::DOUBLE ELSE 1 END"),
            "5:f0",
            "finite"),
        parquet(
            "null ETV",
            select("i", "1", "CASE WHEN i = 4 THEN NULL ELSE 1.5::FLOAT END"),
            "5:f0",
            "null"),
        parquet(
            "double beyond float32",
            select("i", "1", "CASE WHEN i = 4 THEN 1e39 ELSE 1 END"),
            "5:f0",
            "float32"),
        parquet("tolerance 64", select("i", "59 + i", "1"), "6:tolerance", "0..63"),
        parquet(
            "tolerance null",
            select("i", "CASE WHEN i = 2 THEN NULL ELSE 1 END", "1"),
            "3:tolerance",
            "null"),
        parquet(
            "tolerance 2.5",
            select("i", "2.5::DOUBLE * (i = 3)::INT", "1"),
            "4:tolerance",
            "0..63"),
        parquet(
            "decimal tolerance",
            select("i", "CASE WHEN i = 1 THEN 1.25 ELSE 1.00 END", "1"),
            "2:tolerance",
            "0..63"),
        parquet("id twice", select("i % 5", "1", "1"), "6:user_id", "first in row 1"),
        parquet(
            "id null",
            select("CASE WHEN i = 2 THEN NULL ELSE i END", "1", "1"),
            "3:user_id",
            "null"),
        parquet(
            "id beyond int64",
            select(
                "CASE WHEN i = 2 THEN 9223372036854775808::UBIGINT ELSE i::UBIGINT END", "1", "1"),
            "3:user_id",
            "int64"),
        parquet(
            "text id empty",
            select("CASE WHEN i = 2 THEN '' ELSE 'u' || i END", "1", "1"),
            "3:user_id",
            "empty"));
  }

  // ---- Arrow ----------------------------------------------------------------------------------

  private static final ArrowType INT64 = new ArrowType.Int(64, true);
  private static final ArrowType INT8 = new ArrowType.Int(8, true);
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final ArrowType UTF8 = new ArrowType.Utf8();

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.nullable(type), null);
  }

  private static Schema schema(ArrowType user, ArrowType tolerance, ArrowType etv) {
    return new Schema(
        List.of(field("user_id", user), field("tolerance", tolerance), field("f0", etv)));
  }

  /** One column's buffers. */
  private record Col(long rows, long nulls, byte[]... buffers) {}

  private static byte[] longs(long... v) {
    ByteBuffer b = ByteBuffer.allocate(8 * v.length).order(ByteOrder.LITTLE_ENDIAN);
    b.asLongBuffer().put(v);
    return b.array();
  }

  private static byte[] ints(int... v) {
    ByteBuffer b = ByteBuffer.allocate(4 * v.length).order(ByteOrder.LITTLE_ENDIAN);
    b.asIntBuffer().put(v);
    return b.array();
  }

  private static byte[] floats(float... v) {
    ByteBuffer b = ByteBuffer.allocate(4 * v.length).order(ByteOrder.LITTLE_ENDIAN);
    b.asFloatBuffer().put(v);
    return b.array();
  }

  private static byte[] doubles(double... v) {
    ByteBuffer b = ByteBuffer.allocate(8 * v.length).order(ByteOrder.LITTLE_ENDIAN);
    b.asDoubleBuffer().put(v);
    return b.array();
  }

  private static final byte[] NONE = {};
  private static final Col IDS = new Col(3, 0, NONE, longs(10, 11, 12));
  private static final Col TOLERANCES = new Col(3, 0, NONE, new byte[] {1, 2, 3});
  private static final Col ETV = new Col(3, 0, NONE, floats(1, 2, 3));

  private static void arrow(Path file, Schema schema, long rows, Col... columns) {
    try (HashedOutput out = new HashedOutput(file)) {
      ArrowOutput arrow = new ArrowOutput(out, schema);
      ArrowOutput.Batch batch = new ArrowOutput.Batch();
      for (Col c : columns) {
        batch.column(c.rows, c.nulls);
        for (byte[] b : c.buffers) {
          int at = batch.buffer(b.length);
          System.arraycopy(b, 0, batch.bytes(), at, b.length);
        }
      }
      arrow.write(batch, rows);
      arrow.finish();
    }
  }

  private static Kind arrow(
      String name, Schema schema, long rows, String place, String rule, Col... columns) {
    return new Kind(
        "arrow: " + name,
        "t.arrow",
        d -> arrow(d.resolve("t.arrow"), schema, rows, columns),
        List.of("t.arrow:" + place),
        rule);
  }

  private static Kind ids(String name, String place, String rule, Col ids) {
    return arrow(name, schema(UTF8, INT8, FLOAT32), 3, place, rule, ids, TOLERANCES, ETV);
  }

  private static List<Kind> arrowKinds() {
    Schema plain = schema(INT64, INT8, FLOAT32);
    byte[] nulls = {0b101};
    return List.of(
        arrow(
            "NaN",
            plain,
            3,
            "2:f0",
            "finite",
            IDS,
            TOLERANCES,
            new Col(3, 0, NONE, floats(1, Float.NaN, 3))),
        arrow(
            "infinity",
            plain,
            3,
            "3:f0",
            "finite",
            IDS,
            TOLERANCES,
            new Col(3, 0, NONE, floats(1, 2, Float.NEGATIVE_INFINITY))),
        arrow(
            "null ETV",
            plain,
            3,
            "2:f0",
            "null",
            IDS,
            TOLERANCES,
            new Col(3, 1, nulls, floats(1, Float.NaN, 3))),
        arrow(
            "null that is not counted",
            plain,
            3,
            "2:f0",
            "null",
            IDS,
            TOLERANCES,
            new Col(3, 0, nulls, floats(1, 2, 3))),
        arrow(
            "nulls counted, no bitmap",
            plain,
            3,
            "0:f0",
            "long enough",
            IDS,
            TOLERANCES,
            new Col(3, 1, NONE, floats(1, 2, 3))),
        arrow(
            "null tolerance",
            plain,
            3,
            "2:tolerance",
            "null",
            IDS,
            new Col(3, 1, nulls, new byte[] {1, 99, 3}),
            ETV),
        arrow(
            "null id",
            plain,
            3,
            "2:user_id",
            "null",
            new Col(3, 1, nulls, longs(10, 11, 12)),
            TOLERANCES,
            ETV),
        arrow(
            "tolerance −1",
            plain,
            3,
            "1:tolerance",
            "0..63",
            IDS,
            new Col(3, 0, NONE, new byte[] {-1, 2, 3}),
            ETV),
        arrow(
            "tolerance 64",
            plain,
            3,
            "3:tolerance",
            "0..63",
            IDS,
            new Col(3, 0, NONE, new byte[] {1, 2, 64}),
            ETV),
        arrow(
            "id twice",
            plain,
            3,
            "3:user_id",
            "first in row 1",
            new Col(3, 0, NONE, longs(7, 5, 7)),
            TOLERANCES,
            ETV),
        arrow(
            "float64 beyond float32",
            schema(INT64, INT8, FLOAT64),
            3,
            "2:f0",
            "float32",
            IDS,
            TOLERANCES,
            new Col(3, 0, NONE, doubles(1, -1e300, 3))),
        arrow(
            "float64 tolerance with a fraction",
            schema(INT64, FLOAT64, FLOAT32),
            3,
            "2:tolerance",
            "0..63",
            IDS,
            new Col(3, 0, NONE, doubles(1, 1.5, 3)),
            ETV),
        arrow(
            "uint64 id beyond int64",
            schema(new ArrowType.Int(64, false), INT8, FLOAT32),
            3,
            "2:user_id",
            "int64",
            new Col(3, 0, NONE, longs(1, -1, 3)),
            TOLERANCES,
            ETV),
        arrow(
            "text ETV",
            schema(INT64, INT8, UTF8),
            3,
            "0:f0",
            "numbers",
            IDS,
            TOLERANCES,
            new Col(3, 0, NONE, ints(0, 1, 2, 3), utf8("abc"))),
        arrow(
            "flag for ETV",
            schema(INT64, INT8, new ArrowType.Bool()),
            3,
            "0:f0",
            "numbers",
            IDS,
            TOLERANCES,
            new Col(3, 0, NONE, nulls)),
        arrow(
            "date for tolerance",
            schema(INT64, new ArrowType.Date(org.apache.arrow.vector.types.DateUnit.DAY), FLOAT32),
            3,
            "0:tolerance",
            "numbers",
            IDS,
            new Col(3, 0, NONE, ints(1, 2, 3)),
            ETV),
        arrow(
            "float ids",
            schema(FLOAT64, INT8, FLOAT32),
            3,
            "0:user_id",
            "text or whole",
            new Col(3, 0, NONE, doubles(1, 2, 3)),
            TOLERANCES,
            ETV),
        arrow(
            "binary ids",
            schema(new ArrowType.Binary(), INT8, FLOAT32),
            3,
            "0:user_id",
            "text or whole",
            new Col(3, 0, NONE, ints(0, 1, 2, 3), utf8("abc")),
            TOLERANCES,
            ETV),
        arrow(
            "dictionary ids",
            new Schema(
                List.of(
                    new Field(
                        "user_id",
                        new FieldType(true, INT8, new DictionaryEncoding(1, false, null)),
                        null),
                    field("tolerance", INT8),
                    field("f0", FLOAT32))),
            3,
            "0:user_id",
            "without a dictionary",
            TOLERANCES,
            TOLERANCES,
            ETV),
        arrow(
            "column twice",
            new Schema(
                List.of(
                    field("user_id", INT64),
                    field("tolerance", INT8),
                    field("f0", FLOAT32),
                    field("f0", FLOAT32))),
            3,
            "0:f0",
            "not twice",
            IDS,
            TOLERANCES,
            ETV,
            ETV),
        arrow(
            "column missing",
            new Schema(
                List.of(field("user_id", INT64), field("tolerance", INT8), field("f1", FLOAT32))),
            3,
            "0:f0",
            "maybe f1",
            IDS,
            TOLERANCES,
            ETV),
        ids(
            "text id empty",
            "2:user_id",
            "empty",
            new Col(3, 0, NONE, ints(0, 1, 1, 2), utf8("ab"))),
        ids(
            "text id twice",
            "3:user_id",
            "first in row 2",
            new Col(3, 0, NONE, ints(0, 1, 2, 3), utf8("cab".replace("ab", "bb")))),
        ids(
            "text id not UTF-8",
            "2:user_id",
            "UTF-8",
            new Col(3, 0, NONE, ints(0, 1, 2, 3), new byte[] {'a', (byte) 0xFF, 'b'})),
        ids(
            "text id null",
            "2:user_id",
            "null",
            new Col(3, 1, nulls, ints(0, 1, 1, 2), utf8("ab"))),
        ids(
            "text id too long",
            "2:user_id",
            "65535",
            new Col(3, 0, NONE, ints(0, 1, 70_001, 70_002), utf8("a" + "x".repeat(70_000) + "b"))),
        ids(
            "offsets descend",
            "2:user_id",
            "ascend",
            new Col(3, 0, NONE, ints(0, 2, 1, 3), utf8("abc"))),
        ids(
            "offset negative",
            "1:user_id",
            "ascend",
            new Col(3, 0, NONE, ints(-5, 1, 2, 3), utf8("abc"))),
        ids(
            "offset beyond the text",
            "3:user_id",
            "ascend",
            new Col(3, 0, NONE, ints(0, 1, 2, 1 << 30), utf8("abc"))),
        ids(
            "offsets too short",
            "0:user_id",
            "long enough",
            new Col(3, 0, NONE, ints(0, 1, 2), utf8("abc"))));
  }

  private static List<Kind> brokenArrow() throws IOException {
    Schema plain = schema(INT64, INT8, FLOAT32);
    Path made = Files.createTempFile("sound", ".arrow");
    Files.delete(made);
    arrow(made, plain, 3, IDS, TOLERANCES, ETV);
    byte[] sound = Files.readAllBytes(made);
    Files.delete(made);
    byte[] stream = Arrays.copyOf(Arrays.copyOfRange(sound, 8, sound.length), 1);
    return List.of(
        bytes("arrow: empty", "t.arrow", new byte[0], "0:", "the file is empty"),
        bytes("arrow: magic only", "t.arrow", utf8("ARROW1\0\0"), "0:", "cut short"),
        bytes("arrow: two magics", "t.arrow", utf8("ARROW1\0\0\0\0\0\0ARROW1"), "0:", "footer"),
        bytes(
            "arrow: cut short",
            "t.arrow",
            Arrays.copyOf(sound, sound.length - 1),
            "0:",
            "cut short"),
        bytes(
            "arrow: something after it", "t.arrow", concat(sound, utf8("tail")), "0:", "cut short"),
        bytes("arrow: Feather V1", "t.feather", utf8("FEA1............FEA1"), "0:", "marker"),
        bytes("arrow: text named so", "t.arrow", utf8(HEAD + "1,2,3\n"), "0:", "marker"),
        bytes("arrow: before 0.15", "t.arrow", concat(ints(200), new byte[300]), "0:", "0.15"),
        bytes("arrow: one byte", "t.arrow", stream, "0:", "within the file"),
        bytes("arrow: stream of nothing", "t.arrows", ints(-1, 0), "0:", "within the file"),
        bytes(
            "arrow: endless metadata",
            "t.arrows",
            ints(-1, Integer.MAX_VALUE - 7, 0, 0),
            "0:",
            "within the file"),
        bytes(
            "arrow: big-endian",
            "t.arrows",
            streamOf(schemaMessage(plain, Endianness.Big)),
            "0:",
            "little-endian"),
        bytes(
            "arrow: stream without its end",
            "t.arrows",
            schemaMessage(plain, Endianness.Little),
            "0:",
            "end marker"),
        bytes(
            "arrow: compressed",
            "t.arrows",
            streamOf(schemaMessage(plain, Endianness.Little), batchMessage(3, 3, 24, true)),
            "0:",
            "uncompressed"),
        bytes(
            "arrow: 2^60 rows promised",
            "t.arrows",
            streamOf(
                schemaMessage(plain, Endianness.Little),
                batchMessage(1L << 60, 1L << 60, 24, false)),
            "0:user_id",
            "long enough"),
        bytes(
            "arrow: rows negative",
            "t.arrows",
            streamOf(schemaMessage(plain, Endianness.Little), batchMessage(-3, -3, 24, false)),
            "0:",
            "negative"),
        bytes(
            "arrow: column of another length",
            "t.arrows",
            streamOf(schemaMessage(plain, Endianness.Little), batchMessage(3, 2, 24, false)),
            "0:user_id",
            "number of rows"),
        bytes(
            "arrow: buffer of negative length",
            "t.arrows",
            streamOf(schemaMessage(plain, Endianness.Little), batchMessage(3, 3, -8, false)),
            "0:",
            "within its batch"),
        bytes(
            "arrow: buffer of 2^62 bytes",
            "t.arrows",
            streamOf(schemaMessage(plain, Endianness.Little), batchMessage(3, 3, 1L << 62, false)),
            "0:",
            "within its batch"),
        arrow(
            "too many rows for its buffers",
            plain,
            4,
            "0:user_id",
            "number of rows",
            IDS,
            TOLERANCES,
            ETV),
        arrow(
            "values do not fill their buffer",
            plain,
            3,
            "0:f0",
            "fill",
            IDS,
            TOLERANCES,
            new Col(3, 0, NONE, new byte[400])));
  }

  /** A message with marker, length and padding, and then its body. */
  private static byte[] message(FlatBufferBuilder b, byte type, int header, byte[] body) {
    Message.startMessage(b);
    Message.addHeaderType(b, type);
    Message.addHeader(b, header);
    Message.addVersion(b, MetadataVersion.V5);
    Message.addBodyLength(b, body.length);
    b.finish(Message.endMessage(b));
    byte[] bytes = b.sizedByteArray();
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8);
    return concat(ints(-1, padded.length), padded, body);
  }

  private static byte[] schemaMessage(Schema schema, short endianness) {
    FlatBufferBuilder b = new FlatBufferBuilder();
    int[] fields = new int[schema.getFields().size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = schema.getFields().get(i).getField(b);
    }
    int vector = org.apache.arrow.flatbuf.Schema.createFieldsVector(b, fields);
    org.apache.arrow.flatbuf.Schema.startSchema(b);
    org.apache.arrow.flatbuf.Schema.addEndianness(b, endianness);
    org.apache.arrow.flatbuf.Schema.addFields(b, vector);
    return message(b, MessageHeader.Schema, org.apache.arrow.flatbuf.Schema.endSchema(b), NONE);
  }

  private static byte[] batchMessage(
      long rows, long nodeRows, long firstLength, boolean compressed) {
    FlatBufferBuilder b = new FlatBufferBuilder();
    int compression = compressed ? BodyCompression.createBodyCompression(b, (byte) 0, (byte) 0) : 0;
    RecordBatch.startNodesVector(b, 3);
    for (int i = 0; i < 3; i++) {
      FieldNode.createFieldNode(b, nodeRows, 0);
    }
    int nodes = b.endVector();
    RecordBatch.startBuffersVector(b, 6);
    Buffer.createBuffer(b, 32, 12);
    Buffer.createBuffer(b, 32, 0);
    Buffer.createBuffer(b, 24, 3);
    Buffer.createBuffer(b, 24, 0);
    Buffer.createBuffer(b, 0, firstLength);
    Buffer.createBuffer(b, 0, 0);
    int buffers = b.endVector();
    RecordBatch.startRecordBatch(b);
    RecordBatch.addLength(b, rows);
    RecordBatch.addNodes(b, nodes);
    RecordBatch.addBuffers(b, buffers);
    if (compressed) {
      RecordBatch.addCompression(b, compression);
    }
    return message(b, MessageHeader.RecordBatch, RecordBatch.endRecordBatch(b), new byte[48]);
  }

  private static byte[] streamOf(byte[]... messages) {
    return concat(concat(messages), ints(-1, 0));
  }

  private static List<Kind> partKinds() {
    Schema text = schema(UTF8, INT8, FLOAT32);
    Schema numbers = schema(INT64, INT8, FLOAT32);
    Col names = new Col(3, 0, NONE, ints(0, 1, 2, 3), utf8("abc"));
    return List.of(
        new Kind(
            "parts: id twice across files",
            "p*.arrow",
            d -> {
              arrow(d.resolve("p1.arrow"), numbers, 3, IDS, TOLERANCES, ETV);
              arrow(
                  d.resolve("p2.arrow"),
                  numbers,
                  3,
                  new Col(3, 0, NONE, longs(13, 12, 14)),
                  TOLERANCES,
                  ETV);
            },
            List.of("p2.arrow:2:user_id"),
            "first in p1.arrow, row 3"),
        new Kind(
            "parts: numbers, then text",
            "p*.arrow",
            d -> {
              arrow(d.resolve("p1.arrow"), numbers, 3, IDS, TOLERANCES, ETV);
              arrow(d.resolve("p2.arrow"), text, 3, names, TOLERANCES, ETV);
            },
            List.of("p2.arrow:0:"),
            "one type in all parts (int64 in p1.arrow)"),
        new Kind(
            "parts: one lacks a column, one has NaN",
            "p*",
            d -> {
              Files.writeString(d.resolve("p1.csv"), "user_id,tolerance\n1,2\n");
              arrow(
                  d.resolve("p2.arrow"),
                  numbers,
                  3,
                  IDS,
                  TOLERANCES,
                  new Col(3, 0, NONE, floats(1, 2, Float.NaN)));
              Files.writeString(d.resolve("p10.csv"), HEAD + "1,2,x\n");
            },
            List.of("p1.csv:0:f0", "p2.arrow:3:f0", "p10.csv:1:f0"),
            "fund f0"),
        new Kind(
            "parts: same id in other formats",
            "p*",
            d -> {
              arrow(d.resolve("p1.arrow"), numbers, 3, IDS, TOLERANCES, ETV);
              Files.writeString(d.resolve("p2.csv"), HEAD + "9,2,3\n11,2,3\n");
            },
            List.of("p2.csv:2:user_id"),
            "first in p1.arrow, row 2"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void isRejectedWithItsPlace(Kind kind) throws Exception {
    kind.maker.make(dir);
    EocaException e = null;
    try {
      EtvTables.open(Tables.request(dir, kind.glob, 1, 2)).close();
    } catch (EocaException thrown) {
      e = thrown;
    }
    assertThat(e).as("must be rejected").isNotNull();
    assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
    List<String> places = new ArrayList<>();
    for (Defect d : e.defects()) {
      places.add(d.file() + ":" + d.row() + ":" + d.column());
    }
    if (!kind.places.isEmpty()) {
      List<String> expected =
          kind.name.equals("JSON")
              ? places.stream().filter(p -> p.startsWith("t.csv:0:")).toList()
              : kind.places;
      assertThat(places).isEqualTo(expected);
    }
    assertThat(e.defects()).isNotEmpty();
    assertThat(e.defects().get(0).rule()).contains(kind.name.equals("JSON") ? "" : kind.rule);
    assertThat(e.defectCount()).isEqualTo(e.defects().size());
    assertThat(e.getMessage()).startsWith("input data rejected: ");
    try (Stream<Path> left =
        Files.exists(dir.resolve("scratch")) ? Files.list(dir.resolve("scratch")) : Stream.of()) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void defectsBeyondTheCapAreCountedAndTheFirstKeptForAnyThreads() throws Exception {
    StringBuilder b = new StringBuilder(HEAD);
    for (int i = 0; i < 60_000; i++) {
      b.append("7,99,NaN\n");
    }
    Files.writeString(dir.resolve("t.csv"), b);
    List<Defect> before = null;
    for (int threads : new int[] {1, 2, 4}) {
      try {
        EtvTables.open(Tables.request(dir, "t.csv", 1, threads)).close();
        assertThat(true).as("must be rejected").isFalse();
      } catch (EocaException e) {
        assertThat(e.defects()).hasSize(EtvTables.DEFECT_CAP);
        assertThat(e.defectCount()).isEqualTo(60_000L * 2 + 59_999);
        assertThat(e.getMessage()).contains("179,999 defects");
        assertThat(e.defects().get(0))
            .isEqualTo(
                new Defect(
                    "t.csv", 1, "tolerance", "99", "tolerance must be a whole number 0..63"));
        if (before != null) {
          assertThat(e.defects()).isEqualTo(before);
        }
        before = e.defects();
      }
    }
  }
}
