package eoca.inputs.synthetic;

import eoca.inputs.internal.Duck;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;

/** Parquet files: DuckDB pulls Arrow batches as they are generated and keeps their order. */
final class ParquetPartWriter implements PartWriter {
  private static final long MEMORY_BYTES = 1L << 30;

  private final Blocks blocks;
  private final int threads;

  ParquetPartWriter(Blocks blocks, int threads) {
    this.blocks = blocks;
    this.threads = threads;
  }

  @Override
  public void write(Path file, long from, long to, int blockRows) throws IOException {
    Source source = new Source(from, to, blockRows);
    try (source;
        Connection connection = Duck.open(List.of(file), threads, MEMORY_BYTES);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(blocks.allocator())) {
      Data.exportArrayStream(blocks.allocator(), source, stream);
      connection.unwrap(DuckDBConnection.class).registerArrowStream("etv", stream);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "COPY (FROM etv) TO "
                + Duck.literal(file.toString())
                + " (FORMAT parquet, USE_TMP_FILE false)");
      }
    } catch (SQLException e) {
      if (source.failure != null) {
        throw source.failure; // what stopped the stream, not what DuckDB makes of it
      }
      throw new IOException(Duck.reason(e), e);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** The part's blocks as a stream of batches, each in vectors of its own. */
  private final class Source extends ArrowReader {
    private final long to;
    private final int blockRows;
    private long next;
    private RuntimeException failure;

    Source(long from, long to, int blockRows) {
      super(blocks.allocator());
      this.next = from;
      this.to = to;
      this.blockRows = blockRows;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      VectorSchemaRoot root = getVectorSchemaRoot();
      if (next >= to) {
        root.setRowCount(0);
        return false;
      }
      int rows = (int) Math.min(blockRows, to - next);
      root.clear(); // what was exported is released by whoever imported it
      try {
        blocks.fill(root, next, rows);
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
      next += rows;
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return blocks.schema();
    }

    @Override
    public Dictionary lookup(long id) {
      throw new IllegalStateException("no column has a dictionary");
    }
  }
}
