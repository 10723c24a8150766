package eoca.inputs.assignment;

import eoca.inputs.error.EocaException;
import eoca.inputs.files.FileHash;
import eoca.inputs.internal.Duck;
import eoca.inputs.internal.FileFailure;
import eoca.inputs.internal.arrow.ArrowOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;

/** Parquet through DuckDB, fed batch by batch: same columns as {@link ArrowPartWriter}. */
final class ParquetPartWriter implements PartWriter {
  private final AssignmentRequest request;

  ParquetPartWriter(AssignmentRequest request) {
    this.request = request;
  }

  @Override
  public WrittenFile write(Path path, AssignmentRows source, int from, int rows, Tick tick) {
    if (Files.exists(path)) {
      throw FileFailure.failed(
          "create", path, new java.nio.file.FileAlreadyExistsException(path.toString()));
    }
    long memory = Math.max(256L << 20, request.memoryBytes() / request.threads());
    try (BufferAllocator allocator = new RootAllocator(memory);
        Source stream = new Source(allocator, source, from, rows, tick);
        ArrowArrayStream exported = ArrowArrayStream.allocateNew(allocator);
        Connection c = Duck.open(List.of(path), 1, memory);
        Statement s = c.createStatement()) {
      Data.exportArrayStream(allocator, stream, exported);
      c.unwrap(DuckDBConnection.class).registerArrowStream("assignment", exported);
      s.execute(
          "COPY (SELECT user_id, fund, etv FROM assignment) TO "
              + Duck.literal(path.toString())
              + " (FORMAT parquet, USE_TMP_FILE false)");
    } catch (SQLException e) {
      String reason = Duck.reason(e);
      throw EocaException.fileSystem(
          "can't write file (" + path + "): " + reason,
          reason.contains("space") ? "Maybe the disk is full." : "",
          e);
    } catch (IOException e) {
      throw FileFailure.failed("write", path, e);
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw FileFailure.failed("write", path, e);
    }
    FileHash.Hashed hashed = FileHash.sha256(path);
    return new WrittenFile(path, hashed.bytes(), rows, hashed.sha256());
  }

  /** The rows as a stream of Arrow batches. */
  private static final class Source extends ArrowReader {
    private final AssignmentRows rows;
    private final int from;
    private final int count;
    private final Tick tick;
    private final ArrowOutput.Batch batch = new ArrowOutput.Batch();
    private int at;

    Source(BufferAllocator allocator, AssignmentRows rows, int from, int count, Tick tick) {
      super(allocator);
      this.rows = rows;
      this.from = from;
      this.count = count;
      this.tick = tick;
    }

    @Override
    protected Schema readSchema() {
      return ArrowPartWriter.schema(rows.table().userIds().isText());
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (at == count) {
        return false;
      }
      int n = Math.min(AssignmentRows.BATCH, count - at);
      ArrowPartWriter.fill(batch, rows, from + at, n);
      ArrowRecordBatch copy = batch.copy(n, allocator);
      loadRecordBatch(copy); // closes it
      at += n;
      tick.add(n);
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}
  }
}
