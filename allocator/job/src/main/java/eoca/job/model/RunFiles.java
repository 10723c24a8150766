package eoca.job.model;

/** Names of the files of a run folder. */
public final class RunFiles {
  /** What the run found. */
  public static final String RESULT = "result.json";

  /** Where it came from and what it left. */
  public static final String MANIFEST = "manifest.json";

  /** The manifest's hash, as {@code sha256sum} writes and checks it. */
  public static final String MANIFEST_HASH = "manifest.sha256";

  /** The page for people. */
  public static final String REPORT = "report.html";

  /** The structured log. */
  public static final String LOG = "log.jsonl";

  /** What happened, for Prometheus. */
  public static final String METRICS = "metrics.prom";

  /** What was made from what, for OpenLineage. */
  public static final String LINEAGE = "lineage.json";

  /** The users of the control group. */
  public static final String CONTROL = "control.csv";

  /** The defects of a rejected input, only in failed runs. */
  public static final String REJECTS = "rejects.csv";

  /** The folder of the ETV table that a run scored itself. */
  public static final String ETV_FOLDER = "etv";

  /** The folder of the inputs that a run keeps. */
  public static final String INPUTS = "inputs";

  /** What a run says of its scoring. */
  public static final String SCORING = "scoring.json";

  private RunFiles() {}
}
