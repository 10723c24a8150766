package eoca.inputs.etv;

/** Opens ETV tables: Arrow IPC file and stream, Parquet, CSV and gzipped CSV, one or many parts. */
public final class EtvTables {
  /** Defects kept with a rejection; more are only counted. */
  public static final int DEFECT_CAP = 10_000;

  private EtvTables() {}

  /**
   * Opens and checks a table. Uncompressed Arrow columns of native type (float32 ETV, int8
   * tolerance, int64 or UTF-8 ids) are mapped and used in place; any other column is converted once
   * into the scratch folder. Hashing goes on in the background after this returns: {@link
   * EtvTable#files()} waits for it.
   *
   * @return the table; the caller closes it
   * @throws eoca.inputs.error.EocaException 7 if the path is missing, matches nothing, is not a
   *     regular file or can't be read, or scratch can't be written; 3 with located defects (in
   *     order of part, row and column; the first {@link #DEFECT_CAP} of all files, with the total
   *     in {@link eoca.inputs.error.EocaException#defectCount()}) if the content is rejected
   */
  public static EtvTable open(EtvRequest request) {
    return pending(request);
  }

  private static EtvTable pending(EtvRequest request) {
    throw new UnsupportedOperationException("under construction: " + request.path());
  }
}
