package eoca.console;

import eoca.insight.page.PageModel.Chart;
import eoca.insight.page.PageModel.Section;
import eoca.insight.page.PageModel.Table;
import eoca.insight.page.PageModel.Tile;
import eoca.job.model.Json;
import eoca.job.report.PageAssets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTML of the console: every text goes through {@link #h}. */
final class Pages {
  private Pages() {}

  /** Text as HTML, in elements and in quoted attributes. */
  static String h(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return html.toString();
  }

  /**
   * A page.
   *
   * @param title plain text
   * @param main HTML
   * @param command the command line that does the same
   * @param charts figures of charts, or empty
   */
  static Answer page(String title, String main, String command, Map<String, Object> charts) {
    String scripts =
        charts.isEmpty()
            ? ""
            : "<script type=\"application/json\" id=\"data\">"
                + PageAssets.escape(Json.line(charts))
                + "</script><script src=\"/assets/echarts.js\"></script>"
                + "<script src=\"/assets/page.js\"></script>";
    return Answer.html(
        String.format(
            Locale.ROOT,
            """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s - eoca</title>
        <link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/console.css">
        </head><body><a class="skip" href="#main">Skip to the content</a>
        <header><p class="over"><a href="/">eoca console</a></p><h1><bdi>%s</bdi></h1></header>
        <main id="main">%s
        <section aria-labelledby="h-cli"><h2 id="h-cli">The same on the command line</h2>
        <pre class="cli" tabindex="0"><code>%s</code></pre></section></main>
        %s<script src="/assets/console.js"></script></body></html>
        """,
            h(title),
            h(title),
            main,
            h(command),
            scripts));
  }

  /** A page that says what is wrong. */
  static Answer problem(int status, String message, String hint) {
    String body =
        String.format(
            Locale.ROOT,
            """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>eoca console</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="stylesheet" href="/assets/console.css"></head><body><main id="main">
        <section role="alert"><h1>%s</h1><p>%s</p><p><a href="/">All runs</a></p></section></main>
        </body></html>
        """,
            h(message),
            h(hint).replace("\n", "<br>"));
    return new Answer(status, "text/html; charset=utf-8", body, Map.of());
  }

  /** Sections as other pages have them. */
  static String sections(List<Section> sections) {
    StringBuilder html = new StringBuilder();
    for (Section section : sections) {
      html.append("<section aria-labelledby=\"h-").append(h(section.id())).append("\"><h2 id=\"h-");
      html.append(h(section.id())).append("\">").append(h(section.heading())).append("</h2>");
      section.text().forEach(line -> html.append("<p>").append(h(line)).append("</p>"));
      html.append(tiles(section.tiles()));
      for (Chart chart : section.charts()) {
        html.append("<figure class=\"charts-only\"><figcaption>").append(h(chart.caption()));
        html.append("</figcaption><div class=\"chart\" id=\"chart-").append(h(chart.id()));
        html.append("\" role=\"img\" aria-label=\"").append(h(chart.label()));
        html.append("\"></div></figure>");
      }
      section.tables().forEach(table -> html.append(table(table)));
      html.append("</section>");
    }
    return html.toString();
  }

  static String tiles(List<Tile> tiles) {
    if (tiles.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<dl class=\"tiles\">");
    for (Tile tile : tiles) {
      html.append("<div><dt>").append(h(tile.label())).append("</dt><dd>");
      html.append(h(tile.value())).append("</dd></div>");
    }
    return html.append("</dl>").toString();
  }

  static String table(Table table) {
    StringBuilder html =
        new StringBuilder("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    html.append(h(table.caption())).append("\"><table><caption>").append(h(table.caption()));
    html.append("</caption><thead><tr>");
    table.head().forEach(head -> html.append("<th scope=\"col\">").append(h(head)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (List<String> row : table.rows()) {
      html.append("<tr>");
      for (int c = 0; c < row.size(); c++) {
        html.append(c == 0 ? "<th scope=\"row\"><bdi>" : "<td>").append(h(row.get(c)));
        html.append(c == 0 ? "</bdi></th>" : "</td>");
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }
}
