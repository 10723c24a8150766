package eoca.inputs.synthetic;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/** Uncompressed Arrow IPC files, a record batch a block. */
final class ArrowPartWriter implements PartWriter {
  private final Blocks blocks;

  ArrowPartWriter(Blocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public void write(Path file, long from, long to, int blockRows) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        VectorSchemaRoot root = VectorSchemaRoot.create(blocks.schema(), blocks.allocator());
        ArrowFileWriter writer = new ArrowFileWriter(root, null, channel)) {
      writer.start();
      for (long row = from; row < to; row += blockRows) {
        blocks.fill(root, row, (int) Math.min(blockRows, to - row));
        writer.writeBatch();
      }
      writer.end();
      channel.force(true);
    }
  }
}
