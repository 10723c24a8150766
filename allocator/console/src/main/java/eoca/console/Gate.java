package eoca.console;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;

/**
 * Decides who gets in, before any page's code runs. What is no proper HTTP was refused by the
 * server before (400, 414, 431, 505). Here, in this order:
 *
 * <ol>
 *   <li>method GET, HEAD or POST (405), under no other name (400)
 *   <li>exactly one Host, naming this console (403): a page of another site whose name was pointed
 *       at the loopback address is refused
 *   <li>an address of the plain form {@code /page?field=value} of bounded length (400, 414)
 *   <li>where the browser says from where: from this console's own pages, or typed in (403);
 *       another port of this machine is another site
 *   <li>POST: Origin is this console (403), a form (415) of known and bounded length (411, 413)
 *   <li>the session's cookie (401), and in a POST the form's token (403)
 * </ol>
 */
final class Gate {
  /** Largest form, bytes. */
  static final int MOST_BODY = 65_536;

  private static final int MOST_ADDRESS = 4096;
  private static final int MOST_FIELDS = 600;
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final List<String> OTHER_METHOD =
      List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

  private final Set<String> hosts;
  private final Set<String> origins;
  private final Session session;

  Gate(int port, Session session) {
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    this.origins = Set.of("http://127.0.0.1:" + port, "http://localhost:" + port);
    this.session = session;
  }

  /**
   * Checks all but a form's content. Only {@code GET /login} comes through without a session.
   *
   * @throws Refusal with the status to answer
   */
  Request head(String method, HttpURI uri, HttpFields headers) {
    if (!METHODS.contains(method)) {
      throw new Refusal(405, "Only GET, HEAD and POST are answered.");
    }
    if (OTHER_METHOD.stream().anyMatch(headers::contains)) {
      throw new Refusal(400, "A request's method is what its first line says.");
    }
    if (!hosts.contains(only(headers, "Host"))) {
      throw new Refusal(403, "This console answers only under its own address.");
    }
    boolean post = method.equals("POST");
    String path = path(uri);
    String site = only(headers, "Sec-Fetch-Site");
    if (headers.contains("Sec-Fetch-Site")
        && !"same-origin".equals(site)
        && (post || !"none".equals(site))) {
      throw new Refusal(403, "Requests are taken from this console's own pages only.");
    }
    if (post) {
      requireForm(headers);
    } else if (bodied(headers)) {
      throw new Refusal(400, "A question has no body.");
    }
    if (!(path.equals("/login") && method.equals("GET")) && !session.holds(cookie(headers))) {
      throw new Refusal(401, "Open the link that 'eoca console' printed; it works once.");
    }
    return new Request(post, path, post ? Map.of() : fields(uri.getQuery()));
  }

  /** A form with its content: its token must be the session's. */
  Request form(Request head, byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(400, "The form is no UTF-8.");
    }
    Map<String, String> fields = fields(text);
    if (!session.posted(fields.remove("csrf"))) {
      throw new Refusal(403, "The form is not from this session: go back and reload the page.");
    }
    return new Request(true, head.path(), fields);
  }

  private static String only(HttpFields headers, String name) {
    List<HttpField> all = headers.getFields(name);
    return all.size() == 1 ? all.get(0).getValue() : null;
  }

  private static boolean bodied(HttpFields headers) {
    String length = only(headers, "Content-Length");
    return headers.contains("Transfer-Encoding")
        || (headers.contains("Content-Length") && !"0".equals(length));
  }

  private static String path(HttpURI uri) {
    String path = uri.getPath();
    boolean plain =
        uri.getFragment() == null
            && path != null
            && path.matches("/[a-z0-9./-]*")
            && !path.contains("..");
    if (!plain) {
      throw new Refusal(400, "An address here is /page?field=value.");
    }
    String query = uri.getQuery();
    if (path.length() + (query == null ? 0 : query.length()) > MOST_ADDRESS) {
      throw new Refusal(414, "The address is too long.");
    }
    return path;
  }

  private void requireForm(HttpFields headers) {
    if (!origins.contains(String.valueOf(only(headers, "Origin")))) {
      throw new Refusal(403, "Forms are taken from this console's own pages only.");
    }
    String type = only(headers, "Content-Type");
    if (type == null
        || !type.matches("(?i)application/x-www-form-urlencoded(; *charset=utf-8)?")
        || headers.contains("Content-Encoding")) {
      throw new Refusal(415, "A form was expected.");
    }
    if (headers.contains("Transfer-Encoding") || !headers.contains("Content-Length")) {
      throw new Refusal(411, "A form says how long it is.");
    }
    if (headers.getLongField("Content-Length") > MOST_BODY) {
      throw new Refusal(413, "The form is too large.");
    }
  }

  private static String cookie(HttpFields headers) {
    String found = null;
    for (String line : headers.getValuesList("Cookie")) {
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

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return fields;
    }
    for (String pair : text.split("&", MOST_FIELDS + 1)) {
      String[] words = pair.split("=", 2);
      String name = decoded(words[0]);
      String value = words.length == 2 ? decoded(words[1]) : "";
      if (fields.size() == MOST_FIELDS || fields.putIfAbsent(name, value) != null) {
        throw new Refusal(400, "A field is there twice, or there are too many.");
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == 0xFFFD)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "The fields can't be read.");
    }
    throw new Refusal(400, "A field has characters that no text has.");
  }
}
