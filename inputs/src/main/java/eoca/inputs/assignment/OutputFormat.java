package eoca.inputs.assignment;

/** The formats an assignment is written in. */
public enum OutputFormat {
  /** Uncompressed Arrow IPC file. */
  ARROW,
  /** Parquet. */
  PARQUET,
  /** CSV, RFC 4180, LF, header. */
  CSV
}
