package eoca.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.bench.report.Charts.Chart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The report as one HTML file that needs nothing else: style, data, charting library and script are
 * in it. Every chart is followed by its figures as a table, so that nothing depends on seeing, or
 * on scripts.
 */
final class HtmlReport {
  private static final String ECHARTS =
      "/META-INF/resources/_static/echarts/6.0.0/dist/echarts.min.js";

  private HtmlReport() {}

  static String render(Results results, Optional<List<Comparison.Change>> changes) {
    List<Chart> charts = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    List<String> contents = new ArrayList<>();
    changes.ifPresent(
        list -> section(body, contents, "changes", "Changes", Comparison.table(list).html()));
    List<Table> tables = Tables.all(results);
    tables.stream()
        .filter(table -> table.name().equals("figure6"))
        .findFirst()
        .ifPresent(
            table ->
                section(body, contents, "against-ip", "Against integer programming", table.html()));
    for (Board board : results.boards()) {
      List<Chart> own = Charts.of(board);
      charts.addAll(own);
      StringBuilder inner = new StringBuilder();
      own.forEach(chart -> inner.append(placeholder(chart)));
      Tables.of(board).forEach(table -> inner.append(table.html()));
      section(body, contents, "race-" + board.name(), title(board), inner.toString());
    }
    if (!results.passes().isEmpty()) {
      StringBuilder inner = new StringBuilder();
      Charts.passes(results.passes())
          .ifPresent(
              chart -> {
                charts.add(chart);
                inner.append(placeholder(chart));
              });
      tables.stream()
          .filter(table -> table.name().equals("passes"))
          .forEach(table -> inner.append(table.html()));
      section(body, contents, "in-passes", "In streaming passes", inner.toString());
    }
    tables.stream()
        .filter(table -> table.name().equals("kernels"))
        .forEach(table -> section(body, contents, "kernels", "Kernels", table.html()));
    section(body, contents, "settings", "How it was measured", settings(results));
    return page(contents, body.toString(), charts);
  }

  private static String title(Board board) {
    return switch (board.name()) {
      case "figure6" -> "Race: Figure 6, k = 4";
      case "funds" -> "Race: more funds";
      case "large" -> "Race: millions of users";
      case "huge" -> "Race: a hundred million users, mapped";
      case "regimes" -> "Race: every regime";
      case "sample" -> "Race: the real sample";
      default -> "Race: " + board.name();
    };
  }

  private static void section(
      StringBuilder body, List<String> contents, String id, String title, String inner) {
    contents.add("<a href=\"#" + id + "\">" + Table.escape(title) + "</a>");
    body.append("<section id=\"")
        .append(id)
        .append("\"><h2>")
        .append(Table.escape(title))
        .append("</h2>\n")
        .append(inner)
        .append("</section>\n");
  }

  private static String placeholder(Chart chart) {
    return "<figure><figcaption>"
        + Table.escape(chart.title())
        + "</figcaption><div class=\"chart\" id=\"chart-"
        + chart.id()
        + "\" role=\"img\" aria-label=\""
        + Table.escape(chart.title())
        + "; the figures are in the tables below\"></div></figure>\n";
  }

  private static String settings(Results results) {
    StringBuilder text = new StringBuilder("<ul>");
    Tables.settings(results)
        .forEach(line -> text.append("<li>").append(Table.escape(line)).append("</li>"));
    text.append("</ul><h3>Versions</h3><ul>");
    Tables.versions(results)
        .forEach(line -> text.append("<li>").append(Table.escape(line)).append("</li>"));
    return text.append(
            "</ul><p>Every entrant ran on every instance in a fresh process, in turns; times are"
                + " medians of the measured solves, building the solver's model included. Every"
                + " allocation was checked on the original values by an independent certificate;"
                + " its gap is against the dual bound at the exact solver's prices.</p>")
        .toString();
  }

  private static String page(List<String> contents, String body, List<Chart> charts) {
    try {
      // "</" must not end the script element that the data is in
      String data = new ObjectMapper().writeValueAsString(charts).replace("</", "<\\/");
      return resource("/eoca/bench/report/page.html")
          .replace("@STYLE@", resource("/eoca/bench/report/report.css"))
          .replace("@CONTENTS@", String.join("\n", contents))
          .replace("@BODY@", body)
          .replace("@DATA@", data)
          .replace("@SCRIPT@", resource("/eoca/bench/report/report.js"))
          .replace("@LIBRARY@", resource(ECHARTS));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
