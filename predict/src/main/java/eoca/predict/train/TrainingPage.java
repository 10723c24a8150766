package eoca.predict.train;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The learning curves as a self-contained HTML page: no scripts, two drawings and a table. */
final class TrainingPage {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 220;
  private static final int MARGIN = 48;

  private TrainingPage() {}

  /** The page; an untrained model has no drawings. */
  static String of(String model, List<Epoch> epochs) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Training of ")
        .append(escape(model))
        .append("</title><style>body{font:15px system-ui,sans-serif;margin:2em;max-width:52em}")
        .append("table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:right}")
        .append("tr.best{font-weight:bold}svg{display:block;margin:1em 0}</style><h1>Training of ")
        .append(escape(model))
        .append("</h1>");
    if (epochs.isEmpty()) {
      return page.append("<p>Not trained.</p></html>\n").toString();
    }
    page.append("<h2>Loss</h2>");
    draw(
        page,
        epochs,
        new Line("training", "#888", Epoch::trainLoss),
        new Line("validation", "#0b62a4", Epoch::validationLoss));
    if (!Double.isNaN(epochs.get(0).meanP())) {
      page.append("<h2>Mean predicted probability against the base rate</h2>");
      draw(
          page,
          epochs,
          new Line("mean p", "#0b62a4", Epoch::meanP),
          new Line("base rate", "#888", Epoch::baseRate));
    }
    page.append("<table><tr><th>epoch<th>training loss<th>validation loss<th>mean p<th>base rate")
        .append("<th>samples/s</tr>");
    int kept = Trainer.bestEpoch(epochs);
    for (Epoch e : epochs) {
      page.append(e.epoch() == kept ? "<tr class=\"best\">" : "<tr>");
      page.append("<td>").append(e.epoch());
      for (double x : new double[] {e.trainLoss(), e.validationLoss(), e.meanP(), e.baseRate()}) {
        page.append("<td>").append(Double.isNaN(x) ? "–" : String.format(Locale.ROOT, "%.6g", x));
      }
      page.append(String.format(Locale.ROOT, "<td>%,.0f</tr>", e.samplesPerSecond()));
    }
    return page.append(
            "</table><p>Bold: the lowest validation loss, whose parameters are kept.</p></html>\n")
        .toString();
  }

  private record Line(String name, String colour, ToDoubleFunction<Epoch> value) {}

  private static void draw(StringBuilder page, List<Epoch> epochs, Line... lines) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      for (Epoch epoch : epochs) {
        low = Math.min(low, line.value().applyAsDouble(epoch));
        high = Math.max(high, line.value().applyAsDouble(epoch));
      }
    }
    double span = high > low ? high - low : 1;
    page.append("<svg width=\"").append(WIDTH).append("\" height=\"").append(HEIGHT).append("\">");
    label(page, 2, MARGIN / 2 + 4, String.format(Locale.ROOT, "%.4g", high));
    label(page, 2, HEIGHT - MARGIN / 2, String.format(Locale.ROOT, "%.4g", low));
    for (int i = 0; i < lines.length; i++) {
      page.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
          .append(lines[i].colour())
          .append("\" points=\"");
      StringBuilder points = new StringBuilder();
      for (Epoch epoch : epochs) {
        double x =
            MARGIN
                + (WIDTH - 2.0 * MARGIN)
                    * (epochs.size() == 1 ? 0.5 : (epoch.epoch() - 1.0) / (epochs.size() - 1));
        double share = (lines[i].value().applyAsDouble(epoch) - low) / span;
        double y = HEIGHT - MARGIN / 2.0 - share * (HEIGHT - MARGIN);
        page.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        points.append(
            String.format(
                Locale.ROOT,
                "<circle r=\"3\" cx=\"%.1f\" cy=\"%.1f\" fill=\"%s\"/>",
                x,
                y,
                lines[i].colour()));
      }
      page.append("\"/>")
          .append(points)
          .append("<text x=\"")
          .append(MARGIN + 110 * i)
          .append("\" y=\"12\" fill=\"")
          .append(lines[i].colour())
          .append("\">")
          .append(lines[i].name())
          .append("</text>");
    }
    label(page, MARGIN, HEIGHT - 4, "epoch " + epochs.get(0).epoch());
    label(page, WIDTH - MARGIN - 16, HEIGHT - 4, "" + epochs.get(epochs.size() - 1).epoch());
    page.append("</svg>");
  }

  private static void label(StringBuilder page, int x, int y, String text) {
    page.append(
        String.format(
            Locale.ROOT, "<text x=\"%d\" y=\"%d\" font-size=\"11\">%s</text>", x, y, text));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
