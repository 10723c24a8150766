package eoca.inputs.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.error.EocaException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.duckdb.DuckDBResultSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same tables encode alike from every format; damaged files are refused by name. */
class FormatsTest {
  private static final String TYPED =
      "SELECT user_id, tolerance::TINYINT AS tolerance, city, job, age::FLOAT AS age,"
          + " wealth::DECIMAL(38,15)::DOUBLE AS wealth FROM read_csv('%s', header=true)";

  @TempDir Path folder;
  private TinyTables tables;

  @BeforeEach
  void tiny() {
    tables = TinyTables.in(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "arrow", "arrows", "csv.gz"})
  void everyFormatGivesTheSameData(String format) throws Exception {
    FeatureData csv = tables.load();
    convert("users", TYPED.formatted(folder.resolve("users.csv")), format);
    for (String table : new String[] {"funds", "samples", "behaviours", "edges"}) {
      convert(table, "SELECT * FROM read_csv('" + folder.resolve(table + ".csv") + "')", format);
    }
    FeatureData other = tables.load();
    assertThat(other.userIds()).isEqualTo(csv.userIds());
    assertThat(Arrays.deepToString(other.users().codes()))
        .isEqualTo(Arrays.deepToString(csv.users().codes()));
    assertThat(Arrays.deepToString(other.users().numbers()))
        .isEqualTo(Arrays.deepToString(csv.users().numbers()));
    assertThat(other.samples().moment()).isEqualTo(csv.samples().moment());
    assertThat(other.samples().amount()).isEqualTo(csv.samples().amount());
    assertThat(other.histories().item()).isEqualTo(csv.histories().item());
    assertThat(other.histories().moment()).isEqualTo(csv.histories().moment());
    assertThat(other.graph().weight()).isEqualTo(csv.graph().weight());
    assertThat(other.counts()).isEqualTo(csv.counts());
  }

  @Test
  void partsAreOneTableAndDefectsNameTheirPart() throws Exception {
    tables.change("spec.yaml", "users: users.csv", "users: users-*.csv");
    tables.put(
        "users-2.csv", "user_id,tolerance,city,job,age,wealth\ncec,9,a,b,1,1\ndan,x,a,b,1,1\n");
    tables.put(
        "users-1.csv", "user_id,tolerance,city,job,age,wealth\nann,1,a,b,1,1\nbob,1,a,b,1,1\n");
    EocaException e = catchThrowableOfType(EocaException.class, tables::load);
    assertThat(e.defects())
        .extracting(d -> Path.of(d.file()).getFileName() + " " + d.row() + " " + d.value())
        .containsExactly("users-2.csv 2 x");
    tables.change("users-2.csv", "dan,x", "dan,2");
    assertThat(tables.load().userIds()).containsExactly("ann", "bob", "cec", "dan");
  }

  @Test
  void wholeFloatingCategoriesReadAsIntegers() throws Exception {
    tables.change("users.csv", "Bonn", "3").change("users.csv", "Köln", "4");
    FeatureData csv = tables.change("users.csv", "Ulm", "5").load();
    convert(
        "users",
        TYPED.replace("city,", "city::DOUBLE AS city,").formatted(folder.resolve("users.csv")),
        "parquet");
    assertThat(tables.load().users().codes()[0]).isEqualTo(csv.users().codes()[0]);
  }

  @Test
  void mistypedColumnsAreRefusedAsAWhole() throws Exception {
    convert(
        "users",
        "SELECT 1.5 AS user_id, DATE '2021-01-01' AS tolerance, [1] AS city, 'a' AS job, 1 AS age,"
            + " 2 AS wealth",
        "parquet");
    EocaException e = catchThrowableOfType(EocaException.class, tables::load);
    assertThat(e.defects())
        .extracting(d -> d.column() + " " + d.row() + " " + d.value())
        .containsExactly("user_id 0 DECIMAL(2,1)", "tolerance 0 DATE", "city 0 INTEGER[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "arrow", "arrows", "csv.gz"})
  void truncatedFilesAreRefused(String format) throws Exception {
    convert("users", TYPED.formatted(folder.resolve("users.csv")), format);
    Path file = folder.resolve("users." + format);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {9, whole.length / 2, whole.length - 9}) {
      Files.write(file, Arrays.copyOf(whole, length));
      EocaException e = catchThrowableOfType(EocaException.class, tables::load);
      assertThat(e).as("%s of %d bytes", format, length).isNotNull();
      assertThat(e.defects()).isNotEmpty().allMatch(d -> d.file().endsWith("users." + format));
    }
  }

  private void convert(String table, String select, String format) throws Exception {
    Path target = folder.resolve(table + "." + format);
    tables.change("spec.yaml", table + ": " + table + ".csv", table + ": " + table + "." + format);
    if (format.equals("csv.gz")) {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
        out.write(
            Files.readString(folder.resolve(table + ".csv")).getBytes(StandardCharsets.UTF_8));
      }
      return;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      if (format.equals("parquet")) {
        statement.execute("COPY (" + select + ") TO '" + target + "' (FORMAT parquet)");
        return;
      }
      try (BufferAllocator allocator = new RootAllocator();
          ResultSet rows = statement.executeQuery(select);
          ArrowReader reader =
              (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, 3);
          WritableByteChannel out = Channels.newChannel(Files.newOutputStream(target))) {
        try (ArrowWriter writer =
            format.equals("arrow")
                ? new ArrowFileWriter(reader.getVectorSchemaRoot(), null, out)
                : new ArrowStreamWriter(reader.getVectorSchemaRoot(), null, out)) {
          writer.start();
          while (reader.loadNextBatch()) {
            writer.writeBatch();
          }
          writer.end();
        }
      }
    }
  }
}
