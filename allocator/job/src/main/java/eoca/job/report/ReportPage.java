package eoca.job.report;

import eoca.job.model.RunResult.FundResult;

/**
 * The report page as self-contained HTML.
 *
 * <p>A pure function of its data: the same data give the same bytes.
 */
public final class ReportPage {
  private ReportPage() {}

  /** The page, HTML in UTF-8. */
  public static String html(ReportData data) {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escape(data.manifest().campaign().name()))
        .append("</title></head><body>\n<h1>")
        .append(escape(data.manifest().campaign().name()))
        .append("</h1>\n<p>")
        .append(data.result().outcome().json())
        .append("</p>\n<table><tr><th>fund</th><th>quota</th><th>assigned</th></tr>\n");
    for (FundResult fund : data.result().funds()) {
      html.append("<tr><td>")
          .append(escape(fund.id()))
          .append("</td><td>")
          .append(fund.quota())
          .append("</td><td>")
          .append(fund.assigned())
          .append("</td></tr>\n");
    }
    return html.append("</table></body></html>\n").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
