package eoca.insight.diff;

import eoca.inputs.assignment.AssignmentBatch;
import eoca.inputs.assignment.AssignmentFiles;
import eoca.inputs.assignment.AssignmentReader;
import eoca.inputs.assignment.FundTiles;
import eoca.inputs.etv.UserIds;
import eoca.job.model.Manifest;
import eoca.job.store.RunFolder;
import eoca.job.verify.AssignmentChecker;
import eoca.job.verify.StoredRun;
import java.util.List;

/** The rows of a run's assignment, one block after the other, in order. */
final class Rows implements AutoCloseable {
  private final AssignmentReader reader;
  private final int[] common;
  private final int none;
  private AssignmentBatch batch;
  private int at;
  private long read;

  /**
   * Rows of a run.
   *
   * @param common index of each of the run's funds in the common list
   * @param none index of "no fund"
   */
  Rows(RunFolder run, Manifest manifest, List<String> fundIds, int[] common, int none) {
    this.common = common;
    this.none = none;
    this.reader =
        AssignmentFiles.read(
            StoredRun.parts(run, manifest).stream().map(AssignmentChecker.Part::file).toList(),
            manifest.campaign().output(),
            fundIds);
    this.batch = reader.next();
  }

  /** Rows that can be looked at now; 0 at the end. */
  int available() {
    return batch == null ? 0 : batch.rows() - at;
  }

  /** The ids, of which {@link #offset} is the first row's. */
  UserIds ids() {
    return batch.userIds();
  }

  /** Index of the first available row in {@link #ids}. */
  int offset() {
    return at;
  }

  /** The id of an available row. */
  String id(int row) {
    return batch.userIds().id(at + row);
  }

  /** The fund of an available row, in the common list. */
  int fund(int row) {
    byte fund = batch.funds()[at + row];
    return fund == FundTiles.NONE ? none : common[fund & 0xFF];
  }

  /** The ETV of an available row; 0 where there is no fund. */
  float etv(int row) {
    return batch.funds()[at + row] == FundTiles.NONE ? 0 : batch.etv()[at + row];
  }

  /** Leaves rows behind; what was available is not any more. */
  void skip(int rows) {
    at += rows;
    read += rows;
    if (at == batch.rows()) {
      batch = reader.next();
      at = 0;
    }
  }

  /** Rows left behind. */
  long read() {
    return read;
  }

  @Override
  public void close() {
    reader.close();
  }
}
