package eoca.bench.entrant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions of Java libraries, from what Maven left in their jars. */
final class LibraryVersion {
  private LibraryVersion() {}

  /**
   * The version of a library.
   *
   * @param of any class of it
   * @param group its Maven group
   * @param artifact its Maven artifact
   */
  static String of(Class<?> of, String group, String artifact) {
    Properties properties = new Properties();
    try (InputStream in =
        of.getResourceAsStream("/META-INF/maven/" + group + "/" + artifact + "/pom.properties")) {
      if (in == null) {
        return "unknown";
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }
}
