package eoca.job.pipeline;

/** Which prices a run that is not exact is certified at. */
public enum Certify {
  /** The exact solver's prices: a tight bound. */
  PRICES("prices"),
  /** All prices 0: quick, and usually far away. */
  ROW_MAX("row-max");

  private final String id;

  Certify(String id) {
    this.id = id;
  }

  /** The name on the command line and in the manifest. */
  public String id() {
    return id;
  }
}
