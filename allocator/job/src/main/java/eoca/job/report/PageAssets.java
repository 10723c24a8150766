package eoca.job.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What all our pages share: style, charting library, content security policy, JSON in scripts. */
public final class PageAssets {
  private static final String CSS = resource(PageAssets.class, "report.css");
  private static final String LIBRARY = resource(PageAssets.class, "echarts.min.js");

  private PageAssets() {}

  /** The style sheet. */
  public static String css() {
    return CSS;
  }

  /** The charting library. */
  public static String charts() {
    return LIBRARY;
  }

  /** A policy for a page with nothing but these inline scripts: nothing else runs or is fetched. */
  public static String policy(String... scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; style-src 'unsafe-inline'");
    if (scripts.length > 0) {
      policy.append("; script-src");
      for (String script : scripts) {
        policy.append(' ').append(source(script));
      }
    }
    return policy.append("; base-uri 'none'; form-action 'none'").toString();
  }

  /** JSON that is safe inside a script element: only the end tag and comments matter there. */
  public static String escape(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
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

  /**
   * A text resource beside a class, as browsers hash it.
   *
   * @throws IllegalStateException if it is not on the class path
   */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
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
