package eoca.core.certificate;

/** Where the dual bound of a certificate comes from. */
public enum BoundSource {
  /** The prices that were given. */
  PRICES("prices"),
  /**
   * No exchange of funds between users gains anything ({@link Exchanges}): the bound is the
   * objective. Only where rounding the prices that were given to doubles keeps them from proving
   * it.
   */
  EXCHANGES("exchanges"),
  /** All prices 0: every user's largest value, quotas ignored. Valid, and usually far away. */
  ROW_MAX("row-max");

  private final String label;

  BoundSource(String label) {
    this.label = label;
  }

  /** The name that {@code result.json} uses. */
  public String label() {
    return label;
  }
}
