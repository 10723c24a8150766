package eoca.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that was let in by the {@link Gate}.
 *
 * @param post whether it may change something
 * @param path the page
 * @param fields of the address, or of the form; each name once, in order
 */
record Request(boolean post, String path, Map<String, String> fields) {
  private static final String QUOTA = "quota.";

  /** A field without blanks around it, or empty. */
  String field(String name) {
    return raw(name).strip();
  }

  /** A field as it was sent, or empty. */
  String raw(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Whether a box was ticked. */
  boolean ticked(String name) {
    return !field(name).isEmpty();
  }

  /** What the quota editor's fields say: fund id to text, those that are filled. */
  Map<String, String> quotaFields() {
    Map<String, String> quotas = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(QUOTA) && !value.isBlank()) {
            quotas.put(name.substring(QUOTA.length()), value.strip());
          }
        });
    return quotas;
  }

  /** The same as {@code --quota} texts. */
  List<String> quotas() {
    List<String> quotas = new ArrayList<>();
    quotaFields().forEach((fund, value) -> quotas.add(fund + "=" + value));
    return quotas;
  }
}
