package eoca.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a request gets.
 *
 * @param status HTTP status
 * @param type content type
 * @param body the bytes
 * @param headers more headers
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers) {
  private static Answer text(int status, String type, String body) {
    return new Answer(
        status, type + "; charset=utf-8", body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Answer html(int status, String body) {
    return text(status, "text/html", body);
  }

  static Answer json(String body) {
    return text(200, "application/json", body);
  }

  static Answer asset(String type, String body) {
    return text(200, type, body);
  }

  static Answer redirect(String to) {
    return text(303, "text/plain", "").with("Location", to);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, more);
  }
}
