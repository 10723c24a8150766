package eoca.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request that was let in. Everything about who asks is checked here, before any page code runs:
 *
 * <ol>
 *   <li>method GET, HEAD or POST (405), path and query of bounded length (414)
 *   <li>exactly one Host header, naming this console (403): a page of another site whose name was
 *       pointed at the loopback address is refused
 *   <li>POST: Origin is this console (403), the body is a form (415) of at most {@value #MOST_BODY}
 *       bytes (413)
 *   <li>the session's cookie (401), and in a POST the form's token (403)
 * </ol>
 */
final class Request {
  /** Largest body. */
  static final int MOST_BODY = 65_536;

  private static final int MOST_URI = 4096;
  private static final int MOST_FIELDS = 600;
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

  private final String method;
  private final String path;
  private final Map<String, String> fields;

  private Request(String method, String path, Map<String, String> fields) {
    this.method = method;
    this.path = path;
    this.fields = fields;
  }

  /**
   * Reads and checks a request.
   *
   * @param port the console's own, which Host and Origin must name
   * @param session whose cookie and token are wanted
   * @throws Refusal with the status to answer
   */
  static Request of(HttpExchange exchange, int port, Session session) throws IOException {
    String method = exchange.getRequestMethod();
    if (!METHODS.contains(method)) {
      throw new Refusal(405, "Only GET, HEAD and POST are answered.");
    }
    String raw = exchange.getRequestURI().toString();
    if (raw.length() > MOST_URI) {
      throw new Refusal(414, "The address is too long.");
    }
    Headers headers = exchange.getRequestHeaders();
    requireHost(headers, port);
    boolean post = method.equals("POST");
    if (post) {
      requireOrigin(headers, port);
    }
    String path = exchange.getRequestURI().getRawPath();
    if (path == null || !path.startsWith("/") || path.contains("%") || path.contains("..")) {
      throw new Refusal(400, "There is no such page.");
    }
    Map<String, String> query = parse(exchange.getRequestURI().getRawQuery());
    if (path.equals("/login") && !post) {
      return new Request(method, path, query);
    }
    if (!session.holds(cookie(headers))) {
      throw new Refusal(401, "Open the link that 'eoca console' printed; it works once.");
    }
    if (!post) {
      return new Request(method, path, query);
    }
    Map<String, String> form = parse(body(exchange));
    if (!session.posted(form.get("csrf"))) {
      throw new Refusal(403, "The form is not from this session: go back and reload the page.");
    }
    return new Request(method, path, form);
  }

  private static void requireHost(Headers headers, int port) {
    List<String> hosts = headers.get("Host");
    boolean ours =
        hosts != null
            && hosts.size() == 1
            && (hosts.get(0).equals("127.0.0.1:" + port)
                || hosts.get(0).equals("localhost:" + port));
    if (!ours) {
      throw new Refusal(403, "This console answers only under its own address.");
    }
  }

  private static void requireOrigin(Headers headers, int port) {
    List<String> origins = headers.get("Origin");
    boolean ours =
        origins != null
            && origins.size() == 1
            && (origins.get(0).equals("http://127.0.0.1:" + port)
                || origins.get(0).equals("http://localhost:" + port));
    String site = headers.getFirst("Sec-Fetch-Site");
    if (!ours || (site != null && !site.equals("same-origin"))) {
      throw new Refusal(403, "Forms are taken from this console's own pages only.");
    }
  }

  private static String cookie(Headers headers) {
    String found = null;
    for (String line : headers.getOrDefault("Cookie", List.of())) {
      for (String part : line.split(";", 50)) {
        String[] pair = part.strip().split("=", 2);
        if (pair.length == 2 && pair[0].equals("eoca")) {
          if (found != null) {
            throw new Refusal(400, "Two cookies of one name.");
          }
          found = pair[1];
        }
      }
    }
    return found;
  }

  private static String body(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null
        || !type.split(";", 2)[0].strip().equals("application/x-www-form-urlencoded")) {
      throw new Refusal(415, "A form was expected.");
    }
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && (length.length() > 9 || Long.parseLong(length) > MOST_BODY)) {
      throw new Refusal(413, "The form is too large.");
    }
    try (InputStream in = exchange.getRequestBody()) {
      byte[] bytes = in.readNBytes(MOST_BODY + 1);
      if (bytes.length > MOST_BODY) {
        throw new Refusal(413, "The form is too large.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> parse(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return fields;
    }
    for (String pair : text.split("&", MOST_FIELDS + 1)) {
      String[] words = pair.split("=", 2);
      try {
        String name = URLDecoder.decode(words[0], StandardCharsets.UTF_8);
        String value = words.length == 2 ? URLDecoder.decode(words[1], StandardCharsets.UTF_8) : "";
        if (fields.size() == MOST_FIELDS || fields.putIfAbsent(name, value.strip()) != null) {
          throw new Refusal(400, "A field is there twice, or there are too many.");
        }
      } catch (IllegalArgumentException e) {
        throw new Refusal(400, "The fields can't be read.");
      }
    }
    return fields;
  }

  /** GET, HEAD or POST. */
  String method() {
    return method;
  }

  /** The path. */
  String path() {
    return path;
  }

  /** A field, or empty. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The {@code --quota} texts that a quota editor's fields stand for: those that are filled. */
  List<String> quotas() {
    List<String> quotas = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith("quota.") && !value.isEmpty()) {
            quotas.add(name.substring("quota.".length()) + "=" + value);
          }
        });
    return quotas;
  }
}
