package eoca.predict.offpolicy;

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
import java.util.List;

/** Rows of a query over one CSV file of a published data set, as text. */
public final class Table {
  private Table() {}

  /**
   * Reads columns.
   *
   * @param columns SQL expressions over the file's columns
   * @throws EocaException exit 7 without the file, 3 without the columns
   */
  public static List<String[]> read(Path file, List<String> columns, String order) {
    if (!Files.isReadable(file)) {
      throw EocaException.fileSystem(
          "readable file expected (" + file + ")",
          "Maybe the data set is elsewhere: the key source names its folder.",
          null);
    }
    List<String[]> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet table =
            statement.executeQuery(
                "SELECT "
                    + String.join(", ", columns)
                    + " FROM read_csv('"
                    + file.toString().replace("'", "''")
                    + "', header = true, all_varchar = true) ORDER BY "
                    + order)) {
      while (table.next()) {
        String[] row = new String[columns.size()];
        for (int c = 0; c < row.length; c++) {
          row[c] = table.getString(1 + c);
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      String rule = "columns " + columns + " expected";
      throw EocaException.rejected(
          rule + " (" + file + ")",
          "Maybe it is another version of the data set.",
          List.of(new Defect(file.toString(), 0, "", "", rule)));
    }
    return rows;
  }
}
