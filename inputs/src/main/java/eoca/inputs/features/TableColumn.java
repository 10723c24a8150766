package eoca.inputs.features;

import eoca.inputs.error.Defect;
import java.util.List;
import java.util.Locale;

/**
 * One column as the import sees it: the name in the file, the name in the database, and what it
 * must hold.
 *
 * @param source exact name in the file
 * @param name plain name in the database
 * @param kind what it holds
 */
record TableColumn(String source, String name, Kind kind) {

  enum Kind {
    /** Text or integer identifier, held as text. */
    ID,
    /** Text, integer, boolean, date, or a floating number (whole ones are written as integers). */
    CATEGORY,
    /** Finite or missing number. */
    NUMBER,
    /** Microseconds since 1970-01-01 UTC. */
    TIME
  }

  /** The column type in the database. */
  String databaseType() {
    return switch (kind) {
      case ID, CATEGORY -> "VARCHAR";
      case NUMBER -> "DOUBLE";
      case TIME -> "BIGINT";
    };
  }

  /** The name of the column that keeps the text of a value that could not be read. */
  String bad() {
    return "bad_" + name;
  }

  /** Expression that reads the column from a source of that type. */
  String expression(String sourceType) {
    String column = quoted(source);
    boolean text = sourceType.equals("VARCHAR");
    return switch (kind) {
      case ID -> "CAST(" + column + " AS VARCHAR)";
      case CATEGORY ->
          isFloating(sourceType)
              ? wholeAsInteger("CAST(" + column + " AS DOUBLE)")
              : "CAST(" + column + " AS VARCHAR)";
      case NUMBER ->
          text
              ? "TRY_CAST(NULLIF(trim(" + column + "), '') AS DOUBLE)"
              : "CAST(" + column + " AS DOUBLE)";
      case TIME ->
          text
              ? "epoch_us(TRY_CAST(NULLIF(trim(" + column + "), '') AS TIMESTAMP))"
              : sourceType.equals("TIMESTAMP WITH TIME ZONE")
                  ? "epoch_us(" + column + ")"
                  : "epoch_us(CAST(" + column + " AS TIMESTAMP))";
    };
  }

  private static String wholeAsInteger(String number) {
    return "CASE WHEN isnan("
        + number
        + ") THEN NULL WHEN "
        + number
        + " = trunc("
        + number
        + ") AND abs("
        + number
        + ") < 9e15 THEN CAST(CAST("
        + number
        + " AS BIGINT) AS VARCHAR) ELSE CAST("
        + number
        + " AS VARCHAR) END";
  }

  /** Expression that is the text of a value that can't be read, else null. */
  String badExpression(String sourceType) {
    if (!sourceType.equals("VARCHAR") || kind == Kind.ID || kind == Kind.CATEGORY) {
      return "CAST(NULL AS VARCHAR)";
    }
    String column = quoted(source);
    return "CASE WHEN trim("
        + column
        + ") <> '' AND ("
        + expression(sourceType)
        + ") IS NULL THEN "
        + column
        + " END";
  }

  /** A defect if a column of that type can't hold this kind, else null. */
  Defect typeDefect(String file, String sourceType) {
    boolean whole = isWhole(sourceType);
    boolean number = whole || isFloating(sourceType);
    boolean text = sourceType.equals("VARCHAR");
    boolean plain = text || number || sourceType.equals("BOOLEAN");
    boolean time = sourceType.equals("DATE") || sourceType.startsWith("TIMESTAMP");
    boolean fits =
        switch (kind) {
          case ID -> text || whole;
          case CATEGORY -> plain || time || sourceType.startsWith("ENUM");
          case NUMBER -> plain;
          case TIME -> text || time;
        };
    return fits
        ? null
        : new Defect(
            file,
            0,
            source,
            sourceType,
            "column of type " + rule(kind) + " expected, not this type");
  }

  static String rule(Kind kind) {
    return switch (kind) {
      case ID -> "text or integer";
      case CATEGORY -> "text, integer, boolean or date";
      case NUMBER -> "number";
      case TIME -> "date or timestamp";
    };
  }

  /** A name as an SQL identifier. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text as an SQL literal. */
  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  private static boolean isFloating(String type) {
    return type.equals("FLOAT") || type.equals("DOUBLE") || type.startsWith("DECIMAL");
  }

  private static boolean isWhole(String type) {
    return List.of(
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT",
            "HUGEINT",
            "UHUGEINT")
        .contains(type.toUpperCase(Locale.ROOT));
  }
}
