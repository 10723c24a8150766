package eoca.inputs.features;

import eoca.inputs.error.Defect;
import eoca.inputs.features.FeatureSpec.Days;
import eoca.inputs.features.FeatureSpec.Later;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * Refuses imported tables that break the data contract, one rule a query, and resolves ids: after
 * it {@code samples}, {@code behaviours} and {@code edges} carry {@code u} (row of the user),
 * samples also {@code j} (row of the fund) and {@code split} (code of {@link Split}, null outside).
 * Behaviours and edges are looked at here only where {@link EventImport} found a rule broken.
 */
final class TableChecks {
  private final FeatureDatabase database;
  private final FeatureSpec spec;
  private final TableFiles files;
  private final DefectList defects;
  private final Long moment;

  /**
   * @param moment the moment of scoring, or null when training
   */
  TableChecks(FeatureDatabase database, TableFiles files, DefectList defects, Long moment) {
    this.database = database;
    this.spec = database.spec();
    this.files = files;
    this.defects = defects;
    this.moment = moment;
  }

  void run() {
    entities("users", files.users(), database.userColumns(), "tolerance");
    entities("funds", files.funds(), database.fundColumns(), "risk");
    if (moment == null) {
      samples();
    }
    if (database.isWide("behaviours")) {
      behaviours();
    }
    if (database.isWide("edges")) {
      rules("edges", files.edges(), TableRule.edges(spec, database.edgeColumns()));
      resolve("edges");
    }
    // The leak rules compare with resolved samples, so they only speak on otherwise sound tables.
    defects.refuse();
    leaks();
    defects.refuse();
  }

  private void entities(String table, List<Path> parts, List<TableColumn> columns, String level) {
    if (database.count(table) == 0) {
      defects.add(new Defect(parts.get(0).toString(), 0, "", "", "at least one row expected"));
    }
    rules(table, parts, TableRule.readable(columns));
    rules(table, parts, TableRule.ids(columns));
    for (TableColumn column : columns) {
      String name = column.name();
      if (name.equals("level")) {
        check(
            table,
            parts,
            column,
            name
                + " IS NULL AND bad_level IS NULL OR "
                + name
                + " NOT BETWEEN 0 AND 63 OR "
                + name
                + " <> trunc("
                + name
                + ")",
            level + " a whole number from 0 to 63");
      } else if (column.kind() == TableColumn.Kind.NUMBER) {
        check(table, parts, column, "isinf(" + name + ")", "finite number, or null where missing");
      }
    }
    if (database.repeatsIds(table)) {
      check(
          "(SELECT *, row_number() OVER (PARTITION BY id ORDER BY n) AS k FROM "
              + table
              + " WHERE id IS NOT NULL)",
          parts,
          columns.get(0),
          "k > 1",
          "unique id");
    }
  }

  private void samples() {
    List<TableColumn> columns = database.sampleColumns();
    List<Path> parts = files.samples();
    rules("samples", parts, TableRule.readable(columns));
    rules("samples", parts, TableRule.ids(columns));
    rules("samples", parts, TableRule.times(columns));
    labels(parts, columns);
    resolve("samples");
    database.execute("ALTER TABLE samples ADD COLUMN j BIGINT");
    database.execute("UPDATE samples SET j = funds.n FROM funds WHERE samples.fund_id = funds.id");
    check(
        "samples", parts, columns.get(0), "id IS NOT NULL AND u IS NULL", "id of the users table");
    check(
        "samples",
        parts,
        columns.get(1),
        "fund_id IS NOT NULL AND j IS NULL",
        "id of the funds table");
    split(parts, columns.get(2));
  }

  private void labels(List<Path> parts, List<TableColumn> columns) {
    TableColumn amount = columns.get(columns.size() - 1);
    TableColumn conversion = columns.get(columns.size() - 2);
    binary(parts, conversion);
    if (spec.samples().click() != null) {
      binary(parts, columns.get(3));
      check("samples", parts, conversion, "conversion = 1 AND click = 0", "0 without a click");
    }
    check("samples", parts, amount, "amount < 0 OR isinf(amount) OR isnan(amount)", "amount ≥ 0");
    check(
        "samples",
        parts,
        amount,
        "conversion = 1 AND coalesce(amount, 0) = 0 AND bad_amount IS NULL",
        "amount above 0 of a conversion");
    check(
        "samples", parts, amount, "conversion = 0 AND amount > 0", "0 or null without conversion");
  }

  private void binary(List<Path> parts, TableColumn column) {
    String name = column.name();
    check(
        "samples",
        parts,
        column,
        name + " IS NULL AND " + column.bad() + " IS NULL OR " + name + " NOT IN (0, 1)",
        "label 0 or 1");
  }

