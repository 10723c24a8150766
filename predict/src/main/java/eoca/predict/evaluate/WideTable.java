package eoca.predict.evaluate;

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

/**
 * A Parquet table of the form of an ETV table (user_id, tolerance, a column a fund) in memory: a
 * truth, or what was bought.
 *
 * @param ids the users
 * @param tolerance of each user
 * @param values {@code [fund][user]}
 */
public record WideTable(List<String> ids, int[] tolerance, double[][] values) {
  /**
   * Reads the table.
   *
   * @throws EocaException exit 7 if it can't be read; 3 without a column, or with missing or
   *     infinite values
   */
  public static WideTable read(Path file, List<String> funds) {
    if (!Files.isReadable(file)) {
      throw EocaException.fileSystem(
          "readable table expected (" + file + ")", "Maybe the path is misspelt.", null);
    }
    StringBuilder columns = new StringBuilder("user_id::VARCHAR, tolerance");
    for (String fund : funds) {
      columns.append(", \"").append(fund.replace("\"", "\"\"")).append("\"::DOUBLE");
    }
    List<String> ids = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet table =
            statement.executeQuery(
                "SELECT " + columns + " FROM '" + file.toString().replace("'", "''") + "'")) {
      while (table.next()) {
        ids.add(table.getString(1));
        double[] row = new double[1 + funds.size()];
        for (int c = 0; c < row.length; c++) {
          row[c] = table.getDouble(2 + c);
          if (table.wasNull() || !Double.isFinite(row[c])) {
            throw rejected(file, ids.size(), "finite number expected");
          }
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      throw rejected(file, 0, "columns user_id, tolerance and " + funds + " expected");
    }
    int[] tolerance = new int[rows.size()];
    double[][] values = new double[funds.size()][rows.size()];
    for (int i = 0; i < tolerance.length; i++) {
      tolerance[i] = (int) rows.get(i)[0];
      for (int j = 0; j < values.length; j++) {
        values[j][i] = rows.get(i)[1 + j];
      }
    }
    return new WideTable(List.copyOf(ids), tolerance, values);
  }

  private static EocaException rejected(Path file, long row, String rule) {
    return EocaException.rejected(
        rule + " (" + file + ")",
        "Maybe the table is of another campaign.",
        List.of(new Defect(file.toString(), row, "", "", rule)));
  }
}
