package eoca.predict.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.error.EocaException;
import eoca.predict.evaluate.Bootstrap.Interval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An evaluation as JSON, as a page, and as a table for a terminal. */
public final class EvaluationFiles {
  /** As many as fit on a screen with their intervals. */
  private static final int MEASURES_A_TABLE = 6;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Measure> TABLE =
      List.of(
          Measure.AUC,
          Measure.LOG_LOSS,
          Measure.MSE_LOG,
          Measure.MAE_LOG,
          Measure.GINI,
          Measure.THC,
          Measure.THA);

  private EvaluationFiles() {}

  /**
   * Writes evaluation.json, evaluation.md and evaluation.html into a folder, each whole or not at
   * all.
   */
  public static void write(Evaluation evaluation, Path folder) {
    put(folder, "evaluation.json", json(evaluation).toPrettyString() + "\n");
    put(folder, "evaluation.md", markdown(evaluation));
    put(folder, "evaluation.html", page(evaluation));
  }

  private static void put(Path folder, String name, String text) {
    Path staged = folder.resolve(name + ".tmp");
    try {
      Files.createDirectories(folder);
      Files.write(staged, text.getBytes(StandardCharsets.UTF_8));
      Files.move(
          staged,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + folder.resolve(name) + "): " + e.getMessage(),
          "Maybe the disk is full, or the folder forbids writing.",
          e);
    }
  }

  /** The evaluation as a tree; undefined figures are null. */
  static ObjectNode json(Evaluation evaluation) {
    ObjectNode root = JSON.createObjectNode();
    root.put("split", evaluation.split().word());
    root.put("samples", evaluation.samples());
    root.put("conversions", evaluation.conversions());
    root.put("amount", evaluation.amount());
    ArrayNode models = root.putArray("models");
    for (Evaluation.Row row : evaluation.models()) {
      ObjectNode model = models.addObject();
      model.put("name", row.name()).put("model", row.model());
      ObjectNode measures = model.putObject("measures");
      row.measures()
          .forEach(
              (measure, interval) -> {
                ObjectNode node = measures.putObject(measure.key());
                number(node, "value", interval.value());
                number(node, "low", interval.low());
                number(node, "high", interval.high());
              });
      ArrayNode bins = model.putArray("reliability");
      for (Reliability.Bin bin : row.reliability()) {
        bins.addObject()
            .put("samples", bin.samples())
            .put("mean_p", bin.meanP())
            .put("rate", bin.rate());
      }
    }
    return root;
  }

