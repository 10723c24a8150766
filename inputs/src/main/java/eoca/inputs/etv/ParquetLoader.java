package eoca.inputs.etv;

import eoca.inputs.internal.Crew;
import eoca.inputs.internal.Duck;
import eoca.inputs.internal.FloatParser;
import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.Located;
import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.ParquetStream;
import eoca.inputs.internal.ScratchFile;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A Parquet file: DuckDB decodes it into batches in row order; each batch's columns are checked,
 * rounded and written to scratch at once. DuckDB only widens types without loss (whole numbers to
 * int64, everything wider to exact text); rounding to float32 is done here, once.
 */
final class ParquetLoader extends PartLoader {
  private static final int BATCH = 1 << 18;
  private static final Set<String> INT64 =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");
  private static final Set<String> WIDE = Set.of("UBIGINT", "HUGEINT", "UHUGEINT");

  private final Located located;
  private final List<String> expressions;
  private final Checks user;
  private final Checks tolerance;
  private final Checks[] funds;
  private final boolean text;
  private final Blocks blocks;

  private ParquetLoader(
      PartFiles.Source source,
      Located located,
      List<String> expressions,
      Checks[] checks,
      boolean text) {
    super(source);
    this.located = located;
    this.expressions = expressions;
    this.user = checks[0];
    this.tolerance = checks[1];
    this.funds = java.util.Arrays.copyOfRange(checks, 2, checks.length);
    this.text = text;
    this.blocks = new Blocks(source, funds.length);
  }

  /** Reads the file's schema; null if it has defects. */
  static ParquetLoader open(PartFiles.Source s, EtvRequest request, Located located) {
    try (ParquetStream stream = new ParquetStream(s.path(), 1, request.memoryBytes())) {
      Map<String, String> columns = stream.columns();
      List<String> names = new ArrayList<>(columns.keySet());
      ColumnPlan plan = ColumnPlan.resolve(names, request, s, located);
      if (plan == null) {
        return null;
      }
      int[] wanted = new int[plan.funds().length + 2];
      wanted[0] = plan.user();
      wanted[1] = plan.tolerance();
      System.arraycopy(plan.funds(), 0, wanted, 2, plan.funds().length);
      Checks[] checks = new Checks[wanted.length];
      List<String> expressions = new ArrayList<>();
      for (int c = 0; c < wanted.length; c++) {
        String name = names.get(wanted[c]);
        String type = columns.get(name);
        checks[c] = new Checks(located, s, name, wanted[c]);
        String e = expression(name, type, c == 0);
        if (e == null) {
          checks[c].defect(
              type.toLowerCase(java.util.Locale.ROOT),
              c == 0 ? "user ids must be text or whole numbers" : "must be a column of numbers");
        } else {
          expressions.add(e + " AS c" + c);
        }
      }
      boolean text = columns.get(names.get(plan.user())).equals("VARCHAR");
      return expressions.size() < wanted.length
          ? null
          : new ParquetLoader(s, located, expressions, checks, text);
    } catch (FormatException e) {
      located.add(s.index(), s.name(), e.row(), -1, e.column(), e::value, e.rule());
      return null;
    }
  }

  /** What DuckDB is asked for, or null if the type is of no use. */
  private static String expression(String name, String type, boolean isUser) {
    String column = Duck.name(name);
    if (INT64.contains(type)) {
      return "CAST(" + column + " AS BIGINT)";
    }
    if (WIDE.contains(type) || (!isUser && type.startsWith("DECIMAL"))) {
      return "CAST(" + column + " AS VARCHAR)";
    }
    boolean plain = isUser ? type.equals("VARCHAR") : type.equals("FLOAT") || type.equals("DOUBLE");
    return plain ? column : null;
  }

  @Override
  Boolean idsAreText() {
    return text;
  }

  @Override
  void load(EtvRequest request, Crew crew, Supplier<ScratchFile> scratch) {
    long rows = 0;
    try (ParquetStream stream =
        new ParquetStream(source().path(), crew.threads(), request.memoryBytes())) {
      stream.select(expressions, BATCH);
      for (VectorSchemaRoot b = stream.next(); b != null; b = stream.next()) {
        if (rows + b.getRowCount() > Integer.MAX_VALUE) {
          throw new FormatException("", rows, "", "a table must have at most 2147483647 rows");
        }
        if (b.getRowCount() > 0) {
          convert(b, rows, crew, scratch.get());
        }
        rows += b.getRowCount();
        request.progress().report("convert", rows, rows);
      }
    } catch (FormatException e) {
      located.add(source().index(), source().name(), e.row(), -1, e.column(), e::value, e.rule());
    }
  }

