package eoca.inputs.internal;

import eoca.inputs.error.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/**
 * A Parquet file read through DuckDB, in row order, as batches of Arrow vectors. Whatever DuckDB
 * finds wrong with the file becomes a {@link FormatException}. Owns its connection and memory;
 * vectors are valid until the next batch.
 */
public final class ParquetStream implements AutoCloseable {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  private final String name;
  private final Path link;
  private final BufferAllocator allocator;
  private final Connection connection;
  private Statement statement;
  private ResultSet result;
  private ArrowReader reader;

  /** Opens a file with a cap on memory. */
  public ParquetStream(Path path, int threads, long memoryBytes) {
    this.link = link(path.toAbsolutePath());
    Path absolute = link == null ? path.toAbsolutePath() : link;
    this.name = Duck.literal(absolute.toString());
    this.allocator = new RootAllocator(memoryBytes);
    try {
      this.connection = Duck.open(List.of(absolute), threads, memoryBytes);
    } catch (SQLException e) {
      allocator.close();
      unlink();
      throw new IllegalStateException(e);
    }
  }

  /**
   * A path is a pattern to DuckDB: where it looks like one, a link with a plain name; else null.
   */
  private static Path link(Path path) {
    if (path.toString().chars().noneMatch(c -> "*?[{".indexOf(c) >= 0)) {
      return null;
    }
    try {
      Path folder = Files.createTempDirectory("eoca-parquet");
      return Files.createSymbolicLink(folder.resolve("part.parquet"), path);
    } catch (IOException e) {
      throw FileErrors.of("read", path, e);
    }
  }

  private void unlink() {
    try {
      if (link != null) {
        Files.deleteIfExists(link);
        Files.deleteIfExists(link.getParent());
      }
    } catch (IOException e) {
      throw FileErrors.of("write", link, e);
    }
  }

  /** Whether bytes begin like Parquet. */
  public static boolean isParquet(byte[] head) {
    return head.length >= 4 && java.util.Arrays.equals(head, 0, 4, MAGIC, 0, 4);
  }

  private static FormatException damaged(Exception e) {
    FormatException f = new FormatException(Duck.reason(e), "must be a sound Parquet file");
    f.initCause(e);
    return f;
  }

  /** Names and DuckDB types of the top-level columns, in order; a name that repeats is an error. */
  public Map<String, String> columns() {
    Map<String, String> types = new LinkedHashMap<>();
    try (Statement s = connection.createStatement()) {
      try (ResultSet r = s.executeQuery("DESCRIBE SELECT * FROM " + source())) {
        while (r.next()) {
          types.put(r.getString(1), r.getString(2));
        }
      }
      List<String> names = new ArrayList<>();
      try (ResultSet r =
          s.executeQuery("SELECT name, num_children FROM parquet_schema(" + name + ")")) {
        long nested = 0; // nodes still to come of the column at hand
        for (boolean root = true; r.next(); root = false) {
          if (root) {
            continue;
          }
          if (nested == 0) {
            names.add(r.getString(1));
          } else {
            nested--;
          }
          nested += r.getLong(2); // SQL null reads as 0
        }
      }
      if (new java.util.HashSet<>(names).size() < names.size()) {
        throw new FormatException(String.join(", ", names), "column names must not repeat");
      }
      return types;
    } catch (SQLException e) {
      throw damaged(e);
    }
  }

  private String source() {
    return "read_parquet(" + name + ", hive_partitioning=false, union_by_name=false)";
  }

  /** Begins to read. */
  public void select(List<String> expressions, int batchRows) {
    try {
      statement = connection.createStatement();
      result =
          statement.executeQuery("SELECT " + String.join(", ", expressions) + " FROM " + source());
      reader =
          (ArrowReader)
              result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, batchRows);
    } catch (SQLException e) {
      throw damaged(e);
    }
  }

  /** The next batch, or null. */
  public VectorSchemaRoot next() {
    try {
      return reader.loadNextBatch() ? reader.getVectorSchemaRoot() : null;
    } catch (IOException | OutOfMemoryException | IllegalStateException e) {
      throw damaged(e);
    }
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
      }
      if (result != null) {
        result.close();
      }
      if (statement != null) {
        statement.close();
      }
      connection.close();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    } finally {
      allocator.close();
      unlink();
    }
  }
}
