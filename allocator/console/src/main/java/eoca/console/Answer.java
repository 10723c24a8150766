package eoca.console;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a request gets.
 *
 * @param status HTTP status
 * @param type content type
 * @param body text, UTF-8
 * @param headers more headers
 */
record Answer(int status, String type, String body, Map<String, String> headers) {
  static Answer html(String body) {
    return new Answer(200, "text/html; charset=utf-8", body, Map.of());
  }

  static Answer json(String body) {
    return new Answer(200, "application/json", body, Map.of());
  }

  static Answer asset(String type, String body) {
    return new Answer(200, type + "; charset=utf-8", body, Map.of());
  }

  static Answer redirect(String to) {
    return new Answer(303, "text/plain; charset=utf-8", "", Map.of("Location", to));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, more);
  }
}
