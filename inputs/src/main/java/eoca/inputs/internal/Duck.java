package eoca.inputs.internal;

import eoca.inputs.error.EocaException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * In-process DuckDB, fenced in: an in-memory database that may touch the given files and nothing
 * else, fetches no extension, keeps rows in order, and has a cap on memory.
 */
public final class Duck {
  private Duck() {}

  /**
   * Opens a connection to a database of its own.
   *
   * @param allowed the files it may read or write
   * @param threads threads it may use
   * @param memoryBytes cap on its memory
   */
  public static Connection open(List<Path> allowed, int threads, long memoryBytes)
      throws SQLException {
    Properties p = new Properties();
    p.setProperty("jdbc_stream_results", "true");
    Connection c = connect(p);
    try (Statement s = c.createStatement()) {
      s.execute("SET autoinstall_known_extensions=false");
      s.execute("SET autoload_known_extensions=false");
      s.execute("SET threads=" + threads);
      s.execute("SET memory_limit='" + Math.max(128, memoryBytes >> 20) + "MiB'");
      s.execute("SET temp_directory=''");
      s.execute("SET preserve_insertion_order=true");
      StringBuilder paths = new StringBuilder();
      for (Path path : allowed) {
        paths.append(paths.isEmpty() ? "" : ", ").append(literal(path.toString()));
      }
      s.execute("SET allowed_paths=[" + paths + "]");
      s.execute("SET enable_external_access=false");
      s.execute("SET lock_configuration=true");
      return c;
    } catch (SQLException e) {
      c.close();
      throw e;
    }
  }

  /** The first connection of a process unpacks DuckDB's library into the temporary folder. */
  private static Connection connect(Properties settings) throws SQLException {
    try {
      return DriverManager.getConnection("jdbc:duckdb:", settings);
    } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw EocaException.fileSystem(
          "can't unpack DuckDB's library into the temporary folder ("
              + System.getProperty("java.io.tmpdir")
              + "): "
              + cause.getMessage(),
          "Maybe that folder is full or may not hold programs; java.io.tmpdir names another.",
          cause);
    }
  }

  /** A text literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A column name. */
  public static String name(String column) {
    return "\"" + column.replace("\"", "\"\"") + "\"";
  }

  /** What DuckDB says, in one line, without its stack and its copy of the query. */
  public static String reason(Exception e) {
    String m = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    int end = m.indexOf('\n');
    return end < 0 ? m : m.substring(0, end);
  }
}
