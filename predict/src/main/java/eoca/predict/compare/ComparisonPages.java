package eoca.predict.compare;

import com.fasterxml.jackson.databind.JsonNode;
import eoca.inputs.error.EocaException;
import eoca.predict.compare.Records.Spread;
import eoca.predict.evaluate.Charts;
import eoca.predict.evaluate.Charts.Bar;
import eoca.predict.evaluate.Reliability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A comparison's records as Markdown and as a page: Tables 1 and 2 and Figure 5 of the paper. */
public final class ComparisonPages {
  /** A column: its heading, the measure's key, decimals, whether higher is better. */
  private record Column(String title, String key, int decimals, boolean higher) {}

  private static final List<Column> QUALITY =
      List.of(
          new Column("AUC", "auc", 4, true),
          new Column("logloss", "log_loss", 4, false),
          new Column("MSE", "mse_log", 4, false),
          new Column("MAE", "mae_log", 4, false),
          new Column("Gini", "gini", 3, true),
          new Column("Spearman", "spearman", 3, true),
          new Column("calibration", "calibration", 2, true));
  private static final List<Column> VALUE =
      List.of(
          new Column("THC", "thc", 0, true),
          new Column("THA", "tha", 0, true),
          new Column("ETV / amount", "etv_calibration", 2, true),
          new Column("ETV error", "etv_error", 3, false),
          new Column("log ETV error", "etv_log_error", 3, false),
          new Column("reach", "reach", 4, true));

  /** What the paper's model is held against the others by, seed by seed. */
  private static final List<Column> PAIRED =
      List.of(
          new Column("AUC", "auc", 1, true),
          new Column("logloss", "log_loss", 1, false),
          new Column("Gini", "gini", 1, true),
          new Column("THC", "thc", 1, true),
          new Column("THA", "tha", 1, true),
          new Column("ETV error", "etv_error", 1, false),
          new Column("log ETV error", "etv_log_error", 1, false),
          new Column("reach", "reach", 1, true));

  private static final String PAPERS = "esdpm";
  private static final List<String> RIVALS =
      List.of("esdpm-ncg", "mtl-ziln", "mtl-mse", "esdpm-censored");

  private final Records records;

  private ComparisonPages(Records records) {
    this.records = records;
  }

