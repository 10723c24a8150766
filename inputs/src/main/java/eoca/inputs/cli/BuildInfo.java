package eoca.inputs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which eoca this is.
 *
 * @param version the project's version
 * @param commit twelve hex digits of the commit the sources were at when the distribution was
 *     built, with {@code -dirty} if they had changes; {@code unknown} outside git
 */
public record BuildInfo(String version, String commit) {

  /** The running build. */
  public static BuildInfo current() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is not on the class path");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(properties.getProperty("version"), properties.getProperty("commit"));
  }
}
