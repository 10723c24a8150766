package eoca.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The one session of a console: a link token that works once, then a cookie, and a token in every
 * form. All are 256 random bits, compared in constant time.
 */
final class Session {
  private final String link = secret();
  private final String cookie = secret();
  private final String form = secret();
  private boolean opened;

  private static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The link's token, to be shown once. */
  String link() {
    return link;
  }

  /** The token that forms carry. */
  String form() {
    return form;
  }

  /** The cookie's value if the token is the link's and was not used before; else null. */
  synchronized String open(String token) {
    if (opened || token == null || !same(token, link)) {
      return null;
    }
    opened = true;
    return cookie;
  }

  /** Whether a cookie is the session's. */
  synchronized boolean holds(String value) {
    return opened && value != null && same(value, cookie);
  }

  /** Whether a form's token is the session's. */
  boolean posted(String value) {
    return value != null && same(value, form);
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
