package eoca.insight.page;

import eoca.inputs.error.EocaException;
import eoca.inputs.files.DurableFiles;
import eoca.job.model.Json;
import eoca.job.report.PageAssets;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes a page: one self-contained file of HTML that fetches nothing and runs only its own scripts.
 * Every chart's figures are also in a table. A pure function of the model.
 */
public final class Page {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Page.class.getClassLoader(), Page.class.getPackageName());
  private static final String SCRIPT = PageAssets.resource(Page.class, "page.js");

  private Page() {}

  /**
   * What is inlined.
   *
   * @param policy content security policy
   */
  public record Assets(String policy, String css, String library, String script, String data) {}

  /**
   * The page, HTML in UTF-8.
   *
   * @param data the charts' figures by chart id, a JSON tree
   */
  public static String html(PageModel model, Map<String, Object> data) {
    Assets assets =
        new Assets(
            PageAssets.policy(PageAssets.charts(), SCRIPT),
            PageAssets.css(),
            PageAssets.charts(),
            SCRIPT,
            PageAssets.escape(Json.line(data)));
    StringOutput page = new StringOutput(PageAssets.charts().length() + 65_536);
    TEMPLATES.render("page.jte", Map.of("model", model, "assets", assets), page);
    return page.toString();
  }

  /** The script that draws the charts of such pages. */
  public static String script() {
    return SCRIPT;
  }

  /**
   * Writes a page to a file, which it replaces whole or not at all.
   *
   * @throws EocaException FILE_SYSTEM if it can't be written
   */
  public static void write(Path file, String html) {
    Path whole = file.toAbsolutePath().normalize();
    Path temporary = whole.resolveSibling("." + whole.getFileName() + ".next");
    try {
      if (whole.getParent() != null) {
        Files.createDirectories(whole.getParent());
      }
      DurableFiles.replace(whole, temporary, html);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "the page can't be written (" + file + "): " + e.getMessage(),
          "Maybe check permissions and free space.",
          e);
    }
  }
}
