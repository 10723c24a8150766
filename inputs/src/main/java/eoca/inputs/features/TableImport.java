package eoca.inputs.features;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.duckdb.DuckDBConnection;

/**
 * Imports the files of one table into the database: Parquet, Arrow (file or stream) by their magic
 * bytes, everything else as CSV (also gzipped). One pass a file; each declared column is read into
 * its type, and beside it the text of values that could not be read, so that the checks can locate
 * them. Columns nobody declared are left alone.
 *
 * <p>Every imported table has {@code f} (position of its file), {@code r} (row from 1 in its file)
 * and {@code n} (row from 0 in the table), in file order.
 */
final class TableImport {
  private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ARROW_FILE = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ARROW_STREAM = {-1, -1, -1, -1};
  private static final Pattern LINE = Pattern.compile("(?i)\\bline:? (\\d+)");

  private final DuckDBConnection connection;
  private final BufferAllocator allocator;
  private final DefectList defects;
  private boolean textIds;

  TableImport(DuckDBConnection connection, BufferAllocator allocator, DefectList defects) {
    this.connection = connection;
    this.allocator = allocator;
    this.defects = defects;
  }

  /** Imports all parts of a table; content that can't be read becomes defects. Returns its rows. */
  long load(String table, List<Path> files, List<TableColumn> columns) {
    List<String> definitions = new ArrayList<>(List.of("f INTEGER", "r BIGINT", "n BIGINT"));
    for (TableColumn column : columns) {
      definitions.add(column.name() + " " + column.databaseType());
      definitions.add(column.bad() + " VARCHAR");
    }
    execute("CREATE TABLE " + table + " (" + String.join(", ", definitions) + ")");
    long rows = 0;
    for (int f = 0; f < files.size(); f++) {
      rows += loadFile(table, f, rows, files.get(f), columns);
    }
    return rows;
  }

