package eoca.predict.evaluate;

import java.util.List;
import java.util.Locale;

/** Drawings for self-contained pages: SVG without scripts. */
public final class Charts {
  private static final int SIZE = 260;
  private static final int MARGIN = 44;
  private static final int ROW = 22;
  private static final int NAMES = 130;
  private static final int BAR = 360;

  private Charts() {}

  /**
   * One bar.
   *
   * @param name beside it
   * @param value its length, ≥ 0
   * @param low start of its whisker; NaN without one
   * @param high end of its whisker
   */
  public record Bar(String name, double value, double low, double high) {}

  /** Horizontal bars from 0, with whiskers (paper, Figure 5). */
  public static String bars(String title, List<Bar> bars) {
    double most = 0;
    for (Bar bar : bars) {
      most = Math.max(most, Math.max(bar.value(), Double.isNaN(bar.high()) ? 0 : bar.high()));
    }
    int height = ROW * bars.size() + 30;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\" font-size=\"13\">"
                + "<text y=\"16\" font-weight=\"bold\">%s</text>",
            NAMES + BAR + 110,
            height,
            escape(title),
            escape(title)));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = 26 + ROW * i;
      double length = most > 0 ? BAR * bar.value() / most : 0;
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"0\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\""
                  + " fill=\"#0b62a4\"/>",
              y + 12,
              escape(bar.name()),
              NAMES,
              y,
              length));
      if (!Double.isNaN(bar.low())) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#333\"/>",
                NAMES + BAR * bar.low() / most,
                NAMES + BAR * bar.high() / most,
                y + 7,
                y + 7));
      }
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\">%,.0f</text>",
              NAMES + BAR + 8,
              y + 12,
              bar.value()));
    }
    return svg.append("</svg>").toString();
  }

  /**
   * A calibration curve: mean p (across) and share of conversions (up), both logarithmic. A bin
   * without any conversion has no logarithm: a ring below the scale.
   */
  public static String calibration(String title, List<Reliability.Bin> bins) {
    double low = 1;
    double high = 0;
    for (Reliability.Bin bin : bins) {
      for (double x : new double[] {bin.meanP(), bin.rate()}) {
        if (x > 0) {
          low = Math.min(low, x);
          high = Math.max(high, x);
        }
      }
    }
    if (!(low < high)) {
      return "";
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg width=\"%1$d\" height=\"%1$d\" role=\"img\" aria-label=\"%2$s\""
                + " font-size=\"12\"><text y=\"14\" font-weight=\"bold\">%2$s</text>",
            SIZE,
            escape(title)));
    svg.append(line("#bbb", low, low, high, high, low, high));
    Reliability.Bin before = null;
    for (Reliability.Bin bin : bins) {
      if (bin.meanP() <= 0) {
        continue;
      }
      if (bin.rate() <= 0) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle r=\"3\" cx=\"%.1f\" cy=\"%d\" fill=\"none\" stroke=\"#0b62a4\"/>",
                across(bin.meanP(), low, high),
                SIZE - MARGIN / 2));
        continue;
      }
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle r=\"3\" cx=\"%.1f\" cy=\"%.1f\" fill=\"#0b62a4\"/>",
              across(bin.meanP(), low, high),
              SIZE - across(bin.rate(), low, high)));
      if (before != null) {
        svg.append(
            line("#0b62a4", before.meanP(), before.rate(), bin.meanP(), bin.rate(), low, high));
      }
      before = bin;
    }
    return svg.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%1$d\" y=\"%2$d\">%4$.2g</text><text x=\"%3$d\" y=\"%2$d\""
                    + " text-anchor=\"end\">%5$.2g predicted</text><text x=\"0\" y=\"%6$d\">"
                    + "%5$.2g</text><text x=\"0\" y=\"%7$d\">%4$.2g</text><text x=\"0\""
                    + " y=\"%8$d\">observed</text></svg>",
                MARGIN,
                SIZE - 4,
                SIZE - MARGIN + 30,
                low,
                high,
                MARGIN + 4,
                SIZE - MARGIN + 4,
                MARGIN - 12))
        .toString();
  }

  private static String line(
      String colour, double x1, double y1, double x2, double y2, double low, double high) {
    return String.format(
        Locale.ROOT,
        "<line stroke=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        colour,
        across(x1, low, high),
        SIZE - across(y1, low, high),
        across(x2, low, high),
        SIZE - across(y2, low, high));
  }

  private static double across(double x, double low, double high) {
    return MARGIN + (SIZE - 2.0 * MARGIN) * Math.log(x / low) / Math.log(high / low);
  }

  /** Text for HTML. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