  /**
   * Writes comparison.md and comparison.html beside the folder of records.
   *
   * @return the Markdown
   */
  public static String write(Path records) {
    ComparisonPages pages = new ComparisonPages(Records.read(records));
    Path folder = records.toAbsolutePath().getParent();
    String markdown = pages.markdown();
    try {
      Files.writeString(folder.resolve("comparison.md"), markdown);
      Files.writeString(folder.resolve("comparison.html"), pages.html());
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + folder + "): " + e.getMessage(),
          "Maybe the disk is full, or the folder forbids writing.",
          e);
    }
    return markdown;
  }

  /** The Markdown of a folder of records. */
  public static String markdown(Path records) {
    return new ComparisonPages(Records.read(records)).markdown();
  }

  private String heading() {
    JsonNode any = records.any();
    return String.format(
        Locale.ROOT,
        "%s split: %,d samples, %,d conversions, amount %,.0f. Mean of %d seeds (lowest … highest);"
            + " batch %d, learning rate %s, at most %d epochs, patience %d.",
        any.path("split").asText(),
        any.path("samples").asInt(),
        any.path("conversions").asInt(),
        any.path("amount").asDouble(),
        records.seeds(),
        any.path("batch_size").asInt(),
        any.path("learning_rate").asText(),
        any.path("epochs").asInt(),
        any.path("patience").asInt());
  }

  private String markdown() {
    StringBuilder text = new StringBuilder(heading()).append("\n\n");
    for (List<Column> columns : List.of(QUALITY, VALUE)) {
      List<Column> shown = shown(columns);
      text.append("| model |");
      shown.forEach(column -> text.append(' ').append(column.title()).append(" |"));
      text.append("\n|---|").append("---:|".repeat(shown.size())).append('\n');
      for (String model : records.byModel().keySet()) {
        text.append("| ").append(model).append(" |");
        for (Column column : shown) {
          text.append(' ').append(cell(model, column, "**", "**", " (", ")")).append(" |");
        }
        text.append('\n');
      }
      text.append('\n');
    }
    negatives(text);
    paired(text);
    return text.toString().stripTrailing() + "\n";
  }

  /** What negatives tell the models with log-normal amounts. */
  private void negatives(StringBuilder text) {
    List<String> models =
        records.byModel().keySet().stream()
            .filter(model -> records.spread(model, "near_zero") != null)
            .toList();
    if (models.isEmpty()) {
      return;
    }
    text.append("| model | μ/σ below 3.5 | ESJ − ZILN of negatives |\n|---|---:|---:|\n");
    for (String model : models) {
      text.append("| ").append(model).append(" |");
      Spread near = records.spread(model, "near_zero");
      Spread gap = records.spread(model, "esj_ziln_gap");
      text.append(
          String.format(
              Locale.ROOT,
              " %.3f %% (%.3f … %.3f) | %.1e (%.1e … %.1e) |",
              100 * near.mean(),
              100 * near.low(),
              100 * near.high(),
              gap.mean(),
              gap.low(),
              gap.high()));
      text.append('\n');
    }
    text.append('\n');
  }

  /** The paper's model against its relatives: differences in %, one a seed. */
  private void paired(StringBuilder text) {
    List<String> rivals = RIVALS.stream().filter(records.byModel()::containsKey).toList();
    if (rivals.isEmpty() || !records.byModel().containsKey(PAPERS)) {
      return;
    }
    List<Column> shown =
        PAIRED.stream().filter(c -> rivals.stream().anyMatch(r -> !lifts(r, c).isEmpty())).toList();
    text.append("ESDPM against, seed by seed, %; bold: better in every seed.\n\n| against |");
    shown.forEach(
        column ->
            text.append(' ').append(column.title()).append(column.higher() ? " ↑ |" : " ↓ |"));
    text.append("\n|---|").append("---:|".repeat(shown.size())).append('\n');
    for (String rival : rivals) {
      text.append("| ").append(rival).append(" |");
      for (Column column : shown) {
        List<Double> lifts = lifts(rival, column);
        boolean better = lifts.stream().allMatch(l -> column.higher() ? l > 0 : l < 0);
        String cell =
            lifts.stream()
                .map(l -> String.format(Locale.ROOT, "%+.1f", 100 * l))
                .collect(Collectors.joining(", "));
        text.append(cell.isEmpty() ? " – |" : better ? " **" + cell + "** |" : " " + cell + " |");
      }
      text.append('\n');
    }
    text.append('\n');
  }

  private List<Double> lifts(String rival, Column column) {
    return records.lifts(PAPERS, rival, column.key());
  }

  /** Columns that any model has. */
  private List<Column> shown(List<Column> columns) {
    return columns.stream()
        .filter(
            column ->
                records.byModel().keySet().stream()
                    .anyMatch(model -> records.spread(model, column.key()) != null))
        .collect(Collectors.toList());
  }

  private String cell(
      String model, Column column, String on, String off, String open, String close) {
    Spread spread = records.spread(model, column.key());
    if (spread == null) {
      return "–";
    }
    String form = "%,." + column.decimals() + "f";
    String mean = String.format(Locale.ROOT, form, spread.mean());
    String range =
        open
            + String.format(Locale.ROOT, form, spread.low())
            + " … "
            + String.format(Locale.ROOT, form, spread.high())
            + close;
    return (best(model, column) ? on + mean + off : mean) + range;
  }

  private boolean best(String model, Column column) {
    double mine = distance(records.spread(model, column.key()), column);
    for (String other : records.byModel().keySet()) {
      Spread spread = records.spread(other, column.key());
      if (spread != null && distance(spread, column) < mine) {
        return false;
      }
    }
    return true;
  }

  private static double distance(Spread spread, Column column) {
    if (column.key().endsWith("calibration")) {
      return Math.abs(Math.log(Math.max(spread.mean(), 1e-12)));
    }
    return column.higher() ? -spread.mean() : spread.mean();
  }

  private String html() {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Comparison")
        .append("</title><style>body{font:15px system-ui,sans-serif;margin:2em}table{border-")
        .append("collapse:collapse;margin:1em 0}td,th{padding:.25em .8em;text-align:right;")
        .append("border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}")
        .append("small{color:#666;display:block}svg{margin:1em 2em 1em 0}</style>")
        .append("<h1>Models side by side</h1><p>")
        .append(heading())
        .append(" Bold: best mean.</p>");
    for (List<Column> columns : List.of(QUALITY, VALUE)) {
      List<Column> shown = shown(columns);
      page.append("<table><tr><th>model");
      shown.forEach(column -> page.append("<th>").append(column.title()));
      for (String model : records.byModel().keySet()) {
        page.append("</tr><tr><td>").append(Charts.escape(model));
        for (Column column : shown) {
          page.append("<td>").append(cell(model, column, "<b>", "</b>", "<small>", "</small>"));
        }
      }
      page.append("</tr></table>");
    }
    page.append("<h2>Total hit conversions and total hit amount (paper, Figure 5)</h2>");
    page.append(bars("Total hit conversions", "thc")).append(bars("Total hit amount", "tha"));
    page.append("<h2>Calibration, first seed</h2><p>Mean predicted probability across, share of")
        .append(" conversions up, ten bins of equal size, logarithmic.</p>");
    for (String model : records.byModel().keySet()) {
      JsonNode bins = records.byModel().get(model).get(0).path("reliability");
      List<Reliability.Bin> curve = new ArrayList<>();
      bins.forEach(
          bin ->
              curve.add(
                  new Reliability.Bin(
                      bin.path(0).asInt(), bin.path(1).asDouble(), bin.path(2).asDouble())));
      page.append(Charts.calibration(model, curve));
    }
    return page.append("</html>\n").toString();
  }

  private String bars(String title, String key) {
    List<Bar> bars = new ArrayList<>();
    for (String model : records.byModel().keySet()) {
      Spread spread = records.spread(model, key);
      if (spread != null) {
        bars.add(new Bar(model, spread.mean(), spread.low(), spread.high()));
      }
    }
    return Charts.bars(title, bars);
  }
}
