package eoca.inputs.internal;

/** The content of a file is not what its format promises; becomes a located defect. */
public final class FormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final long row;
  private final String value;

  /** A whole file is unusable: what was found, what was expected. */
  public FormatException(String value, String rule) {
    this("", 0, value, rule);
  }

  /**
   * A place in a file is unusable.
   *
   * @param column column name, or empty
   * @param row data row from 1, or 0
   * @param value what was found
   * @param rule what was expected
   */
  public FormatException(String column, long row, String value, String rule) {
    super(rule);
    this.column = column;
    this.row = row;
    this.value = value;
  }

  /** Column name, or empty. */
  public String column() {
    return column;
  }

  /** Data row from 1, or 0. */
  public long row() {
    return row;
  }

  /** What was found. */
  public String value() {
    return value;
  }

  /** What was expected. */
  public String rule() {
    return getMessage();
  }
}
