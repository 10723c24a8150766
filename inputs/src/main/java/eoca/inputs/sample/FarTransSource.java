package eoca.inputs.sample;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.internal.Duck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The FAR-Trans tables in a database of their own, and the SQL scripts that run over them. */
final class FarTransSource {
  /** The tables it reads, each {@code NAME.csv.gz} in the source folder. */
  static final List<String> TABLES =
      List.of(
          "customer_information",
          "asset_information",
          "transactions_2020H2",
          "transactions_2021H2",
          "holdings_asof");

  private static final String LOAD = "fartrans-source.sql";
  private static final long MEMORY_BYTES = 1L << 30;

  private FarTransSource() {}

  /** What is done with the loaded tables. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Loads the source tables, runs a script over them, then the work. One thread, so that equal
   * input gives equal bytes.
   *
   * @param source the folder with {@link #TABLES}
   * @param written files the work may write
   * @param script resource beside this class
   * @param values of the script's {@code ${names}}
   * @throws EocaException FILE_SYSTEM if a table is missing or unreadable, REJECTED if its content
   *     is not what it must be
   */
  static <T> T run(
      Path source, List<Path> written, String script, Map<String, String> values, Work<T> work) {
    List<Path> files = new ArrayList<>(written);
    String load = resource(LOAD);
    for (String table : TABLES) {
      Path file = source.resolve(table + ".csv.gz");
      try (InputStream in = Files.newInputStream(file)) {
        in.read();
      } catch (IOException e) {
        throw FileErrors.of("read", file, e);
      }
      files.add(file);
      load = load.replace("${" + table + "}", file.toString().replace("'", "''"));
    }
    String rest = resource(script);
    for (Map.Entry<String, String> value : values.entrySet()) {
      rest = rest.replace("${" + value.getKey() + "}", value.getValue());
    }
    try (Connection connection = Duck.open(files, 1, MEMORY_BYTES)) {
      runAll(connection, load);
      runAll(connection, rest);
      return work.with(connection);
    } catch (SQLException e) {
      throw EocaException.rejected(
          "the tables of the source folder are not FAR-Trans (" + source + "): " + Duck.reason(e),
          "Maybe take them from the data set's page again.",
          List.of());
    }
  }

  private static void runAll(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : script.split(";\n", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
  }

  private static String resource(String name) {
    try (InputStream in = FarTransSource.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " is part of the program", e);
    }
  }
}