  /**
   * A query for a file's declared columns, each under its own name and beside it the text of values
   * that could not be read, and {@code k}, the row from 0; null if a column is missing or of a type
   * that can't hold it.
   *
   * @param staged name of the table that the rows of an Arrow file are copied to: its stream can be
   *     read only once
   * @throws SQLException if the file can't be read
   */
  String plain(Path file, List<TableColumn> columns, String staged) throws SQLException {
    byte[] head = head(file);
    String rowNumber = "row_number() OVER () - 1 AS k";
    try {
      if (startsWith(head, ARROW_FILE) || startsWith(head, ARROW_STREAM)) {
        boolean fileFormat = startsWith(head, ARROW_FILE);
        return arrow(
            "view_of_" + staged,
            file,
            fileFormat,
            (source, types) -> {
              String select = select(columns, source, types, rowNumber);
              if (select == null) {
                return null;
              }
              try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE " + staged + " AS " + select);
              }
              return "SELECT * FROM " + staged;
            });
      }
      if (startsWith(head, PARQUET)) {
        String source =
            "read_parquet(" + TableColumn.literal(file.toString()) + ", file_row_number = true)";
        return select(columns, source, describe(source), "file_row_number AS k");
      }
      String source = csv(file, isGzip(head));
      return select(columns, source, describe(source), rowNumber);
    } catch (IOException | RuntimeException e) {
      // Arrow reports damaged files by every kind of runtime exception.
      throw new SQLException(e);
    }
  }

  private static String select(
      List<TableColumn> columns, String source, Map<String, String> types, String rowNumber) {
    List<String> expressions = new ArrayList<>();
    for (TableColumn column : columns) {
      String type = types.get(column.source());
      if (type == null || column.typeDefect("", type) != null) {
        return null;
      }
      expressions.add(column.expression(type) + " AS " + column.name());
      expressions.add(column.badExpression(type) + " AS " + column.bad());
    }
    return "SELECT " + String.join(", ", expressions) + ", " + rowNumber + " FROM " + source;
  }

  /** Whether an id column of a file with types was text so far. */
  boolean sawTextIds() {
    return textIds;
  }

  private long loadFile(String table, int f, long offset, Path file, List<TableColumn> columns) {
    byte[] head = head(file);
    try {
      if (startsWith(head, ARROW_FILE) || startsWith(head, ARROW_STREAM)) {
        return loadArrow(table, f, offset, file, columns, startsWith(head, ARROW_FILE));
      }
      String source =
          startsWith(head, PARQUET)
              ? "read_parquet(" + TableColumn.literal(file.toString()) + ")"
              : csv(file, isGzip(head));
      return copy(table, f, offset, file, columns, source);
    } catch (SQLException | IOException e) {
      defects.add(unreadable(file, e));
      return 0;
    }
  }

  /**
   * The header is read here and the dialect stated, because DuckDB's sniffer guesses, and on a
   * malformed row blames the whole file instead of the row.
   */
  private static String csv(Path file, boolean gzip) throws IOException {
    List<String> header = CsvHeader.read(file, gzip);
    if (new HashSet<>(header).size() < header.size() || header.contains("")) {
      throw new IOException("header of distinct column names expected " + header);
    }
    StringBuilder columns = new StringBuilder();
    for (String name : header) {
      columns.append(columns.length() == 0 ? "{" : ", ");
      columns.append(TableColumn.literal(name)).append(": 'VARCHAR'");
    }
    return "read_csv("
        + TableColumn.literal(file.toString())
        + ", header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        + " nullstr = '', compression = '"
        + (gzip ? "gzip" : "none")
        + "', columns = "
        + columns
        + "})";
  }

  private long loadArrow(
      String table, int f, long offset, Path file, List<TableColumn> columns, boolean fileFormat)
      throws SQLException, IOException {
    try {
      return arrow(
          "arrow_" + table + "_" + f,
          file,
          fileFormat,
          (source, types) -> copy(table, f, offset, file, columns, source, types));
    } catch (RuntimeException e) {
      // Arrow reports damaged files by every kind of runtime exception.
      if (e instanceof EocaException) {
        throw e;
      }
      defects.add(unreadable(file, e));
      return 0;
    }
  }

  /** What is done with a view of an Arrow file. */
  @FunctionalInterface
  private interface ViewUse<T> {
    T apply(String source, Map<String, String> types) throws SQLException;
  }

  private <T> T arrow(String view, Path file, boolean fileFormat, ViewUse<T> use)
      throws SQLException, IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ArrowReader reader =
            fileFormat
                ? new ArrowFileReader(channel, allocator)
                : new ArrowStreamReader(channel, allocator)) {
      // The C stream can be read once only, so the schema is asked of the reader itself first.
      Map<String, String> types = new LinkedHashMap<>();
      try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
        reader.getVectorSchemaRoot();
        Data.exportArrayStream(allocator, reader, stream);
        connection.registerArrowStream(view, stream);
        types.putAll(describe(view));
        return use.apply(view, types);
      }
    }
  }

  private long copy(
      String table, int f, long offset, Path file, List<TableColumn> columns, String source)
      throws SQLException {
    return copy(table, f, offset, file, columns, source, describe(source));
  }

  private long copy(
      String table,
      int f,
      long offset,
      Path file,
      List<TableColumn> columns,
      String source,
      Map<String, String> types)
      throws SQLException {
    List<String> expressions = new ArrayList<>();
    boolean sound = true;
    for (TableColumn column : columns) {
      String type = types.get(column.source());
      Defect defect =
          type == null ? missing(file, column, types) : column.typeDefect(file.toString(), type);
      sound &= defect == null;
      defects.add(defect);
      if (defect == null) {
        textIds |=
            column.kind() == TableColumn.Kind.ID
                && type.equals("VARCHAR")
                && !source.startsWith("read_csv(");
        expressions.add(column.expression(type));
        expressions.add(column.badExpression(type));
      }
    }
    if (!sound) {
      return 0;
    }
    String sql =
        "INSERT INTO "
            + table
            + " SELECT "
            + f
            + ", row_number() OVER (), "
            + offset
            + " - 1 + row_number() OVER (), "
            + String.join(", ", expressions)
            + " FROM "
            + source;
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static Defect missing(Path file, TableColumn column, Map<String, String> types) {
    return new Defect(
        file.toString(),
        0,
        column.source(),
        "",
        "column expected, found none. " + Suggestions.maybe(column.source(), types.keySet()));
  }

  private Map<String, String> describe(String source) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
      while (rows.next()) {
        types.put(rows.getString(1), rows.getString(2).toUpperCase(Locale.ROOT));
      }
    }
    return types;
  }

  private void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Defect unreadable(Path file, Exception e) {
    // DuckDB appends paragraphs of advice about its own options.
    String message =
        String.valueOf(e.getMessage())
            .replaceFirst("(?s)\n(Possible fixes|The search space|LINE 1).*", "")
            .replaceAll("\\s+", " ")
            .strip();
    Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
    // A CSV line counts the header; a row does not.
    long row = line.find() ? Math.max(0, Long.parseLong(line.group(1)) - 1) : 0;
    return new Defect(
        file.toString(), row, "", "", "readable Parquet, Arrow or CSV expected: " + message);
  }

  private static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(8);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "readable table expected (" + file + ")", "Maybe its path is misspelt under tables.", e);
    }
  }

  private static boolean isGzip(byte[] head) {
    return startsWith(head, new byte[] {0x1f, (byte) 0x8b});
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }
}
