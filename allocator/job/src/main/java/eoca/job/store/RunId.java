package eoca.job.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of runs: {@code yyyyMMddTHHmmssZ-} and six hex digits. Their alphabetical order is their
 * order in time.
 */
public final class RunId {
  private static final Pattern PATTERN = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{6}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunId() {}

  /** A new id for a run that starts at an instant. */
  public static String create(Instant start) {
    byte[] digits = new byte[3];
    new SecureRandom().nextBytes(digits);
    return TIME.format(start) + "-" + HexFormat.of().formatHex(digits);
  }

  /** When the run of an id started; the far future for an id that names no date. */
  public static Instant instant(String id) {
    try {
      return Instant.from(TIME.parse(id.substring(0, id.indexOf('-'))));
    } catch (DateTimeParseException e) {
      return Instant.MAX;
    }
  }

  /** Whether a name is a run id. */
  public static boolean isRunId(String name) {
    return PATTERN.matcher(name).matches();
  }
}
