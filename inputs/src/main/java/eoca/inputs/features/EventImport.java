package eoca.inputs.features;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Imports a table of events (behaviours, edges) that may have ten rows a user or more, as narrow as
 * the model's loaders need it: rows of known users only, the user by row, no text beside what could
 * not be read.
 *
 * <p>Two passes over the files. The first counts, for every rule of the data contract, the rows
 * that break it, and stores nothing; if there is one, or a file that can't be read, nothing is
 * imported, and the wide import of {@link TableImport}, which keeps what is needed to locate
 * defects, takes over. The second joins with the users, sorts, and writes compressed columns.
 * Memory is the database's limit; the rest spills.
 */
final class EventImport {
  private final FeatureDatabase database;
  private final TableImport files;

  EventImport(FeatureDatabase database, TableImport files) {
    this.database = database;
    this.files = files;
  }

  /**
   * What is kept of a table.
   *
   * @param table its name
   * @param columns its columns as they are read
   * @param rules what holds of them
   * @param projection its columns, over the columns as they were read
   * @param order what it is sorted by, over u (row of the user), n (row of the table) and these
   */
  record Form(
      String table,
      List<TableColumn> columns,
      List<TableRule> rules,
      String projection,
      String order) {
    static Form behaviours(FeatureDatabase database, boolean scoring) {
      FeatureSpec spec = database.spec();
      List<TableColumn> columns = database.behaviourColumns();
      return new Form(
          "behaviours",
          columns,
          TableRule.behaviours(spec, columns),
          "moment, CAST(list_position(['"
              + String.join("', '", Action.words())
              + "'], action) AS TINYINT) AS action, item"
              + (spec.behaviours().amount() == null ? "" : ", amount"),
          // Scoring reads users by users; a fit's sums fold in the order of the file.
          scoring ? "u, moment, n" : "n");
    }

    static Form edges(FeatureDatabase database, boolean scoring) {
      FeatureSpec spec = database.spec();
      List<TableColumn> columns = database.edgeColumns();
      return new Form(
          "edges",
          columns,
          TableRule.edges(spec, columns),
          spec.edges().weight() == null ? "merchant" : "merchant, weight",
          scoring ? "u, n" : "n");
    }
  }

  /** Rows of the files, or −1 if they break a rule and nothing was imported. */
  long load(Form form, List<Path> parts) {
    try {
      return loadSound(form, parts);
    } catch (SQLException e) {
      return -1; // a file that can't be read: the wide import says which, and where
    } finally {
      for (int f = 0; f < parts.size(); f++) {
        database.execute("DROP TABLE IF EXISTS " + staged(form, f));
      }
    }
  }

  private static String staged(Form form, int f) {
    return "staged_" + form.table() + "_" + f;
  }

  private long loadSound(Form form, List<Path> parts) throws SQLException {
    List<String> sources = new ArrayList<>();
    long rows = 0;
    for (int f = 0; f < parts.size(); f++) {
      String plain = files.plain(parts.get(f), form.columns(), staged(form, f));
      long count = plain == null ? -1 : count(plain, form.rules());
      if (count < 0) {
        return -1;
      }
      sources.add("SELECT *, " + rows + " + k AS n FROM (" + plain + ")");
      rows += count;
    }
    try (Statement statement = database.statement()) {
      statement.execute(
          "CREATE TABLE "
              + form.table()
              + " AS SELECT u, "
              + form.projection()
              + ", n FROM ("
              + String.join(" UNION ALL ", sources)
              + ") JOIN (SELECT id, n AS u FROM users) USING (id) ORDER BY "
              + form.order());
    }
    return rows;
  }

  /** Rows of a source, or −1 if one of them breaks a rule. */
  private long count(String source, List<TableRule> rules) throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT count(*)");
    rules.forEach(rule -> sql.append(", count_if(").append(rule.condition()).append(")"));
    sql.append(" FROM (").append(source).append(")");
    try (Statement statement = database.statement();
        ResultSet counts = statement.executeQuery(sql.toString())) {
      counts.next();
      for (int i = 0; i < rules.size(); i++) {
        if (counts.getLong(2 + i) > 0) {
          return -1;
        }
      }
      return counts.getLong(1);
    }
  }

  /** Brings a table that was imported wide, checked and resolved into the same form. */
  static void narrow(FeatureDatabase database, Form form) {
    database.execute(
        "CREATE TABLE narrow AS SELECT u, "
            + form.projection()
            + ", n FROM "
            + form.table()
            + " WHERE u IS NOT NULL ORDER BY "
            + form.order());
    database.execute("DROP TABLE " + form.table());
    database.execute("ALTER TABLE narrow RENAME TO " + form.table());
  }
}
