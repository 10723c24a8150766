package eoca.job.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

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
  private static final String CSS = resource("report.css");
  private static final String SCRIPT = resource("report.js");
  private static final String LIBRARY = resource("echarts.min.js");
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src "
          + source(LIBRARY)
          + " "
          + source(SCRIPT)
          + "; base-uri 'none'; form-action 'none'";

  private ReportPage() {}

  /** The page, HTML in UTF-8. */
  public static String html(ReportData data) {
    ReportView.Assets assets =
        new ReportView.Assets(POLICY, CSS, LIBRARY, SCRIPT, ChartData.json(data));
    StringOutput page = new StringOutput(LIBRARY.length() + 65_536);
    TEMPLATES.render("report.jte", new ViewBuilder(data).build(assets), page);
    return page.toString();
  }

  /** What a content security policy calls a script: the hash of its text. */
  private static String source(String script) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      // browsers hash scripts with CR LF as LF
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n").strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
