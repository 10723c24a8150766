package eoca.inputs.sample;

import eoca.inputs.campaign.Fund;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prediction's tables from the FAR-Trans tables: users, samples, behaviours and edges at cutoffs
 * that teach, the same at the night that is scored, and what the night's customers bought
 * afterwards where the source knows it.
 *
 * <p>A customer at a cutoff is a user of its own ({@code id@cutoff}); the night's users have their
 * plain ids. Rows dated after the night are dropped before anything is computed, and the finished
 * tables are checked for leaks again. All of the method is {@code fartrans-tables.sql}.
 */
final class FarTransTables {
  /** Cutoffs that can teach: a table of holdings before and after them. */
  static final List<String> LEARN = List.of("2020-07-01", "2021-01-01", "2021-07-01", "2022-01-01");

  /** The night of the sample campaign. */
  static final String NIGHT = "2022-06-30";

  private static final List<String> GROUPS = List.of("cash", "bonds", "mixed", "large", "other");
  private static final List<String> OWNED = List.of("held", "worth");
  private static final List<String> MOVED = List.of("up1", "down1", "up2", "up3", "paid1");
  private static final String COPY_OPTIONS = " (FORMAT parquet, COMPRESSION zstd)";

  private FarTransTables() {}

  /**
   * A table's rows, for the command's summary.
   *
   * @param table the file below the folder
   * @param rows its rows
   */
  record Written(String table, long rows) {}

  /**
   * Writes {@code funds.csv}, {@code learn/}, {@code night/} and, where it is known, {@code
   * outcomes/}.
   *
   * @param source the folder with the FAR-Trans tables
   * @param out an existing folder
   * @param night one of {@link #LEARN} or {@link #NIGHT}
   * @param learn some of {@link #LEARN}, all before the night
   * @throws EocaException USAGE for cutoffs that are none, FILE_SYSTEM and REJECTED as {@link
   *     FarTransSource#run}
   */
  static List<Written> write(Path source, Path out, String night, List<String> learn) {
    check(night, learn);
    List<Query> queries = queries(!night.equals(NIGHT));
    List<Path> files = new ArrayList<>();
    for (Query query : queries) {
      Path file = out.resolve(query.file());
      try {
        Files.createDirectories(file.getParent());
      } catch (IOException e) {
        throw FileErrors.of("create", file.getParent(), e);
      }
      files.add(file.toAbsolutePath());
    }
    writeFunds(out.resolve("funds.csv"));
    Map<String, String> values =
        Map.of(
            "night", night, "learn", "'" + String.join("', '", learn) + "'", "features", columns());
    return FarTransSource.run(
        source,
        files,
        "fartrans-tables.sql",
        values,
        connection -> {
          refuseLeaks(connection);
          List<Written> written = new ArrayList<>();
          for (int i = 0; i < queries.size(); i++) {
            written.add(copy(connection, queries.get(i), files.get(i)));
          }
          return written;
        });
  }

  private static void check(String night, List<String> learn) {
    if (!night.equals(NIGHT) && !LEARN.contains(night)) {
      throw EocaException.usage(
          "cutoff expected (--night " + night + ")", "Maybe " + NIGHT + ", or one of " + LEARN);
    }
    for (String cutoff : learn) {
      if (!LEARN.contains(cutoff) || cutoff.compareTo(night) >= 0) {
        throw EocaException.usage(
            "cutoff before the night expected (--learn " + cutoff + ")", "Maybe of " + LEARN);
      }
    }
  }

  private static void writeFunds(Path file) {
    StringBuilder text = new StringBuilder("fund_id,risk\n");
    for (Fund fund : FarTransSample.FUNDS) {
      text.append(fund.id()).append(',').append(fund.risk()).append('\n');
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw FileErrors.of("write", file, e);
    }
  }

  private record Query(String file, String sql) {}

  private static List<Query> queries(boolean outcomes) {
    List<Query> queries = new ArrayList<>();
    for (boolean night : new boolean[] {false, true}) {
      String folder = night ? "night/" : "learn/";
      String where = night ? " WHERE night" : " WHERE NOT night";
      queries.add(
          new Query(
              folder + "users.parquet",
              "SELECT * EXCLUDE night FROM users" + where + " ORDER BY user_id"));
      queries.add(
          new Query(
              folder + "behaviours.parquet",
              "SELECT user_id, time, action, item, amount FROM behaviours"
                  + where
                  + " ORDER BY user_id, time, line, item, action"));
      queries.add(
          new Query(
              folder + "edges.parquet",
              "SELECT user_id, asset, worth FROM edges" + where + " ORDER BY user_id, asset"));
    }
    StringBuilder names = new StringBuilder("CASE fund");
    StringBuilder hit = new StringBuilder();
    StringBuilder amount = new StringBuilder();
    for (int j = 0; j < FarTransSample.FUNDS.size(); j++) {
      Fund fund = FarTransSample.FUNDS.get(j);
      names.append(" WHEN ").append(j).append(" THEN '").append(fund.id()).append('\'');
      String mine = "(outcome.fund = " + j + ")";
      hit.append(", count(*) FILTER ").append(mine).append("::FLOAT AS \"").append(fund.id());
      hit.append('"');
      amount.append(", coalesce(sum(amount) FILTER ").append(mine).append(", 0)::FLOAT AS \"");
      amount.append(fund.id()).append('"');
    }
    queries.add(
        new Query(
            "learn/samples.parquet",
            "SELECT user_id, "
                + names
                + " END AS fund_id, date, click, conversion, amount FROM samples"
                + " ORDER BY date, user_id, fund"));
    if (outcomes) {
      String from =
          " FROM users LEFT JOIN outcome ON outcome.id = users.user_id WHERE night"
              + " GROUP BY user_id, tolerance ORDER BY user_id";
      queries.add(new Query("outcomes/p.parquet", "SELECT user_id, tolerance" + hit + from));
      queries.add(new Query("outcomes/etv.parquet", "SELECT user_id, tolerance" + amount + from));
    }
    return queries;
  }

  /** One column a (measure, product group). */
  private static String columns() {
    StringBuilder columns = new StringBuilder();
    for (int j = 0; j < GROUPS.size(); j++) {
      for (String measure : OWNED) {
        column(columns, "owned." + measure, j, measure);
      }
      for (String measure : MOVED) {
        column(columns, "moved." + measure, j, measure);
      }
    }
    return columns.toString();
  }

  private static void column(StringBuilder to, String of, int fund, String measure) {
    to.append(to.isEmpty() ? "" : ", ")
        .append("coalesce(max(")
        .append(of)
        .append(") FILTER (fund.fund = ")
        .append(fund)
        .append("), 0) AS ")
        .append(measure)
        .append('_')
        .append(GROUPS.get(fund));
  }

  private static void refuseLeaks(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT what, n FROM leak WHERE n > 0")) {
      if (rows.next()) {
        throw new IllegalStateException(rows.getString(1) + " (" + rows.getLong(2) + ")");
      }
    }
  }

  private static Written copy(Connection connection, Query query, Path file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY ("
              + query.sql()
              + ") TO '"
              + file.toString().replace("'", "''")
              + "'"
              + COPY_OPTIONS);
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM (" + query.sql() + ")")) {
        rows.next();
        return new Written(query.file(), rows.getLong(1));
      }
    }
  }
}
