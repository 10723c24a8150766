package eoca.inputs.features;

import eoca.inputs.features.TableColumn.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * One rule of the data contract about a column of an imported table.
 *
 * @param column the column that is at fault
 * @param condition SQL over the table's columns that holds for a row that breaks the rule
 * @param text what was expected
 */
record TableRule(TableColumn column, String condition, String text) {

  /** Rules of the behaviours. */
  static List<TableRule> behaviours(FeatureSpec spec, List<TableColumn> columns) {
    List<TableRule> rules = new ArrayList<>(readable(columns));
    rules.addAll(ids(columns));
    rules.addAll(times(columns));
    String words = "'" + String.join("', '", Action.words()) + "'";
    rules.add(
        new TableRule(
            columns.get(2),
            "action IS NULL OR action NOT IN (" + words + ")",
            "one of " + Action.words() + " expected"));
    if (spec.behaviours().amount() != null) {
      rules.add(
          new TableRule(
              columns.get(4),
              "amount < 0 OR isinf(amount)",
              "amount ≥ 0, or null where there is none expected"));
    }
    return rules;
  }

  /** Rules of the edges. */
  static List<TableRule> edges(FeatureSpec spec, List<TableColumn> columns) {
    List<TableRule> rules = new ArrayList<>(readable(columns));
    rules.addAll(ids(columns));
    if (spec.edges().weight() != null) {
      rules.add(
          new TableRule(
              columns.get(2),
              "weight IS NULL AND bad_weight IS NULL OR weight <= 0 OR isinf(weight)"
                  + " OR isnan(weight)",
              "finite weight above 0 expected"));
    }
    return rules;
  }

  /** Numbers and times can be read. */
  static List<TableRule> readable(List<TableColumn> columns) {
    return columns.stream()
        .filter(column -> column.kind() == Kind.NUMBER || column.kind() == Kind.TIME)
        .map(
            column ->
                new TableRule(
                    column,
                    column.bad() + " IS NOT NULL",
                    TableColumn.rule(column.kind()) + " expected"))
        .toList();
  }

  /** No id is missing. */
  static List<TableRule> ids(List<TableColumn> columns) {
    return columns.stream()
        .filter(column -> column.kind() == Kind.ID)
        .map(
            column ->
                new TableRule(
                    column,
                    column.name() + " IS NULL OR " + column.name() + " = ''",
                    "id expected"))
        .toList();
  }

  /** No time is missing. */
  static List<TableRule> times(List<TableColumn> columns) {
    return columns.stream()
        .filter(column -> column.kind() == Kind.TIME)
        .map(
            column ->
                new TableRule(
                    column,
                    column.name() + " IS NULL AND " + column.bad() + " IS NULL",
                    "date or timestamp expected"))
        .toList();
  }
}
