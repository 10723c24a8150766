package eoca.inputs.assignment;

import java.nio.file.Path;

/** Writes one file of an assignment. */
interface PartWriter {
  /** Hears how many more rows were written. */
  interface Tick {
    void add(int rows);
  }

  /** Writes rows {@code from..from + rows} to a new file, forces it to disk. */
  WrittenFile write(Path path, AssignmentRows source, int from, int rows, Tick tick);

  /** The writer of a format. */
  static PartWriter of(AssignmentRequest request) {
    return switch (request.format()) {
      case ARROW -> new ArrowPartWriter();
      case CSV -> new CsvPartWriter();
      case PARQUET -> new ParquetPartWriter(request);
    };
  }
}