  private static void number(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  /** A short table in the form of the paper's Tables 1 and 2, and Figure 5. */
  public static String table(Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%-20s", evaluation.split().word()));
    for (Measure measure : TABLE) {
      text.append(String.format(Locale.ROOT, "%14s", measure.key()));
    }
    text.append('\n');
    for (Evaluation.Row row : evaluation.models()) {
      text.append(String.format(Locale.ROOT, "%-20s", row.name()));
      for (Measure measure : TABLE) {
        Interval interval = row.measures().get(measure);
        text.append(
            String.format(Locale.ROOT, "%14s", interval == null ? "-" : show(interval.value())));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Every measure with its interval, a table a line of Markdown can quote. */
  static String markdown(Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s split: %,d samples, %,d conversions, amount %,.0f; 95 %% intervals by a bootstrap"
                + " over users.%n%n| measure |",
            evaluation.split().word(),
            evaluation.samples(),
            evaluation.conversions(),
            evaluation.amount()));
    evaluation.models().forEach(row -> text.append(' ').append(row.name()).append(" |"));
    text.append("\n|---|").append("---:|".repeat(evaluation.models().size())).append('\n');
    for (Measure measure : Measure.values()) {
      text.append("| ").append(measure.key()).append(" |");
      for (Evaluation.Row row : evaluation.models()) {
        Interval interval = row.measures().get(measure);
        text.append(' ')
            .append(
                interval == null
                    ? "–"
                    : show(interval.value())
                        + " ("
                        + show(interval.low())
                        + " … "
                        + show(interval.high())
                        + ")")
            .append(" |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String show(double value) {
    return Double.isNaN(value)
        ? "-"
        : Math.abs(value) >= 10_000
            ? String.format(Locale.ROOT, "%,.0f", value)
            : String.format(Locale.ROOT, "%.4f", value);
  }

  /** A self-contained page: every measure with its interval, the best in bold, and reliability. */
  static String page(Evaluation evaluation) {
    StringBuilder page = new StringBuilder();
    page.append(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Evaluation</title>")
        .append("<style>body{font:15px system-ui,sans-serif;margin:2em}table{border-collapse:")
        .append(
            "collapse;margin:1em 0}td,th{padding:.25em .8em;text-align:right;white-space:nowrap;")
        .append("border-bottom:1px")
        .append(
            " solid #ddd}td:first-child,th:first-child{text-align:left}small{color:#666;display")
        .append(":block}</style><h1>Evaluation on the ")
        .append(evaluation.split().word())
        .append(" split</h1>");
    page.append(
        String.format(
            Locale.ROOT,
            "<p>%,d samples, %,d conversions, amount %,.0f. 95 %% intervals by a bootstrap over"
                + " users; bold: best value.</p>",
            evaluation.samples(),
            evaluation.conversions(),
            evaluation.amount()));
    List<Measure> measures = List.of(Measure.values());
    for (int from = 0; from < measures.size(); from += MEASURES_A_TABLE) {
      int to = Math.min(measures.size(), from + MEASURES_A_TABLE);
      table(page, evaluation, measures.subList(from, to));
    }
    page.append("<h2>Total hit conversions and total hit amount</h2>")
        .append(bars(evaluation, Measure.THC))
        .append(bars(evaluation, Measure.THA));
    page.append("<h2>Reliability</h2><p>Mean predicted probability and share of conversions")
        .append(" in ten bins of equal size.</p>");
    for (Evaluation.Row row : evaluation.models()) {
      if (row.reliability().isEmpty()) {
        continue;
      }
      page.append("<table><tr><th>").append(Charts.escape(row.name()));
      row.reliability().forEach(bin -> page.append("<td>").append(show(bin.meanP())));
      page.append("</tr><tr><th>observed");
      row.reliability().forEach(bin -> page.append("<td>").append(show(bin.rate())));
      page.append("</tr></table>").append(Charts.calibration(row.name(), row.reliability()));
    }
    return page.append("</html>\n").toString();
  }

  private static void table(StringBuilder page, Evaluation evaluation, List<Measure> measures) {
    page.append("<table><tr><th>model");
    measures.forEach(measure -> page.append("<th>").append(measure.key()));
    page.append("</tr>");
    for (Evaluation.Row row : evaluation.models()) {
      page.append("<tr><td>").append(Charts.escape(row.name()));
      for (Measure measure : measures) {
        page.append("<td>");
        Interval interval = row.measures().get(measure);
        if (interval == null) {
          page.append("–");
          continue;
        }
        boolean best = isBest(evaluation, measure, interval.value());
        page.append(best ? "<b>" : "").append(show(interval.value())).append(best ? "</b>" : "");
        page.append("<small>")
            .append(show(interval.low()))
            .append(" … ")
            .append(show(interval.high()))
            .append("</small>");
      }
      page.append("</tr>");
    }
    page.append("</table>");
  }

  private static String bars(Evaluation evaluation, Measure measure) {
    List<Charts.Bar> bars = new ArrayList<>();
    for (Evaluation.Row row : evaluation.models()) {
      Interval interval = row.measures().get(measure);
      bars.add(new Charts.Bar(row.name(), interval.value(), interval.low(), interval.high()));
    }
    return Charts.bars(measure.key(), bars);
  }

  private static boolean isBest(Evaluation evaluation, Measure measure, double value) {
    return evaluation.models().stream()
        .filter(row -> row.measures().containsKey(measure))
        .mapToDouble(row -> row.measures().get(measure).value())
        .noneMatch(other -> loss(measure, other) < loss(measure, value));
  }

  private static double loss(Measure measure, double value) {
    return measure.higherIsBetter() == null
        ? Math.abs(Math.log(value))
        : measure.higherIsBetter() ? -value : value;
  }
}
