package eoca.inputs.assignment;

import eoca.inputs.error.FileErrors;
import eoca.inputs.files.FileHash;
import eoca.inputs.internal.ParquetOutput;
import eoca.inputs.internal.arrow.ArrowOutput;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Parquet through DuckDB, fed batch by batch: same columns as {@link ArrowPartWriter}. */
final class ParquetPartWriter implements PartWriter {
  private final AssignmentRequest request;

  ParquetPartWriter(AssignmentRequest request) {
    this.request = request;
  }

  @Override
  public WrittenFile write(Path path, AssignmentRows source, int from, int rows, Tick tick) {
    long memory = Math.max(256L << 20, request.memoryBytes() / request.threads());
    try (BufferAllocator allocator = new RootAllocator(memory);
        Source stream = new Source(allocator, source, from, rows, tick)) {
      ParquetOutput.write(path, stream, allocator, 1, memory);
    } catch (IOException e) {
      throw FileErrors.of("write", path, e);
    }
    FileHash.Hashed hashed = FileHash.sha256(path);
    return new WrittenFile(path, hashed.bytes(), rows, hashed.sha256());
  }

  /** The rows as a stream of Arrow batches. */
  private static final class Source extends ParquetOutput.Source {
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
    protected Schema schema() {
      return ArrowPartWriter.schema(rows.table().userIds().isText());
    }

    @Override
    protected boolean next() throws IOException {
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
  }
}
