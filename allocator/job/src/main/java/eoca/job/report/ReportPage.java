package eoca.job.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/**
 * The report page: one self-contained file of HTML. Style, scripts and the charting library are
 * inside; its content security policy lets nothing else run and nothing be fetched. Every chart's
 * figures are also in a table, so the page says the same without scripts, on paper and to a screen
 * reader.
 *
 * <p>A pure function of its data: the same data give the same bytes. About 1.1 MB, nearly all of it
 * the charting library.
 */
public final class ReportPage {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          ReportPage.class.getClassLoader(),
          ReportPage.class.getPackageName());
  private static final String SCRIPT = PageAssets.resource(ReportPage.class, "report.js");

  private ReportPage() {}

  /** The page, HTML in UTF-8. */
  public static String html(ReportData data) {
    ReportView.Assets assets =
        new ReportView.Assets(
            PageAssets.policy(PageAssets.charts(), SCRIPT),
            PageAssets.css(),
            PageAssets.charts(),
            SCRIPT,
            ChartData.json(data));
    StringOutput page = new StringOutput(PageAssets.charts().length() + 65_536);
    TEMPLATES.render("report.jte", new ViewBuilder(data).build(assets), page);
    return page.toString();
  }
}
