package eoca.inputs.etv;

import eoca.inputs.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;

/** Small tables in memory, and how other people's software writes them in every format. */
final class Tables {
  private Tables() {}

  /**
   * A table.
   *
   * @param ids as text
   * @param text whether ids are to be text
   * @param tolerance 0..63
   * @param etv {@code [fund][user]}
   */
  record Rows(List<String> ids, boolean text, byte[] tolerance, float[][] etv) {
    int users() {
      return tolerance.length;
    }

    int funds() {
      return etv.length;
    }

    Rows slice(int from, int to) {
      float[][] e = new float[etv.length][];
      for (int j = 0; j < e.length; j++) {
        e[j] = java.util.Arrays.copyOfRange(etv[j], from, to);
      }
      return new Rows(
          ids.subList(from, to), text, java.util.Arrays.copyOfRange(tolerance, from, to), e);
    }
  }

  /** A random table; ids in random order, some awkward. */
  static Rows random(Random r, int users, int funds, boolean text) {
    List<String> ids = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      numbers.add(
          i == 0 ? Long.MIN_VALUE : i == 1 ? Long.MAX_VALUE : (long) (i - users / 2) * 7919);
    }
    java.util.Collections.shuffle(numbers, r);
    String[] before = {"u", "ü-", "a,b", "\"q\"", "x\ny", "\r", "長い名前", "0", " "};
    for (long n : numbers) {
      ids.add(text ? before[r.nextInt(before.length)] + n : Long.toString(n));
    }
    byte[] tolerance = new byte[users];
    float[][] etv = new float[funds][users];
    for (int i = 0; i < users; i++) {
      tolerance[i] = (byte) r.nextInt(64);
      for (int j = 0; j < funds; j++) {
        etv[j][i] = value(r);
      }
    }
    return new Rows(ids, text, tolerance, etv);
  }

  private static float value(Random r) {
    float bits = Float.intBitsToFloat(r.nextInt());
    return switch (r.nextInt(5)) {
      case 0 -> Float.isFinite(bits) ? bits : 0;
      case 1 -> r.nextBoolean() ? -0f : 0f;
      case 2 -> r.nextInt(1000);
      case 3 -> Float.MAX_VALUE;
      default -> (float) Math.exp(r.nextGaussian());
    };
  }

  /** Writers of a format, none of them ours. */
  enum Format {
    ARROW("arrow"),
    STREAM("arrows"),
    PARQUET("parquet"),
    CSV("csv"),
    GZIP("csv.gz");

    final String extension;

    Format(String extension) {
      this.extension = extension;
    }

    void write(Path file, Rows rows, int batchRows) throws Exception {
      switch (this) {
        case ARROW, STREAM -> arrow(file, rows, batchRows, this == STREAM);
        case PARQUET -> parquet(file, rows);
        case CSV -> Files.write(file, csv(rows).getBytes(StandardCharsets.UTF_8));
        default -> Files.write(file, gzip(csv(rows).getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream g = new GZIPOutputStream(out)) {
      g.write(bytes);
    }
    return out.toByteArray();
  }

  static String csv(Rows rows) {
    StringBuilder b = new StringBuilder("user_id,tolerance");
    for (int j = 0; j < rows.funds(); j++) {
      b.append(",f").append(j);
    }
    b.append('\n');
    for (int i = 0; i < rows.users(); i++) {
      String id = rows.ids.get(i);
      boolean quote = id.matches("(?s).*[,\"\n\r].*");
      b.append(quote ? "\"" + id.replace("\"", "\"\"") + "\"" : id);
      b.append(',').append(rows.tolerance[i]);
      for (float[] column : rows.etv) {
        b.append(',').append(column[i]);
      }
      b.append('\n');
    }
    return b.toString();
  }

  /** Arrow by Arrow's own writers: user ids, tolerance int8, float32. */
  static void arrow(Path file, Rows rows, int batchRows, boolean stream) throws IOException {
    try (BufferAllocator allocator = new RootAllocator(1L << 30)) {
      List<FieldVector> vectors = new ArrayList<>();
      vectors.add(
          rows.text
              ? new VarCharVector("user_id", allocator)
              : new BigIntVector("user_id", allocator));
      vectors.add(new TinyIntVector("tolerance", allocator));
      for (int j = 0; j < rows.funds(); j++) {
        vectors.add(new Float4Vector("f" + j, allocator));
      }
      arrow(
          file,
          vectors,
          rows.users(),
          batchRows,
          stream,
          (v, i, at) -> {
            if (v instanceof VarCharVector t) {
              t.setSafe(at, rows.ids.get(i).getBytes(StandardCharsets.UTF_8));
            } else if (v instanceof BigIntVector t) {
              t.setSafe(at, Long.parseLong(rows.ids.get(i)));
            } else if (v instanceof TinyIntVector t) {
              t.setSafe(at, rows.tolerance[i]);
            } else if (v instanceof Float4Vector t) {
              t.setSafe(at, rows.etv[Integer.parseInt(t.getName().substring(1))][i]);
            }
          });
    }
  }

  /** Sets one value. */
  interface Setter {
    void set(FieldVector vector, int row, int at);
  }

  /** Arrow with any vectors, which it closes. */
  static void arrow(
      Path file, List<FieldVector> vectors, int rows, int batchRows, boolean stream, Setter setter)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        VectorSchemaRoot root = new VectorSchemaRoot(vectors);
        ArrowWriter writer =
            stream
                ? new ArrowStreamWriter(root, null, Channels.newChannel(out))
                : new ArrowFileWriter(root, null, Channels.newChannel(out))) {
      writer.start();
      for (int from = 0; from < rows; from += batchRows) {
        int n = Math.min(batchRows, rows - from);
        root.clear();
        for (FieldVector v : vectors) {
          v.allocateNew();
          for (int i = 0; i < n; i++) {
            setter.set(v, from + i, i);
          }
        }
        root.setRowCount(n);
        writer.writeBatch();
      }
      writer.end();
    }
  }

  private static void parquet(Path file, Rows rows) throws Exception {
    Path csv = Files.createTempFile(file.getParent(), "rows", ".txt");
    Files.writeString(csv, csv(rows));
    StringBuilder columns =
        new StringBuilder(
            "'user_id': '" + (rows.text ? "VARCHAR" : "BIGINT") + "', 'tolerance': 'TINYINT'");
    for (int j = 0; j < rows.funds(); j++) {
      columns.append(", 'f").append(j).append("': 'FLOAT'");
    }
    sql(
        "COPY (SELECT * FROM read_csv('"
            + csv
            + "', auto_detect=false, header=true, delim=',', quote='\"', escape='\"', nullstr='@@',"
            + " new_line='\\n', columns={"
            + columns
            + "})) TO '"
            + file
            + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    Files.delete(csv);
  }

  /** Runs SQL in DuckDB. */
  static void sql(String sql) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
        Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  /** A request for {@code funds} funds named as their columns. */
  static EtvRequest request(Path base, String path, int funds, int threads) {
    List<EtvRequest.FundColumn> columns = new ArrayList<>();
    for (int j = 0; j < funds; j++) {
      columns.add(new EtvRequest.FundColumn("f" + j, "f" + j));
    }
    return new EtvRequest(
        base,
        path,
        "user_id",
        "tolerance",
        columns,
        base.resolve("scratch"),
        threads,
        EtvRequest.MIN_MEMORY_BYTES,
        Progress.NONE);
  }
}
