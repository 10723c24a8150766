package eoca.inputs.assignment;

import eoca.inputs.error.FileErrors;
import eoca.inputs.error.Suggestions;
import eoca.inputs.internal.CsvBlocks;
import eoca.inputs.internal.CsvCursor;
import eoca.inputs.internal.Duck;
import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.Gzip;
import eoca.inputs.internal.ParquetStream;
import eoca.inputs.internal.Utf8;
import eoca.inputs.internal.arrow.ArrowFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/**
 * Reads the rows of a file of users and funds: CSV, gzipped CSV, Parquet, Arrow file or stream,
 * told by its first bytes, then by its name. Two columns are read as text, by their names; the
 * others are left alone. Whole numbers read as their digits.
 */
final class LockedRows {
  private static final int BATCH = 1 << 14;

  private final Path path;
  private final String user;
  private final String fund;
  private final long memoryBytes;
  private final Sink sink;
  private long row;

  LockedRows(Path path, String user, String fund, long memoryBytes, Sink sink) {
    this.path = path;
    this.user = user;
    this.fund = fund;
    this.memoryBytes = memoryBytes;
    this.sink = sink;
  }

  /** Receives rows. */
  @FunctionalInterface
  interface Sink {
    /**
     * One row.
     *
     * @param row from 1
     * @param user UTF-8 id, or null
     * @param fund UTF-8 id, or null
     */
    void row(long row, byte[] user, byte[] fund);
  }

  /**
   * Reads all rows.
   *
   * @throws FormatException if the file is none, or a record of it can't be read
   */
  void read() {
    try {
      byte[] head;
      try (InputStream in = Files.newInputStream(path)) {
        head = in.readNBytes(16);
      }
      String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
      if (ArrowFile.isFile(head) || ArrowFile.isStream(head)) {
        arrow(ArrowFile.isFile(head));
      } else if (ParquetStream.isParquet(head)) {
        parquet();
      } else if (Gzip.isGzip(head) || name.endsWith(".csv")) {
        csv(Gzip.isGzip(head));
      } else {
        throw new FormatException(
            head.length == 0 ? "empty file" : name, "must be Arrow, Parquet, CSV or gzipped CSV");
      }
    } catch (IOException e) {
      throw FileErrors.of("read", path, e);
    }
  }

  private int column(List<String> names, String name, String what) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new FormatException(
          name, 0, "", "must have " + what + ". " + Suggestions.maybe(name, names));
    }
    return at;
  }

  private void csv(boolean gzipped) throws IOException {
    try (InputStream in = Gzip.open(path, gzipped)) {
      CsvBlocks blocks = new CsvBlocks(in);
      List<String> names = blocks.header();
      int userAt = column(names, user, "the user id column (locked.user)");
      int fundAt = column(names, fund, "the fund column (locked.fund)");
      for (CsvBlocks.Block block = blocks.next(); block != null; block = blocks.next()) {
        CsvCursor cursor = new CsvCursor(block.bytes(), block.from(), block.to());
        while (cursor.nextRecord()) {
          record(cursor, names.size(), userAt, fundAt);
        }
      }
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      throw new FormatException("", row + 1, "", "must be a sound gzip file: " + e.getMessage());
    }
  }

  private void record(CsvCursor cursor, int fields, int userAt, int fundAt) {
    row++;
    byte[] id = null;
    byte[] given = null;
    int f = 0;
    for (; cursor.nextField(); f++) {
      if (cursor.problem() != null) {
        throw new FormatException("", row, cursor.text(), cursor.problem());
      }
      if (f == userAt || f == fundAt) {
        byte[] text = java.util.Arrays.copyOfRange(cursor.bytes(), cursor.from(), cursor.to());
        id = f == userAt ? text : id;
        given = f == fundAt ? text : given;
      }
    }
    if (f != fields) {
      throw new FormatException("", row, f + " fields", "must have " + fields + " fields");
    }
    tell(id, given);
  }

  private void tell(byte[] id, byte[] given) {
    boolean noUser = id == null || id.length == 0 || !Utf8.isValid(id, 0, id.length);
    sink.row(row, noUser ? null : id, given == null || given.length == 0 ? null : given);
  }

  private void parquet() {
    try (ParquetStream stream = new ParquetStream(path, 1, memoryBytes)) {
      Map<String, String> types = stream.columns();
      List<String> names = new ArrayList<>(types.keySet());
      column(names, user, "the user id column (locked.user)");
      column(names, fund, "the fund column (locked.fund)");
      stream.select(List.of(text(types, user), text(types, fund)), BATCH);
      for (VectorSchemaRoot root = stream.next(); root != null; root = stream.next()) {
        batch(root.getVector(0), root.getVector(1), root.getRowCount());
      }
    }
  }

  private static String text(Map<String, String> types, String column) {
    String type = types.get(column);
    if (!type.equals("VARCHAR") && !type.endsWith("INT") && !type.endsWith("INTEGER")) {
      throw notText(column, type);
    }
    return "CAST(" + Duck.name(column) + " AS VARCHAR)";
  }

  private static FormatException notText(String column, String type) {
    return new FormatException(column, 0, type, "must be a column of text or whole numbers");
  }

  private void arrow(boolean isFile) throws IOException {
    try (BufferAllocator allocator = new RootAllocator(memoryBytes);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        ArrowReader reader =
            isFile
                ? new ArrowFileReader(channel, allocator)
                : new ArrowStreamReader(channel, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      List<String> names =
          root.getSchema().getFields().stream().map(field -> field.getName()).toList();
      int userAt = column(names, user, "the user id column (locked.user)");
      int fundAt = column(names, fund, "the fund column (locked.fund)");
      while (reader.loadNextBatch()) {
        try (Plain ids = plain(root.getVector(userAt), reader);
            Plain funds = plain(root.getVector(fundAt), reader)) {
          batch(ids.vector(), funds.vector(), root.getRowCount());
        }
      }
    } catch (FormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Arrow reports damaged files by every kind of exception.
      throw new FormatException("", row, "", "must be a sound Arrow file: " + e.getMessage());
    }
  }

  /** A vector without its dictionary; one that was made for it is closed. */
  private record Plain(ValueVector vector, boolean made) implements AutoCloseable {
    @Override
    public void close() {
      if (made) {
        vector.close();
      }
    }
  }

  private static Plain plain(FieldVector vector, ArrowReader reader) throws IOException {
    var encoding = vector.getField().getDictionary();
    return encoding == null
        ? new Plain(vector, false)
        : new Plain(
            DictionaryEncoder.decode(vector, reader.getDictionaryVectors().get(encoding.getId())),
            true);
  }

  private void batch(ValueVector ids, ValueVector funds, int rows) {
    for (int i = 0; i < rows; i++) {
      row++;
      tell(bytes(ids, i), bytes(funds, i));
    }
  }

  private static byte[] bytes(ValueVector vector, int i) {
    if (vector.isNull(i)) {
      return null;
    }
    if (vector instanceof VarCharVector text) {
      return text.get(i);
    }
    if (vector instanceof LargeVarCharVector text) {
      return text.get(i);
    }
    if (vector instanceof BaseIntVector number) {
      return Long.toString(number.getValueAsLong(i)).getBytes(StandardCharsets.US_ASCII);
    }
    throw notText(vector.getName(), vector.getMinorType().name().toLowerCase(Locale.ROOT));
  }
}
