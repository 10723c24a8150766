package eoca.inputs.internal;

import eoca.inputs.files.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;

/** Writes Parquet files: DuckDB pulls Arrow batches as they are made and keeps their order. */
public final class ParquetOutput {
  private ParquetOutput() {}

  /** Batches of rows that are made as they are asked for. */
  public abstract static class Source extends ArrowReader {
    private RuntimeException failure;

    /** A source whose batches come from an allocator, which stays the caller's. */
    protected Source(BufferAllocator allocator) {
      super(allocator);
    }

    /** The columns. */
    protected abstract Schema schema();

    /** Makes the next batch; false at the end. */
    protected abstract boolean next() throws IOException;

    @Override
    public final boolean loadNextBatch() throws IOException {
      try {
        return next();
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    protected final Schema readSchema() {
      return schema();
    }

    @Override
    public final long bytesRead() {
      return 0;
    }

    @Override
    protected final void closeReadSource() {}
  }

  /**
   * Writes a new file and forces it to disk.
   *
   * @param source its rows, which stay the caller's to close
   * @param allocator of the stream between the two
   * @throws RuntimeException what stopped the source, as it was thrown
   */
  public static void write(
      Path file, Source source, BufferAllocator allocator, int threads, long memoryBytes)
      throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        Connection connection = Duck.open(List.of(file), threads, memoryBytes);
        Statement statement = connection.createStatement()) {
      Data.exportArrayStream(allocator, source, stream);
      connection.unwrap(DuckDBConnection.class).registerArrowStream("source_rows", stream);
      statement.execute(
          "COPY (FROM source_rows) TO "
              + Duck.literal(file.toString())
              + " (FORMAT parquet, USE_TMP_FILE false)");
    } catch (SQLException e) {
      if (source.failure != null) {
        throw source.failure; // not what DuckDB makes of it
      }
      throw new IOException(Duck.reason(e), e);
    }
    DurableFiles.force(file);
  }
}
