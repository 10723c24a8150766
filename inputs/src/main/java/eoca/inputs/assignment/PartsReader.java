package eoca.inputs.assignment;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.internal.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the files of an assignment one after the other. */
final class PartsReader implements AssignmentReader {
  private final List<Path> files;
  private final OutputFormat format;
  private final FundIndex funds;
  private int next;
  private long rows;
  private PartReader part;

  PartsReader(List<Path> files, OutputFormat format, List<String> fundIds) {
    this.files = List.copyOf(files);
    this.format = format;
    this.funds = new FundIndex(fundIds);
    open();
  }

  /** Reads one file. Arrays of the batch are its own, reused. */
  interface PartReader extends AutoCloseable {
    /**
     * The next rows, or null.
     *
     * @param firstRow goes into the batch
     * @throws FormatException with the row within the file
     */
    AssignmentBatch next(long firstRow) throws IOException;

    @Override
    void close() throws IOException;
  }

  private void open() {
    if (next < files.size()) {
      Path file = files.get(next++);
      try {
        part =
            switch (format) {
              case ARROW -> new ArrowPartReader(file, funds);
              case CSV -> new CsvPartReader(file, funds);
              case PARQUET -> new ParquetPartReader(file, funds);
            };
      } catch (FormatException e) {
        throw rejected(file, e);
      } catch (IOException e) {
        throw FileErrors.of("read", file, e);
      }
    }
  }

  @Override
  public AssignmentBatch next() {
    while (part != null) {
      Path file = files.get(next - 1);
      try {
        AssignmentBatch batch = part.next(rows);
        if (batch != null) {
          rows += batch.rows();
          return batch;
        }
      } catch (FormatException e) {
        throw rejected(file, e);
      } catch (IOException e) {
        throw FileErrors.of("read", file, e);
      }
      close();
      open();
    }
    return null;
  }

  private static EocaException rejected(Path file, FormatException e) {
    Defect d = new Defect(file.toString(), e.row(), e.column(), e.value(), e.rule());
    return EocaException.rejected(
        "not a sound assignment: "
            + file
            + (e.row() > 0 ? ", row " + e.row() : "")
            + (e.column().isEmpty() ? "" : ", column " + e.column())
            + ": "
            + e.rule()
            + (e.value().isEmpty() ? "" : " (" + e.value() + ")"),
        "Maybe the file was changed after it was written.",
        List.of(d));
  }

  @Override
  public void close() {
    PartReader p = part;
    part = null;
    if (p != null) {
      try {
        p.close();
      } catch (IOException e) {
        throw FileErrors.of("read", files.get(next - 1), e);
      }
    }
  }
}