  private void split(List<Path> parts, TableColumn date) {
    FeatureSpec.Splits splits = spec.splits();
    String validation =
        splits.validation() != null
            ? "WHEN " + within(splits.validation()) + " THEN 1 "
            : "WHEN "
                + within(splits.train())
                + " AND CAST(('0x' || md5('"
                + splits.seed()
                + ":' || id)[1:8]) AS BIGINT) < "
                + Math.round(splits.validationShare() * 4294967296.0)
                + " THEN 1 ";
    String test = splits.test() == null ? "" : "WHEN " + within(splits.test()) + " THEN 2 ";
    database.execute("ALTER TABLE samples ADD COLUMN split INTEGER");
    database.execute(
        "UPDATE samples SET split = CASE "
            + validation
            + test
            + "WHEN "
            + within(splits.train())
            + " THEN 0 END");
    for (Split split : Split.values()) {
      Days days =
          switch (split) {
            case TRAIN -> splits.train();
            case VALIDATION -> splits.validation() == null ? splits.train() : splits.validation();
            case TEST -> splits.test();
          };
      if (days != null && database.count("samples WHERE split = " + split.code()) == 0) {
        defects.add(
            new Defect(
                parts.get(0).toString(),
                0,
                date.source(),
                days.toString(),
                "at least one sample in the split " + split.word() + " expected"));
      }
    }
  }

  private static String within(Days days) {
    long first = days.first().atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    long end = days.last().plusDays(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    return "moment >= " + first + " AND moment < " + end;
  }

  private void behaviours() {
    rules(
        "behaviours", files.behaviours(), TableRule.behaviours(spec, database.behaviourColumns()));
    resolve("behaviours");
  }

  private void leaks() {
    String bound =
        moment == null
            ? "(SELECT u AS su, min(moment) AS shown FROM samples GROUP BY u)"
            : "(SELECT n AS su, CAST(" + moment + " AS BIGINT) AS shown FROM users)";
    String shown = "strftime(make_timestamp(shown), '%Y-%m-%d %H:%M:%S')";
    String when =
        moment == null ? "' (the user''s first sample: ' || " : "' (the moment of scoring: ' || ";
    if (spec.behaviours() != null && spec.behaviours().later() == Later.ERROR) {
      String later =
          moment == null
              ? "behaviours JOIN " + bound + " ON u = su WHERE moment >= shown"
              : "behaviours WHERE moment >= " + moment;
      if (!database.isWide("behaviours") && database.count(later) > 0) {
        // The narrow form does not know its rows' places.
        database.widenBehaviours(files.behaviours(), defects);
        resolve("behaviours");
      }
      if (database.isWide("behaviours")) {
        leak(
            files.behaviours(),
            database.behaviourColumns().get(1),
            "SELECT f, r, n, moment, shown FROM behaviours JOIN "
                + bound
                + " ON u = su"
                + " WHERE moment >= shown",
            "'behaviour before its sample expected" + when.substring(1) + shown + " || ')'");
      }
    }
    if (spec.users().asOf() != null) {
      leak(
          files.users(),
          database.userColumns().get(2),
          "SELECT f, r, n, as_of AS moment, shown FROM users JOIN "
              + bound
              + " ON n = su"
              + " WHERE as_of > shown",
          "'features not later than the sample expected" + when.substring(1) + shown + " || ')'");
    }
  }

  private void leak(List<Path> parts, TableColumn column, String from, String rule) {
    locate(
        "SELECT f, r, strftime(make_timestamp(moment), '%Y-%m-%d %H:%M:%S'), "
            + rule
            + " FROM ("
            + from
            + ") ORDER BY n",
        parts,
        column);
  }

  private void resolve(String table) {
    database.execute("ALTER TABLE " + table + " ADD COLUMN u BIGINT");
    database.execute(
        "UPDATE " + table + " SET u = users.n FROM users WHERE " + table + ".id = users.id");
  }

  private void rules(String table, List<Path> parts, List<TableRule> rules) {
    rules.forEach(rule -> check(table, parts, rule.column(), rule.condition(), rule.text()));
  }

  private void check(
      String table, List<Path> parts, TableColumn column, String condition, String rule) {
    String text = rule.endsWith("expected") ? rule : rule + " expected";
    String value =
        column.kind() == TableColumn.Kind.TIME
            ? "strftime(make_timestamp(" + column.name() + "), '%Y-%m-%d %H:%M:%S')"
            : "CAST(" + column.name() + " AS VARCHAR)";
    locate(
        "SELECT f, r, coalesce("
            + column.bad()
            + ", "
            + value
            + ", ''), "
            + TableColumn.literal(text)
            + " FROM "
            + table
            + " WHERE "
            + condition
            + " ORDER BY n",
        parts,
        column);
  }

  private void locate(String sql, List<Path> parts, TableColumn column) {
    database.query(
        sql + " LIMIT " + DefectList.PER_RULE,
        batch -> {
          IntVector file = (IntVector) batch.getVector(0);
          BigIntVector row = (BigIntVector) batch.getVector(1);
          VarCharVector value = (VarCharVector) batch.getVector(2);
          VarCharVector rule = (VarCharVector) batch.getVector(3);
          for (int i = 0; i < batch.getRowCount(); i++) {
            defects.add(
                new Defect(
                    parts.get(file.get(i)).toString(),
                    row.get(i),
                    column.source(),
                    new String(value.get(i), StandardCharsets.UTF_8),
                    new String(rule.get(i), StandardCharsets.UTF_8)));
          }
        });
  }
}
