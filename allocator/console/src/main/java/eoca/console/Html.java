package eoca.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Pages from templates, which escape by context. */
final class Html {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Html.class.getClassLoader(), Html.class.getPackageName());

  private Html() {}

  /** A template with its parameters. */
  static String of(String template, Map<String, Object> parameters) {
    StringOutput page = new StringOutput(16_384);
    TEMPLATES.render(template + ".jte", parameters, page);
    return page.toString();
  }

  /** A page that says what is wrong. */
  static String problem(String message, String hint) {
    return of(
        "problem",
        Map.of("message", message, "hint", hint.isEmpty() ? new String[0] : hint.split("\n")));
  }
}
