package eoca.predict.offpolicy;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/** Rows of a query over one CSV file of a published data set, as text. */
public final class Table {
  private static final String HINT =
      "Maybe it is another version of the data set, or cut off in a copy.";

  /** Defects that are kept of a file. */
  private static final int KEPT = 1_000;

  private Table() {}

  /**
   * What the values of a column are.
   *
   * @param column its place among the columns that are read
   * @param expected as a message says it
   * @param holds of a value, which may be null
   */
  record Rule(int column, String expected, Predicate<String> holds) {
    /** A finite number that something holds for. */
    static Rule number(int column, String expected, DoublePredicate holds) {
      return new Rule(column, expected, text -> text != null && isNumber(text, holds));
    }

    /** 0 or 1. */
    static Rule flag(int column, String expected) {
      return number(column, expected, value -> value == 0 || value == 1);
    }

    private static boolean isNumber(String text, DoublePredicate holds) {
      try {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) && holds.test(value);
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  /**
   * The folder of a published data set.
   *
   * @param node of the configuration, which may name it as {@code source}
   * @param base what that is relative to
   * @param given on the command line, which wins; or null
   * @throws EocaException exit 2 if neither names it
   */
  public static Path folder(ConfigNode node, Path base, Path given) {
    Path named = node.has("source") ? base.resolve(node.text("source")) : null;
    if (given == null && named == null) {
      throw node.bad("source", "folder of the data set, or --source DIR,");
    }
    return given != null ? given : named;
  }

  /**
   * Reads columns as they are.
   *
   * @param columns SQL expressions over the file's columns
   * @throws EocaException exit 7 without the file, 3 without the columns
   */
  public static List<String[]> read(Path file, List<String> columns, String order) {
    return read(file, columns, order, List.of());
  }

  /**
   * Reads columns whose values keep rules.
   *
   * @throws EocaException exit 7 without the file, 3 without the columns or any row, and with every
   *     value that breaks a rule
   */
  static List<String[]> read(Path file, List<String> columns, String order, List<Rule> rules) {
    if (!Files.isReadable(file)) {
      throw EocaException.fileSystem(
          "readable file expected (" + file + ")",
          "Maybe the data set is elsewhere: the key source names its folder.",
          null);
    }
    List<String[]> rows = new ArrayList<>();
    List<Defect> defects = new ArrayList<>();
    long found = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet table =
            statement.executeQuery(
                "SELECT "
                    + String.join(", ", columns)
                    + ", file_row FROM (SELECT *, row_number() OVER () AS file_row FROM read_csv('"
                    + file.toString().replace("'", "''")
                    + "', header = true, all_varchar = true)) ORDER BY "
                    + order)) {
      while (table.next()) {
        String[] row = new String[columns.size()];
        for (int c = 0; c < row.length; c++) {
          row[c] = table.getString(1 + c);
        }
        rows.add(row);
        for (Rule rule : rules) {
          if (!rule.holds().test(row[rule.column()]) && ++found <= KEPT) {
            String value = row[rule.column()] == null ? "" : row[rule.column()];
            String column = columns.get(rule.column()).replace("\"", "");
            long at = table.getLong(1 + row.length);
            defects.add(new Defect(file.toString(), at, column, value, rule.expected()));
          }
        }
      }
    } catch (SQLException e) {
      throw rejected(file, "readable CSV with columns " + columns + " expected");
    }
    if (rows.isEmpty()) {
      throw rejected(file, "at least one row expected");
    }
    if (found > 0) {
      defects.sort(Comparator.comparingLong(Defect::row));
      throw EocaException.rejected(
          "table without defects expected, found (" + found + ") in " + file, HINT, defects, found);
    }
    return rows;
  }

  /** A file that is rejected as a whole. */
  static EocaException rejected(Path file, String rule) {
    return EocaException.rejected(
        rule + " (" + file + ")", HINT, List.of(new Defect(file.toString(), 0, "", "", rule)));
  }
}
