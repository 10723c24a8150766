package eoca.inputs.sample;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.Quota;
import eoca.inputs.campaign.Remainder;
import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The campaign of the night of 2022-06-30 from the FAR-Trans tables: 27,020 bank customers with
 * their own risk levels, five product groups, and an ETV of purchase rate × mean capped amount of
 * the customer's segment.
 *
 * <p>All of the method is the SQL beside this class ({@code fartrans.sql}), run by DuckDB on one
 * thread, so that the result is the same every time. About 100 MB of memory.
 */
final class FarTransSample {
  /** Product groups in fund order: id, name, risk, quota. */
  static final List<Fund> FUNDS =
      List.of(
          fund("cash-bond-funds", "Money market and bond funds", 1, new Quota.Rest()),
          fund("bonds", "Bonds", 2, share(25)),
          fund("mixed-equity-funds", "Balanced, structured, equity and other funds", 3, share(12)),
          fund("large-cap-stocks", "Large cap stocks", 3, share(10)),
          fund("other-stocks", "Other stocks", 4, share(8)));

  /** The name of the user column. */
  static final String USER = Campaign.EtvLocation.DEFAULT_USER;

  private FarTransSample() {}

  /**
   * What the tables gave.
   *
   * @param ids customers, ascending
   * @param tolerance one a customer
   * @param etv {@code float32[fund][customer]}, EUR in the half-year after the night
   * @param history one a fund
   */
  record Table(List<String> ids, byte[] tolerance, float[][] etv, List<History> history) {}

  /**
   * What a product group sold in the two half-years that the estimate learns from.
   *
   * @param buyers2020 customers who bought in the second half of 2020
   * @param buyers2021 the same in 2021
   * @param percent buyers in percent of the customers of both cutoffs
   * @param meanAmount mean purchase of a buyer in EUR, capped at 50,000
   */
  record History(long buyers2020, long buyers2021, double percent, double meanAmount) {}

  private static Fund fund(String id, String name, int risk, Quota quota) {
    return new Fund(id, name, risk, quota, OptionalInt.empty(), id);
  }

  private static Quota share(int percent) {
    return new Quota.Share(BigDecimal.valueOf(percent));
  }

  /** The campaign file's content; no strategy is named, so the product's default holds. */
  static Campaign campaign(Path file) {
    return new Campaign(
        file,
        "fartrans-2022-06-30",
        "2022-07-01..2022-12-31",
        FUNDS,
        new Campaign.EtvLocation("etv.arrow", USER, Campaign.EtvLocation.DEFAULT_TOLERANCE),
        Strategy.DEFAULT,
        Remainder.ERROR,
        OutputFormat.ARROW,
        Campaign.Limits.NONE);
  }

  /**
   * Computes the table.
   *
   * @param source the folder with {@link FarTransSource#TABLES}
   * @throws EocaException FILE_SYSTEM if a table is missing or unreadable, REJECTED if its content
   *     is not what it must be
   */
  static Table compute(Path source) {
    return FarTransSource.run(source, List.of(), "fartrans.sql", Map.of(), FarTransSample::table);
  }

  private static Table table(Connection connection) throws SQLException {
    List<String> ids = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("FROM etv ORDER BY id")) {
      while (result.next()) {
        ids.add(result.getString(1));
        double[] row = new double[1 + FUNDS.size()];
        for (int c = 0; c < row.length; c++) {
          row[c] = result.getDouble(2 + c);
        }
        rows.add(row);
      }
    }
    byte[] tolerance = new byte[rows.size()];
    float[][] etv = new float[FUNDS.size()][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      tolerance[i] = (byte) rows.get(i)[0];
      for (int j = 0; j < etv.length; j++) {
        etv[j][i] = (float) rows.get(i)[1 + j];
      }
    }
    List<History> history = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("FROM summary ORDER BY fund")) {
      while (result.next()) {
        history.add(
            new History(
                result.getLong(2), result.getLong(3), result.getDouble(4), result.getDouble(5)));
      }
    }
    return new Table(ids, tolerance, etv, history);
  }
}
