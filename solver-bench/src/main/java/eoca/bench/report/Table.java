package eoca.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table: the first column is text, the others are figures. Rendered as Markdown and as HTML from
 * the same cells.
 *
 * @param name the name of its block in the docs, {@code [a-z0-9-]+}
 * @param caption one line above it
 * @param header column heads
 * @param rows cells
 * @param note what a reader must know, or empty
 */
record Table(
    String name, String caption, List<String> header, List<List<String>> rows, String note) {

  Table withNote(String text) {
    return new Table(name, caption, header, rows, text);
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(line(header));
    List<String> rule = new ArrayList<>();
    for (int c = 0; c < header.size(); c++) {
      rule.add(c == 0 ? "---" : "---:");
    }
    text.append(line(rule));
    for (List<String> row : rows) {
      text.append(line(row));
    }
    if (!note.isEmpty()) {
      text.append('\n').append(note).append('\n');
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  String html() {
    StringBuilder text = new StringBuilder();
    text.append("<p class=\"caption\">").append(escape(caption)).append("</p>\n");
    if (rows.isEmpty()) {
      return text.toString();
    }
    text.append("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(escape(caption))
        .append("\"><table><thead><tr>");
    for (String head : header) {
      text.append("<th scope=\"col\">").append(escape(head)).append("</th>");
    }
    text.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      text.append("<tr>");
      for (int c = 0; c < row.size(); c++) {
        String tag = c == 0 ? "th" : "td";
        text.append(c == 0 ? "<th scope=\"row\">" : "<td>")
            .append(escape(row.get(c)))
            .append("</")
            .append(tag)
            .append('>');
      }
      text.append("</tr>\n");
    }
    text.append("</tbody></table></div>\n");
    if (!note.isEmpty()) {
      text.append("<p class=\"note\">").append(escape(note)).append("</p>\n");
    }
    return text.toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
