package eoca.inputs.assignment;

import java.util.Locale;

/** The formats a table is written in. */
public enum OutputFormat {
  /** Uncompressed Arrow IPC file. */
  ARROW,
  /** Parquet. */
  PARQUET,
  /** CSV, RFC 4180, LF, header. */
  CSV;

  /**
   * The name in files and on the command line, and the file extension: {@code arrow}, {@code
   * parquet}, {@code csv}.
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