  private void convert(VectorSchemaRoot batch, long firstRow, Crew crew, ScratchFile scratch) {
    int n = batch.getRowCount();
    long[] etv = new long[funds.length];
    long[] tolerances = new long[1];
    Blocks.Block ids = new Blocks.Block(n, 0, text);
    crew.run(
        funds.length + 2,
        t -> {
          FieldVector v = batch.getVector(t);
          if (t == 0) {
            ids(v, n, firstRow, ids);
          } else if (t == 1) {
            byte[] out = new byte[n];
            tolerances(v, n, firstRow, out);
            tolerances[0] = scratch.allocate(n);
            scratch.write(tolerances[0], out, n);
          } else {
            float[] out = new float[n];
            floats(v, n, firstRow, funds[t - 2], out);
            etv[t - 2] = Blocks.writeFloats(out, n, scratch);
          }
        });
    blocks.writeIds(ids, firstRow, n, etv, tolerances[0], scratch);
  }

  private void ids(FieldVector v, int n, long firstRow, Blocks.Block out) {
    for (int i = 0; i < n; i++) {
      long row = firstRow + i;
      if (v.isNull(i)) {
        user.isNull(row);
        out.completeId(i + 1);
      } else if (v instanceof BigIntVector numbers) {
        out.addNumber(numbers.get(i));
      } else {
        byte[] b = ((VarCharVector) v).get(i);
        if (!text && !eoca.inputs.internal.Digits.isCanonical(b, 0, b.length)) {
          user.defect(row, () -> new String(b, StandardCharsets.UTF_8), "user id must fit int64");
        } else {
          user.id(row, b, 0, b.length);
        }
        if (b.length > MappedUserIds.MAX_ID_BYTES) {
          out.completeId(i + 1);
        } else {
          out.addId(b, 0, b.length);
        }
      }
    }
  }

  private void tolerances(FieldVector v, int n, long firstRow, byte[] out) {
    for (int i = 0; i < n; i++) {
      if (v.isNull(i)) {
        tolerance.isNull(firstRow + i);
        continue;
      }
      int at = i;
      int t = small(v, i);
      if (t < 0) {
        tolerance.tolerance(firstRow + i, () -> value(v, at));
      }
      out[i] = (byte) Math.max(0, t);
    }
  }

  private static String value(FieldVector v, int i) {
    return String.valueOf(v.getObject(i));
  }

  private static int small(FieldVector v, int i) {
    double d;
    if (v instanceof BigIntVector numbers) {
      long t = numbers.get(i);
      return t >= 0 && t <= Checks.MAX_TOLERANCE ? (int) t : -1;
    } else if (v instanceof Float4Vector numbers) {
      d = numbers.get(i);
    } else if (v instanceof Float8Vector numbers) {
      d = numbers.get(i);
    } else {
      BigDecimal exact = new BigDecimal(value(v, i));
      d = exact.stripTrailingZeros().scale() > 0 ? -1 : exact.doubleValue();
    }
    return d >= 0 && d <= Checks.MAX_TOLERANCE && d == Math.rint(d) ? (int) d : -1;
  }

  private static void floats(FieldVector v, int n, long firstRow, Checks checks, float[] out) {
    if (v instanceof Float4Vector) {
      v.getDataBuffer()
          .nioBuffer(0, 4 * n)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(out, 0, n);
    } else if (v instanceof Float8Vector numbers) {
      for (int i = 0; i < n; i++) {
        out[i] = numbers.isNull(i) ? 0 : (float) numbers.get(i);
      }
    } else if (v instanceof BigIntVector numbers) {
      for (int i = 0; i < n; i++) {
        out[i] = numbers.isNull(i) ? 0 : (float) numbers.get(i);
      }
    } else {
      FloatParser parser = new FloatParser();
      for (int i = 0; i < n; i++) {
        if (!v.isNull(i)) {
          byte[] b = ((VarCharVector) v).get(i);
          out[i] = parser.parse(b, 0, b.length);
          if (parser.status() != FloatParser.Status.NUMBER) {
            out[i] = Float.POSITIVE_INFINITY;
          }
        }
      }
    }
    boolean nulls = v.getNullCount() > 0;
    for (int i = 0; i < n; i++) {
      int at = i;
      if (nulls && v.isNull(i)) {
        checks.isNull(firstRow + i);
      } else if (!Float.isFinite(out[i])) {
        boolean overflow =
            v instanceof VarCharVector
                || (v instanceof Float8Vector d && Double.isFinite(d.get(i)));
        if (overflow) {
          checks.overflow(firstRow + i, () -> value(v, at));
        } else {
          checks.notFinite(firstRow + i, () -> value(v, at));
        }
      }
    }
  }

  @Override
  Part finish(MappedFile converted) {
    return blocks.finish(converted);
  }
}
