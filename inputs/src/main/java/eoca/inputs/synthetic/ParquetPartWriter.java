package eoca.inputs.synthetic;

import eoca.inputs.internal.ParquetOutput;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Parquet files, block by block. */
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
    try (Source source = new Source(from, to, blockRows)) {
      ParquetOutput.write(file, source, blocks.allocator(), threads, MEMORY_BYTES);
    }
  }

  /** The part's blocks as a stream of batches, each in vectors of its own. */
  private final class Source extends ParquetOutput.Source {
    private final long to;
    private final int blockRows;
    private long next;

    Source(long from, long to, int blockRows) {
      super(blocks.allocator());
      this.next = from;
      this.to = to;
      this.blockRows = blockRows;
    }

    @Override
    protected boolean next() throws IOException {
      VectorSchemaRoot root = getVectorSchemaRoot();
      if (next >= to) {
        root.setRowCount(0);
        return false;
      }
      int rows = (int) Math.min(blockRows, to - next);
      root.clear(); // what was exported is released by whoever imported it
      blocks.fill(root, next, rows);
      next += rows;
      return true;
    }

    @Override
    protected Schema schema() {
      return blocks.schema();
    }
  }
}
